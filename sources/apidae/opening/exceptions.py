"""Exceptional days of an opening: closures, closures on feasts, and days that are open besides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sources.apidae.opening.feasts import feast
from sources.apidae.opening.periods import Opening

YEARS = 2
"""How far ahead feasts are named."""


@dataclass(frozen=True, slots=True)
class Exceptional:
    """A day; `feast` is Apidae's name of it, for a closure that was not dated."""

    day: date
    is_open: bool
    feast: str | None = None


def exceptions_from(opening: Opening, since: date) -> Iterator[Exceptional]:
    """The exceptional days from `since` on, by date; a closure goes before an opening on the same day."""
    years = range(since.year, since.year + YEARS + 1)
    feasts = ((feast(name, year), name) for name in dict.fromkeys(opening.closed_feasts) for year in years)
    closed = {found: Exceptional(found, False, name) for found, name in feasts if found}
    closed |= {
        one: Exceptional(one, False, closed[one].feast if one in closed else None) for one in opening.closed
    }
    added = {day: Exceptional(day, True) for period in opening.periods for day in period.added}
    yield from sorted(
        (one for one in {**added, **closed}.values() if one.day >= since), key=lambda one: one.day
    )
