"""Totals of past days for everybody: added up once an hour, however often somebody asks."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import date, timedelta

from gateway.clock import Clock
from gateway.errors import BadInput
from gateway.statistics.counting import PARIS
from gateway.statistics.period import MOST_DAYS, Period
from gateway.statistics.reading import Question, Reader, Sums

KEPT_SECONDS = 3600.0
LEAST_SHOWN = 10


class PastDays:
    """The sums of each of the last 400 days, without today: it would tell of visits as they happen."""

    def __init__(self, reader: Reader, clock: Clock) -> None:
        """Contacts nothing."""
        self._reader = reader
        self._clock = clock
        self._days: Mapping[str, Sums] = {}
        self._known: tuple[date, float] | None = None
        self._one_at_a_time = asyncio.Lock()

    async def total(self, period: Period) -> Sums:
        """The sums of a period; `INVALID_ARGUMENT` for one that begins before all that is kept."""
        yesterday = self._clock.now().astimezone(PARIS).date() - timedelta(days=1)
        if period.first <= yesterday - timedelta(days=MOST_DAYS):
            raise BadInput(
                "INVALID_ARGUMENT", f"Everybody may read the last {MOST_DAYS} days.", argument="from"
            )
        await self._read(yesterday)
        begin, end = period.first.isoformat(), period.last.isoformat()
        chosen = [sums for day, sums in self._days.items() if begin <= day <= end]
        return Sums(*(sum(each) for each in zip(*chosen, strict=True))) if chosen else Sums()

    async def _read(self, yesterday: date) -> None:
        async with self._one_at_a_time:
            now = self._clock.monotonic()
            if self._known and self._known[0] == yesterday and now - self._known[1] < KEPT_SECONDS:
                return
            first = yesterday - timedelta(days=MOST_DAYS - 1)
            rows = await self._reader.rows(Question({}, first, yesterday, ("day",)), MOST_DAYS, None)
            self._days = {row.of["day"]: row.sums for row in rows}
            self._known = (yesterday, now)


def rounded(number: int) -> int | None:
    """A number as everybody may know it: in tens, None below ten."""
    return number // LEAST_SHOWN * LEAST_SHOWN if number >= LEAST_SHOWN else None
