"""A lock in the database that frees itself: a lease that its holder renews while it works."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from gateway.clock import Clock
from gateway.errors import SourceError, SourceUnavailable
from gateway.store.collection import Collection
from gateway.store.faults import DuplicateKey
from gateway.store.terms import Document

RETRY_SECONDS = 0.2


class Lease:
    """One named lease of `seconds`; times are the server's, so clocks of machines need not agree."""

    def __init__(self, collection: Collection, name: str, clock: Clock, *, seconds: float = 30.0) -> None:
        """The lease is the document `name` of `collection`."""
        self._collection = collection
        self._name = name
        self._clock = clock
        self._seconds = seconds
        self._holder = secrets.token_hex(8)
        self._mine = {"_id": name, "holder": self._holder}

    @asynccontextmanager
    async def held(self) -> AsyncIterator[None]:
        """Wait until nobody else holds the lease, hold it for the block, then give it back.

        When it cannot be renewed the block is cancelled and `SourceUnavailable` raised.
        """
        while not await self._take():
            await self._clock.sleep(RETRY_SECONDS)
        try:
            async with asyncio.timeout(None) as block:
                renewing = asyncio.create_task(self._renew(block))
                try:
                    yield
                finally:
                    renewing.cancel()
                    await asyncio.wait({renewing})
        except TimeoutError:
            if not block.expired():
                raise
            raise SourceUnavailable(source=self._collection.source, detail="the lease was lost") from None
        finally:
            with suppress(SourceError):  # it runs out by itself
                await self._collection.delete_one(self._mine)

    @asynccontextmanager
    async def if_free(self) -> AsyncIterator[bool]:
        """Hold the lease for a short block if nobody holds it, True then; it is not renewed."""
        if not await self._take():
            yield False
            return
        try:
            yield True
        finally:
            with suppress(SourceError):  # it runs out by itself
                await self._collection.delete_one(self._mine)

    async def _take(self) -> bool:
        free = {"_id": self._name, "$expr": {"$lte": ["$until", "$$NOW"]}}
        if (await self._collection.update_one(free, self._holding())).matched:
            return True
        with suppress(DuplicateKey):  # it exists, and is another's
            await self._collection.update_one(self._mine, self._holding(), upsert=True)
            return True
        return False

    async def _renew(self, block: asyncio.Timeout) -> None:
        renewed = self._clock.monotonic()
        while self._clock.monotonic() - renewed < self._seconds:
            await self._clock.sleep(self._seconds / 3)
            with suppress(SourceError):  # a short outage is no loss yet
                if not (await self._collection.update_one(self._mine, self._holding())).matched:
                    break
                renewed = self._clock.monotonic()
        block.reschedule(asyncio.get_running_loop().time())

    def _holding(self) -> list[Document]:
        until = {"$add": ["$$NOW", int(self._seconds * 1000)]}
        return [{"$set": {"holder": self._holder, "until": until}}]
