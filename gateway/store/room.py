"""The collections of one source, apart from those of all others by their names."""

from __future__ import annotations

import logging
from collections.abc import Collection as Codes
from collections.abc import Mapping, Sequence
from typing import Any

from gateway.clock import Clock
from gateway.errors import SourceError
from gateway.store.collection import Collection
from gateway.store.driver import patience
from gateway.store.link import Link
from gateway.store.migrations import Migration, run_migrations
from gateway.store.preparing import prepare_collections, prepare_indexes
from gateway.store.reading import aggregated
from gateway.store.specs import CollectionSpec
from gateway.store.terms import Document, Pipeline

logger = logging.getLogger("gateway.store")

PREPARE_SECONDS = 900.0
"""An index over many documents takes its time; nobody waits for it but the job that makes it."""

FIRST_RETRY = 1.0
LONGEST_RETRY = 15.0


class Room:
    """What a source sees of MongoDB. `room.collection("stories")` is `scouts_stories` in the database."""

    def __init__(self, link: Link, database: Any, source: str) -> None:
        """Made by `Store.room`."""
        self._link = link
        self._database = database
        self.source = source

    @property
    def clock(self) -> Clock:
        """The store's clock."""
        return self._link.clock

    def full_name(self, name: str) -> str:
        """The name of a collection in the database, e.g. for `$lookup`."""
        return f"{self.source}_{name}"

    def collection(self, name: str) -> Collection:
        """A collection of the source; nothing is contacted."""
        return self.shared(self.full_name(name))

    def shared(self, name: str) -> Collection:
        """A collection of the gateway itself, without prefix; errors still name this room's source."""
        return Collection(self._link, self._database, self.source, name)

    async def ping(self) -> None:
        """Return when MongoDB answers; raises what any call would raise."""
        await self.command({"ping": 1})

    async def aggregate(self, pipeline: Pipeline) -> list[Document]:
        """All results of a pipeline that begins with `$documents`, so with values instead of a collection."""
        found: list[Document] = await self._link.run(
            self.source, lambda: aggregated(self._database, pipeline)
        )
        return found

    async def command(self, command: Mapping[str, Any], *, allowed: Codes[int] = ()) -> Document:
        """A database command and its reply; one that fails with an `allowed` code has `ok` 0."""
        reply: Document = await self._link.run(
            self.source, lambda: self._database.command(dict(command), allowable_errors=list(allowed))
        )
        return reply

    async def prepare(self, specs: Sequence[CollectionSpec], migrations: Sequence[Migration] = ()) -> None:
        """Make collections and validators exist, run pending migrations, then make the indexes exist.

        In this order, so that a migration writes under the new validator and clears what a new unique
        index would refuse. Idempotent, and safe in several processes at once.
        """
        with patience(PREPARE_SECONDS):
            await prepare_collections(self, specs)
            await run_migrations(self, migrations)
            await prepare_indexes(self, specs)

    async def prepare_with_retry(
        self, clock: Clock, specs: Sequence[CollectionSpec], migrations: Sequence[Migration] = ()
    ) -> None:
        """`prepare`, again and again until it succeeds: MongoDB may be away when the gateway starts."""
        pause, logged = FIRST_RETRY, ""
        while True:
            try:
                return await self.prepare(specs, migrations)
            except SourceError as error:
                if error.code != logged:
                    logger.warning("the collections of %s are not ready yet: %r", self.source, error)
                    logged = error.code
            await clock.sleep(pause)
            pause = min(pause * 2, LONGEST_RETRY)
