"""A run of days written as the bits of one integer: bit 0 is the first day."""

from collections.abc import Iterator
from datetime import date, timedelta

from .holidays import special_day

NTH = {"D_1ER": 0, "D_2EME": 1, "D_3EME": 2, "D_4EME": 3, "D_DERNIER": -1}
ANY_DAY = -1


class Window:
    """Days from `first` to `last`, both included, and the masks that periods are combined from."""

    def __init__(self, first: date, last: date) -> None:
        self.first, self.last = first, last
        self.start = first.toordinal()
        self.length = max(0, last.toordinal() - self.start + 1)
        self.full = (1 << self.length) - 1
        self._known: dict[tuple[str, int], int] = {}

    def between(self, first: date, last: date) -> int:
        """The days of the window from `first` to `last`, both included."""
        low = max(0, first.toordinal() - self.start)
        high = min(self.length - 1, last.toordinal() - self.start)
        return ((1 << (high - low + 1)) - 1) << low if high >= low else 0

    def day(self, day: date) -> int:
        """One day, or nothing when it lies outside."""
        return self.between(day, day)

    def weekday(self, weekday: int) -> int:
        """Every Monday (0) to Sunday (6); every day for `ANY_DAY`."""
        if weekday == ANY_DAY:
            return self.full
        key = ("", weekday)
        if key not in self._known:
            offset = (weekday - self.first.weekday()) % 7
            self._known[key] = sum(1 << position for position in range(offset, self.length, 7))
        return self._known[key]

    def nth(self, rank: str, weekday: int) -> int:
        """The n-th such weekday of each month; for `ANY_DAY` the n-th day of the month."""
        key = (rank, weekday)
        if key not in self._known:
            days = (_nth_of_month(first, NTH[rank], weekday) for first in self._months())
            self._known[key] = _union(self.day(day) for day in days)
        return self._known[key]

    def special(self, name: str) -> int:
        """The days of a special name in each year of the window."""
        key = (name, 0)
        if key not in self._known:
            days = (special_day(name, year) for year in range(self.first.year, self.last.year + 1))
            self._known[key] = _union(self.day(day) for day in days if day)
        return self._known[key]

    def dates(self, mask: int) -> Iterator[date]:
        """The days of a mask, in order."""
        while mask:
            low = mask & -mask
            yield self.first + timedelta(days=low.bit_length() - 1)
            mask ^= low

    def _months(self) -> Iterator[date]:
        month = self.first.replace(day=1)
        while month <= self.last:
            yield month
            month = (month + timedelta(days=32)).replace(day=1)


def _nth_of_month(first: date, rank: int, weekday: int) -> date:
    following = (first + timedelta(days=32)).replace(day=1)
    if weekday == ANY_DAY:
        return first + timedelta(days=rank) if rank >= 0 else following - timedelta(days=1)
    if rank >= 0:
        return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * rank)
    last = following - timedelta(days=1)
    return last - timedelta(days=(last.weekday() - weekday) % 7)


def _union(masks: Iterator[int]) -> int:
    found = 0
    for mask in masks:
        found |= mask
    return found
