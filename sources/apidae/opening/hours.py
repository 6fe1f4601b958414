"""The hours of a period: one pair of times, or finer ones by weekday and public holiday."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from sources.apidae.mapping.reading import Raw, items
from sources.apidae.opening.feasts import is_public_holiday

_DAYS: Mapping[str, int] = {"MON": 0, "TUE": 1, "WED": 2, "THU": 3, "FRI": 4, "SAT": 5, "SUN": 6}
_HOLIDAY = "HOL"
_ALL_DAYS = frozenset(range(7))
MOST_FRAMES = 50
"""Of a single day; more is damage."""


@dataclass(frozen=True, slots=True)
class Frame:
    """From `opens` to `closes`, which lies on the next day unless it is later; None where it is not said.

    `every`: somebody starts each so many minutes, e.g. a guided tour.
    """

    opens: time
    closes: time | None
    every: int | None = None


@dataclass(frozen=True, slots=True)
class DayHours:
    """Hours on some weekdays (0 is Monday), or on public holidays. `closed`: not open at all on them."""

    weekdays: frozenset[int]
    holidays: bool
    closed: bool
    frames: tuple[Frame, ...]


@dataclass(frozen=True, slots=True)
class Hours:
    """All hours of a period; `daily` counts on days of which `finer` says nothing."""

    daily: tuple[Frame, ...] = ()
    finer: tuple[DayHours, ...] = ()

    def on(self, day: date) -> tuple[Frame, ...] | None:
        """The hours of an open day; empty where none are known, None where the hours say it is closed.

        What is said of public holidays goes before what is said of weekdays.
        """
        if not self.finer:
            return self.daily
        found = [one for one in self.finer if one.holidays] if is_public_holiday(day) else []
        found = found or [one for one in self.finer if day.weekday() in one.weekdays]
        frames = dict.fromkeys(frame for one in found if not one.closed for frame in one.frames)
        if not frames and any(one.closed for one in found):
            return None
        return tuple(frames)[:MOST_FRAMES] or self.daily

    @property
    def may_close(self) -> bool:
        """Whether some day could be closed by its hours."""
        return any(one.closed for one in self.finer)


NO_HOURS = Hours()


def read_hours(period: Raw) -> Hours:
    """The hours of a raw period; what is damaged is left out."""
    opens = clock(period.get("horaireOuverture"))
    daily = (Frame(opens, clock(period.get("horaireFermeture"))),) if opens else ()
    parts = [part for one in items(period.get("horaires")) for part in items(one.get("timePeriods"))]
    finer = tuple(found for part in parts if (found := _day_hours(part)))
    return Hours(daily, finer) if daily or finer else NO_HOURS


def clock(value: Any) -> time | None:
    """A time such as `09:30:00` or `9:30`; `24:00` is midnight."""
    if not isinstance(value, str):
        return None
    hour, _, rest = value.strip().partition(":")
    try:
        return time(0) if hour == "24" else time.fromisoformat(f"{hour:>02}:{rest[:5]}")
    except ValueError:
        return None


def _day_hours(raw: Raw) -> DayHours | None:
    listed = raw.get("weekdays")
    names = [name for name in listed if isinstance(name, str)] if isinstance(listed, list) else []
    weekdays = frozenset(_DAYS[name] for name in names if name in _DAYS)
    frames = tuple(found for one in items(raw.get("timeFrames"))[:MOST_FRAMES] if (found := _frame(one)))
    closed = raw.get("closed") is True
    if not frames and not closed:
        return None
    return DayHours(weekdays if names else _ALL_DAYS, _HOLIDAY in names, closed, frames)


def _frame(raw: Raw) -> Frame | None:
    opens, step = clock(raw.get("startTime")), clock(raw.get("recurrence"))
    every = step.hour * 60 + step.minute if step else 0
    return Frame(opens, clock(raw.get("endTime")), every or None) if opens else None
