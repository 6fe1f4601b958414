"""The one path of every call to MongoDB: refused while it is away, translated when it fails."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextvars import Context
from typing import Any

from pymongo.errors import ConnectionFailure, OperationFailure, ServerSelectionTimeoutError

from gateway.clock import Clock
from gateway.errors import SourceUnavailable
from gateway.observe.tracing import current_trace
from gateway.store.driver import close_client, has_primary, patience, selection_seconds, settle
from gateway.store.faults import DRIVER_ERRORS, source_error
from gateway.store.outage import Outage


class Link:
    """A client with its outage. Calls name the source they are for, so that its errors name it too."""

    def __init__(self, client: Any, clock: Clock) -> None:
        """Takes a client of `open_client`, which it will close."""
        self.client = client
        self.clock = clock
        self.outage = Outage(clock, lambda: has_primary(client))
        self._selection_seconds = selection_seconds(client)
        self._look: asyncio.Task[None] | None = None
        self._closed = False

    async def run(self, source: str | None, operation: Callable[[], Any]) -> Any:
        """The settled result of one call of the driver; raises only `SourceError` for what it meets."""
        self._refuse(source)
        try:
            await self._reach()
            if source is not None and (trace := current_trace()) is not None:
                trace.source(source).database += 1
            result = await settle(operation())
        except DRIVER_ERRORS as error:
            self._note(error)
            raise source_error(source, error) from None
        self.outage.ended()
        return result

    async def close(self) -> None:
        """Close the client; later calls are refused."""
        self._closed = True
        if self._look is not None:
            self._look.cancel()
            await asyncio.wait({self._look})
        await close_client(self.client)

    def _refuse(self, source: str | None) -> None:
        if self._closed:
            raise SourceUnavailable(source=source, detail="the store is closed")
        wait = self.outage.refused_for()
        if wait is not None:
            raise SourceUnavailable(source=source, detail="MongoDB is left alone", retry_after=wait)

    async def _reach(self) -> None:
        if has_primary(self.client):
            return
        if self._look is None:
            # one look for all who ask meanwhile, on a budget that is not the first one's
            self._look = asyncio.get_running_loop().create_task(self._seek(), context=Context())
            self._look.add_done_callback(self._looked)
        await asyncio.shield(self._look)

    async def _seek(self) -> None:
        # with timeoutMS the drivers spend all of it on finding a server, so look with the shorter budget
        with self.outage.looking(), patience(self._selection_seconds):
            try:
                await settle(self.client.admin.command("ping"))
            except ConnectionFailure:
                self.outage.began()
                raise

    def _looked(self, look: asyncio.Task[None]) -> None:
        self._look = None
        if not look.cancelled():
            look.exception()  # whoever waited raises it; nobody may be left

    def _note(self, error: Exception) -> None:
        if isinstance(error, ServerSelectionTimeoutError):
            self.outage.began()
        elif isinstance(error, OperationFailure) and not error.timeout:
            self.outage.ended()
