"""Whether the dates that Apidae itself lists agree with the periods they were made from."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sources.apidae.mapping.reading import Raw, day, part
from sources.apidae.opening.days import days_of
from sources.apidae.opening.periods import MOST_PERIODS, Opening, read_opening
from sources.apidae.opening.span import Span

LONGEST = 3 * 366
"""Days compared at most."""


def dates_inconsistent(item: Raw) -> bool:
    """Whether `datesOuverture` of an object lacks open days of its periods, or lists days that are not.

    Periods without an end are compared up to the last listed day only: no list can hold all of them.
    Without a list, or with nothing known, there is nothing to compare.
    """
    opening, listed = read_opening(part(item, "ouverture")), _listed(item.get("datesOuverture"))
    if not listed or not opening.is_known or opening.suspended:
        return False
    span = _compared(opening, listed)
    return days_of(opening, span) != span.days(listed)


def _listed(value: Any) -> list[date]:
    if not isinstance(value, list):
        return []
    return [found for one in value[:MOST_PERIODS] if (found := day(one))]


def _compared(opening: Opening, listed: list[date]) -> Span:
    first, last = min(listed), max(listed)
    if opening.last_day:
        starts = (one.first for one in opening.periods if one.first <= first)
        first, last = min(first, *starts, first), max(last, opening.last_day)
    return Span(first, min((last - first) // timedelta(days=1) + 1, LONGEST))
