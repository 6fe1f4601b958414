"""Time as a thing that is handed in, so that tests decide what time it is."""

from __future__ import annotations

import asyncio
import heapq
import itertools
import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


def milliseconds(moment: datetime) -> datetime:
    """The moment as the database keeps it: without what is finer than a millisecond."""
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def in_utc(moment: datetime) -> datetime:
    """The moment in UTC; one without a zone is understood so."""
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


class Clock(Protocol):
    """What anything that depends on time asks for."""

    def now(self) -> datetime:
        """The wall clock: an aware datetime in UTC. It may jump; use it for dates, not for durations."""
        ...

    def monotonic(self) -> float:
        """Seconds since an unknown moment; never goes back."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Return after `seconds`."""
        ...


class SystemClock:
    """The real time."""

    __slots__ = ()

    def now(self) -> datetime:
        """The time of the machine in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds of the machine's monotonic clock."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Sleep for real."""
        await asyncio.sleep(seconds)


START = datetime(2026, 7, 1, 10, 0, tzinfo=UTC)


class ManualClock:
    """A clock that stands still until `advance` is called; `jump` moves only the wall clock, as NTP does."""

    def __init__(self, start: datetime = START, *, sleeping_advances: bool = False) -> None:
        """`start` must be aware; with `sleeping_advances` a sleep moves the clock instead of waiting."""
        self._now = start
        self._sleeping_advances = sleeping_advances
        self._monotonic = 1000.0
        self._order = itertools.count()
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []

    def now(self) -> datetime:
        """The time it is set to."""
        return self._now

    def monotonic(self) -> float:
        """Seconds advanced so far, counted from 1000."""
        return self._monotonic

    @property
    def sleepers(self) -> int:
        """How many sleeps have not ended."""
        return sum(not future.done() for _, _, future in self._sleepers)

    async def sleep(self, seconds: float) -> None:
        """Wait until the clock was advanced far enough; a sleep of zero only yields to the loop."""
        if self._sleeping_advances and seconds > 0:
            self.advance(seconds)
        if self._sleeping_advances or seconds <= 0:
            await asyncio.sleep(0)
            return
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self._monotonic + seconds, next(self._order), future))
        await future

    def advance(self, seconds: float) -> None:
        """Move both clocks on and wake whoever has slept enough; they run once the caller awaits."""
        self._monotonic += seconds
        self._now += timedelta(seconds=seconds)
        while self._sleepers and self._sleepers[0][0] <= self._monotonic:
            _, _, future = heapq.heappop(self._sleepers)
            if not future.done():
                future.set_result(None)

    def jump(self, seconds: float) -> None:
        """Set the wall clock forward or back without time passing."""
        self._now += timedelta(seconds=seconds)
