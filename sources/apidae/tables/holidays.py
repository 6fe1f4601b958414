"""School holidays of zone A, to which all of Auvergne-Rhône-Alpes belongs, as the ministry published them."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from vacances_scolaires_france import SchoolHolidayDates

ZONE = "A"


@lru_cache(maxsize=1)
def _holidays() -> frozenset[date]:
    published = SchoolHolidayDates()
    years = range(published.min_year, published.max_year + 1)
    return frozenset(day for year in years for day in published.holidays_for_year_and_zone(year, ZONE))


@lru_cache(maxsize=1)
def known() -> tuple[date, date]:
    """The first and the last day of which it is known whether they are holidays."""
    return min(_holidays()), max(_holidays())


def in_school_holidays(day: date) -> bool | None:
    """Whether a day is in the holidays; None when nobody has said so yet."""
    first, last = known()
    return day in _holidays() if first <= day <= last else None
