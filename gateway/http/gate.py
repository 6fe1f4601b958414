"""The gate in front of the executor: so many at a time, a short queue, everybody else comes back later."""

from __future__ import annotations

import asyncio
from collections import deque
from types import TracebackType

from gateway.errors import CODES
from gateway.http.problem import Problem

RETRY_SECONDS = 1


class Gate:
    """Lets `limit` operations in; `queue` more wait, each at most `seconds`; the rest are refused at once."""

    def __init__(self, *, limit: int, queue: int, seconds: float) -> None:
        """Usable on one event loop."""
        self._limit = limit
        self._queue = queue
        self._seconds = seconds
        self._waiters: deque[asyncio.Future[None]] = deque()
        self._slot = _Slot(self)
        self.in_flight = 0
        self.waiting = 0
        self.refused = 0

    def refuse_when_full(self) -> None:
        """Raise `Problem` (503) when a newcomer could not even wait; costs nothing, so it comes first."""
        if self.full:
            raise self._busy()

    @property
    def full(self) -> bool:
        """Whether a newcomer could not even wait."""
        return self.in_flight >= self._limit and self.waiting >= self._queue

    def slot(self) -> _Slot:
        """One of the places, for the time of a block; `Problem` (503) when none gets free in time."""
        return self._slot

    def enter_at_once(self) -> bool:
        """Take a place if one is free and nobody waits for it."""
        if self.in_flight >= self._limit or self._waiters:
            return False
        self.in_flight += 1
        return True

    async def enter(self) -> None:
        """Take a place."""
        if not self.enter_at_once():
            self.refuse_when_full()
            await self._wait()  # whoever leaves hands over the place

    def leave(self) -> None:
        """Give the place to who has waited longest, or back."""
        while self._waiters:
            waiter = self._waiters.popleft()
            if not waiter.done():
                waiter.set_result(None)
                return
        self.in_flight -= 1

    async def _wait(self) -> None:
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiters.append(waiter)
        self.waiting += 1
        try:
            async with asyncio.timeout(self._seconds):
                await waiter
        except TimeoutError:
            self._give_back(waiter)
            raise self._busy() from None
        except asyncio.CancelledError:
            self._give_back(waiter)
            raise
        finally:
            self.waiting -= 1

    def _give_back(self, waiter: asyncio.Future[None]) -> None:
        """A place that was handed over to somebody who has just given up."""
        if waiter.done() and not waiter.cancelled():
            self.leave()

    def _busy(self) -> Problem:
        self.refused += 1
        return Problem(503, "LIMIT_BUSY", CODES["LIMIT_BUSY"].meaning, {"Retry-After": str(RETRY_SECONDS)})


class _Slot:
    """A block with a place; holds nothing, so one serves all."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate

    async def __aenter__(self) -> None:
        await self._gate.enter()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._gate.leave()
