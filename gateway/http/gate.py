"""The gate in front of the executor: so many at a time, a short queue, everybody else comes back later."""

from __future__ import annotations

import asyncio
from types import TracebackType

from gateway.errors import CODES
from gateway.http.problem import Problem
from gateway.places import Places

RETRY_SECONDS = 1


class Gate:
    """Lets `limit` operations in; `queue` more wait, each at most `seconds`; the rest are refused at once."""

    def __init__(self, *, limit: int, queue: int, seconds: float) -> None:
        """Usable on one event loop."""
        self._queue = queue
        self._seconds = seconds
        self._places = Places(limit)
        self._slot = _Slot(self)
        self.leave = self._places.give
        self.waiting = 0
        self.refused = 0

    @property
    def in_flight(self) -> int:
        """How many are in."""
        return self._places.taken

    @property
    def full(self) -> bool:
        """Whether a newcomer could not even wait."""
        return not self._places.free and self.waiting >= self._queue

    def refuse_when_full(self) -> None:
        """Raise `Problem` (503) when a newcomer could not even wait; costs nothing, so it comes first."""
        if self.full:
            raise self._busy()

    def slot(self) -> _Slot:
        """One of the places, for the time of a block; `Problem` (503) when none gets free in time."""
        return self._slot

    async def enter(self) -> None:
        """Take a place, which is given back by `leave`."""
        if self._places.take():
            return
        self.refuse_when_full()
        self.waiting += 1
        try:
            async with asyncio.timeout(self._seconds):
                await self._places.wait()
        except TimeoutError:
            raise self._busy() from None
        finally:
            self.waiting -= 1

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
