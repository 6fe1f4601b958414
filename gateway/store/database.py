"""The whole database: opened once per process, divided into rooms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gateway.clock import Clock, SystemClock
from gateway.store.collection import Everything
from gateway.store.driver import SELECTION_MS, TOTAL_MS, open_client
from gateway.store.link import Link
from gateway.store.room import Room


class Store:
    """A database of MongoDB, seen through one client that belongs to one event loop."""

    def __init__(self, link: Link, database: str) -> None:
        """Made by `Store.open`."""
        self._link = link
        self._database = link.client[database]
        self.name = database

    @classmethod
    async def open(
        cls,
        uri: str,
        database: str,
        *,
        driver: str = "motor",
        listeners: Sequence[Any] = (),
        clock: Clock | None = None,
        selection_ms: int = SELECTION_MS,
        total_ms: int = TOTAL_MS,
    ) -> Store:
        """Ready to be asked, but nothing is contacted yet: MongoDB may still be away.

        A call looks `selection_ms` for a server and takes `total_ms` at most; options in the uri win.
        `listeners` are of PyMongo, e.g. a `CommandJournal`. `SettingsError` for a uri or driver that is none.
        """
        client = open_client(
            uri,
            driver=driver,
            listeners=listeners,
            serverSelectionTimeoutMS=selection_ms,
            timeoutMS=total_ms,
        )
        return cls(Link(client, clock or SystemClock()), database)

    async def close(self) -> None:
        """Close the client; calls of rooms are refused from now on. May be called twice."""
        await self._link.close()

    async def ping(self) -> None:
        """Return when MongoDB answers; raises a `SourceError` that names no source otherwise."""
        await self._link.run(None, lambda: self._database.command("ping"))

    def room(self, name: str) -> Room:
        """The collections of the source `name`."""
        return Room(self._link, self._database, name)

    @property
    def everything(self) -> Everything:
        """All collections at once, to watch them."""
        return Everything(self._link, self._database)
