"""A run of days whose subsets are written as the bits of one integer: bit 0 is the first day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from sources.apidae.opening.feasts import feast

PARIS = ZoneInfo("Europe/Paris")
WEEK = 7


def paris_day(moment: datetime) -> date:
    """The day in France at an aware moment."""
    return moment.astimezone(PARIS).date()


class Span:
    """`length` days from `first`; parts that are asked for again and again are computed once."""

    def __init__(self, first: date, length: int) -> None:
        """`length` is at least 1; the last day must exist."""
        self.first = first
        self.length = length
        self.last = first + timedelta(days=length - 1)
        self.all = (1 << length) - 1
        self._start = first.toordinal()
        self._nth: dict[tuple[int, int | None], int] = {}
        self._feasts: dict[str, int] = {}

    def between(self, first: date, last: date) -> int:
        """The days from `first` to `last`, both included; none when these are reversed."""
        low = max(0, first.toordinal() - self._start)
        high = min(self.length, last.toordinal() - self._start + 1)
        return (1 << high) - (1 << low) if high > low else 0

    def days(self, days: Iterable[date]) -> int:
        """These days, as far as they lie in the span."""
        return union(self.between(one, one) for one in days)

    def weekday(self, weekday: int) -> int:
        """All Mondays (0) to Sundays (6)."""
        return self._weekdays[weekday]

    def nth(self, rank: int, weekday: int | None) -> int:
        """In each month the weekday of this rank (1 to 4, -1 the last); with None the day of this number."""
        key = (rank, weekday)
        if key not in self._nth:
            self._nth[key] = self.days(_ranked(month, rank, weekday) for month in self._months())
        return self._nth[key]

    def feast(self, name: str) -> int:
        """A named day in each year."""
        if name not in self._feasts:
            dates = (feast(name, year) for year in range(self.first.year, self.last.year + 1))
            self._feasts[name] = self.days(one for one in dates if one)
        return self._feasts[name]

    def dates(self, days: int) -> Iterator[date]:
        """The days of a subset, in order."""
        return (self.first + timedelta(days=one) for one in range(self.length) if days >> one & 1)

    @cached_property
    def _weekdays(self) -> list[int]:
        masks = [0] * WEEK
        for offset in range(self.length):
            masks[(self.first.weekday() + offset) % WEEK] |= 1 << offset
        return masks

    def _months(self) -> Iterator[date]:
        month = self.first.replace(day=1)
        while month <= self.last:
            yield month
            month = _next_month(month)


def union(masks: Iterable[int]) -> int:
    """All days of some subsets."""
    found = 0
    for mask in masks:
        found |= mask
    return found


def _ranked(month: date, rank: int, weekday: int | None) -> date:
    if weekday is None:
        return month + timedelta(days=rank - 1) if rank > 0 else _next_month(month) - timedelta(days=1)
    if rank > 0:
        return month + timedelta(days=(weekday - month.weekday()) % WEEK + WEEK * (rank - 1))
    last = _next_month(month) - timedelta(days=1)
    return last - timedelta(days=(last.weekday() - weekday) % WEEK)


def _next_month(month: date) -> date:
    return month.replace(year=month.year + month.month // 12, month=month.month % 12 + 1)
