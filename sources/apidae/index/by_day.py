"""The condition on days: an offer is open on at least one of the days that a question means."""

from __future__ import annotations

from datetime import date, timedelta

from sources.apidae.catalogue import OfferQuery
from sources.apidae.index.columns import Days, Mask
from sources.apidae.index.condition import Around, Condition
from sources.apidae.index.table import Table
from sources.apidae.tables.holidays import in_school_holidays

AHEAD = 28
"""Without dates weekdays mean those of the next four weeks."""
FAR_AHEAD = 180
"""Without dates school holidays mean those of the next six months."""

ARGUMENTS = {
    "open_on": "openOn",
    "open_between": "openBetween",
    "weekdays": "weekdays",
    "school_holidays": "schoolHolidays",
}


def wanted_days(query: OfferQuery, today: date) -> list[date] | None:
    """The days that a question means, in order; None when it means none in particular."""
    if query.open_on is None and query.open_between is None:
        if not query.weekdays and query.school_holidays is None:
            return None
        ahead = AHEAD if query.school_holidays is None else FAR_AHEAD
        first, last = today, today + timedelta(ahead - 1)
    else:
        first, last = query.open_between or (date.min, date.max)
        if query.open_on:
            first, last = max(first, query.open_on), min(last, query.open_on)
    days = [first + timedelta(rank) for rank in range((last - first).days + 1)]
    weekdays = {int(one.value) for one in query.weekdays}
    return [
        day
        for day in days
        if (not weekdays or day.weekday() in weekdays)
        and query.school_holidays in (None, in_school_holidays(day))
    ]


def _days(table: Table, _: OfferQuery, around: Around) -> Mask:
    return table.column("open", Days).any_of(around.bits, table.size) | table.rows(around.far)


DAYS: tuple[Condition, ...] = (
    Condition(arguments=ARGUMENTS, keep=_days, live=frozenset({"open_on", "open_between"})),
)
