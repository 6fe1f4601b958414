"""A collection of one source: reads, writes and the stream of its changes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from gateway.store.driver import settle
from gateway.store.reading import Reads
from gateway.store.terms import Document, Pipeline, given
from gateway.store.writing import Writes

AWAIT_MS = 500
"""How long the server holds one question for changes; shorter than the budget of a call."""


class Collection(Reads, Writes):
    """What the project needs of a MongoDB collection, with the same results and errors on both drivers.

    Every method raises `SourceUnavailable`, `SourceTimeout`, `SourceMisconfigured` or `SourceInvalid`
    that name the source of the collection, and nothing else of a database.
    """

    @asynccontextmanager
    async def watch(
        self,
        pipeline: Pipeline = (),
        *,
        full_document: str | None = None,
        resume_after: Document | None = None,
    ) -> AsyncIterator[AsyncIterator[Document]]:
        """A stream of changes, complete from the moment the block is entered.

        `resume_after` is the `_id` of the last change seen. It ends when the collection is dropped; short
        outages are bridged by the driver, a longer one raises `SourceUnavailable`.
        """
        options = given(full_document=full_document, resume_after=resume_after, max_await_time_ms=AWAIT_MS)

        async def opened() -> tuple[Any, Any]:
            stream = await settle(self._raw.watch(list(pipeline), **options))
            return stream, await stream.try_next()  # motor opens the stream with its first question

        stream, first = await self._run(opened)
        changes = self._changes(stream, first)
        try:
            yield changes
        finally:
            await changes.aclose()
            await self._let_go(stream.close)

    async def _changes(self, stream: Any, change: Document | None) -> AsyncGenerator[Document, None]:
        while True:
            if change is not None:
                yield change
            if not stream.alive:
                return
            change = await self._next(stream)

    async def _next(self, stream: Any) -> Document | None:
        asking: asyncio.Future[Document | None] = asyncio.ensure_future(self._run(stream.try_next))
        try:
            return await asyncio.shield(asking)
        except asyncio.CancelledError:
            # motor's thread goes on asking: the stream must not be closed under it
            await asyncio.wait({asking})
            if not asking.cancelled():
                asking.exception()
            raise
