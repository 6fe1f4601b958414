"""The gate in front of the executor: so many at a time, a short queue, everybody else comes back later."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from gateway.errors import CODES
from gateway.http.problem import Problem

RETRY_SECONDS = 1


class Gate:
    """Lets `limit` operations in; `queue` more wait, each at most `seconds`; the rest are refused at once."""

    def __init__(self, *, limit: int, queue: int, seconds: float) -> None:
        """Usable on one event loop."""
        self._free = asyncio.Semaphore(limit)
        self._limit = limit
        self._queue = queue
        self._seconds = seconds
        self.in_flight = 0
        self.waiting = 0
        self.refused = 0

    def refuse_when_full(self) -> None:
        """Raise `Problem` (503) when a newcomer could not even wait; costs nothing, so it comes first."""
        if self.in_flight >= self._limit and self.waiting >= self._queue:
            raise self._busy()

    @asynccontextmanager
    async def slot(self) -> AsyncIterator[None]:
        """One of the places, for the time of a block; `Problem` (503) when none gets free in time."""
        self.refuse_when_full()
        await self._enter()
        self.in_flight += 1
        try:
            yield
        finally:
            self.in_flight -= 1
            self._free.release()

    async def _enter(self) -> None:
        if not self._free.locked():
            await self._free.acquire()
            return
        self.waiting += 1
        try:
            async with asyncio.timeout(self._seconds):
                await self._free.acquire()
        except TimeoutError:
            raise self._busy() from None
        finally:
            self.waiting -= 1

    def _busy(self) -> Problem:
        self.refused += 1
        return Problem(503, "LIMIT_BUSY", CODES["LIMIT_BUSY"].meaning, {"Retry-After": str(RETRY_SECONDS)})
