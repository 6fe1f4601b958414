"""A collection of one source: reads, writes and the stream of its changes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from bson import Timestamp

from gateway.store.driver import patience, settle
from gateway.store.link import Link
from gateway.store.reading import Reads
from gateway.store.terms import Document, Pipeline, given
from gateway.store.writing import Writes

T = TypeVar("T")

AWAIT_MS = 500
"""How long the server holds one question for changes."""

ASK_SECONDS = 2.0
"""The whole budget of one question, whatever that of other calls: it must be longer than the server's."""


class Collection(Reads, Writes):
    """What the project needs of a MongoDB collection, with the same results and errors on both drivers.

    Every method raises `SourceUnavailable`, `SourceTimeout`, `SourceMisconfigured` or `SourceInvalid`
    that name the source of the collection, and nothing else of a database.
    """

    async def server_time(self) -> Timestamp:
        """Now, in the time by which the server orders all writes."""
        reply: Document = await whole(self._run(lambda: self._database.command("ping")))
        now: Timestamp = reply["operationTime"]
        return now

    @asynccontextmanager
    async def watch(
        self,
        pipeline: Pipeline = (),
        *,
        full_document: str | None = None,
        resume_after: Document | None = None,
        start_at: Timestamp | None = None,
    ) -> AsyncIterator[AsyncIterator[Document]]:
        """A stream of changes, complete from the moment the block is entered.

        `resume_after` is the `_id` of the last change seen, `start_at` a `server_time`. It ends when the
        collection is dropped; short outages are bridged by the driver, a longer one raises
        `SourceUnavailable`.
        """
        options = given(
            full_document=full_document,
            resume_after=resume_after,
            start_at_operation_time=start_at,
            max_await_time_ms=AWAIT_MS,
        )

        async def opened() -> Any:
            stream = await settle(self._raw.watch(list(pipeline), **options))
            return await stream.__aenter__()  # motor would open it with its first question only

        stream = await whole(self._run(opened), self._abandon)
        changes = self._changes(stream)
        try:
            yield changes
        finally:
            await changes.aclose()
            await self._let_go(stream.close)

    async def _abandon(self, stream: Any) -> None:
        await self._let_go(stream.close)

    async def _changes(self, stream: Any) -> AsyncGenerator[Document, None]:
        while stream.alive:
            change = await self._next(stream)
            if change is not None:
                yield change

    async def _next(self, stream: Any) -> Document | None:
        with patience(ASK_SECONDS):
            asking: asyncio.Future[Document | None] = asyncio.ensure_future(self._run(stream.try_next))
        return await whole(asking)  # motor's thread goes on asking: the stream must not be closed under it


async def whole(work: Awaitable[T], abandon: Callable[[T], Awaitable[None]] | None = None) -> T:
    """The result of a call that is never cut short: who is cancelled waits for its end all the same.

    `abandon` gets a result that nobody wants any more. PyMongo Async leaks what it was opening.
    """
    running = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        await asyncio.wait({running})
        if not running.cancelled() and running.exception() is None and abandon is not None:
            await abandon(running.result())
        raise


class Everything(Collection):
    """All collections of the database, for watching only."""

    def __init__(self, link: Link, database: Any) -> None:
        """Contacts nothing."""
        super().__init__(link, database, "gateway", "everything")
        self._raw = database
