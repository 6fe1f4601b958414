"""What the mirror computes once for each of its revisions: facets, and objects open on far days."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from typing import Generic, TypeVar

from gateway.clock import Clock
from sources.apidae.mirror.reading import ObjectReader
from sources.apidae.opening import Span, days_of

T = TypeVar("T")

TOTAL_SECONDS = 60.0
"""A process that ended in the middle of a change never announced it: counts do not outlive this."""
MOST_DAYS = 8


class Revised(Generic[T]):
    """Values by a text, each true of one revision; the least used leave first."""

    def __init__(self, most: int, clock: Clock) -> None:
        """Keeps at most `most` values, each for `TOTAL_SECONDS`."""
        self._most = most
        self._clock = clock
        self._kept: OrderedDict[tuple[str, int], tuple[float, T]] = OrderedDict()

    async def get(self, name: str, revision: int, compute: Callable[[], Awaitable[T]]) -> T:
        """The value, computed unless it is kept."""
        key, now = (name, revision), self._clock.monotonic()
        kept = self._kept.get(key)
        if kept and now - kept[0] < TOTAL_SECONDS:
            self._kept.move_to_end(key)
            return kept[1]
        value = await compute()
        self._kept[key] = (now, value)
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)
        return value


class FarDays:
    """Objects that are open on days for which no bit was computed: every opening is looked at."""

    def __init__(self, reader: ObjectReader, clock: Clock) -> None:
        """Contacts nothing."""
        self._reader = reader
        self._found: Revised[frozenset[int]] = Revised(MOST_DAYS, clock)
        self._one_at_a_time = asyncio.Lock()

    async def numbers(self, days: Sequence[date], revision: int) -> frozenset[int]:
        """The ids of public objects that are open on one of some days, given in order."""
        if not days:
            return frozenset()
        span = Span(days[0], (days[-1] - days[0]).days + 1)
        wanted = span.days(days)

        async def look() -> frozenset[int]:
            openings = self._reader.openings()
            return frozenset([number async for number, one in openings if days_of(one, span) & wanted])

        name = f"{days[0].isoformat()} {wanted:x}"
        async with self._one_at_a_time:
            return await self._found.get(name, revision, look)
