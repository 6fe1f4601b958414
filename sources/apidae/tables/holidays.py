"""School holidays of zone A, to which all of Auvergne-Rhône-Alpes belongs (see docs/search.md)."""

from __future__ import annotations

from datetime import date

ZONE_A: tuple[tuple[date, date], ...] = (
    (date(2025, 10, 18), date(2025, 11, 2)),
    (date(2025, 12, 20), date(2026, 1, 4)),
    (date(2026, 2, 7), date(2026, 2, 22)),
    (date(2026, 4, 4), date(2026, 4, 19)),
    (date(2026, 7, 4), date(2026, 8, 31)),
    (date(2026, 10, 17), date(2026, 11, 1)),
    (date(2026, 12, 19), date(2027, 1, 3)),
    (date(2027, 2, 13), date(2027, 2, 28)),
    (date(2027, 4, 10), date(2027, 4, 25)),
)
"""First and last day, both included: from the Saturday after the last lessons to the day before the next."""

KNOWN = (date(2025, 9, 1), date(2027, 7, 2))
"""The days of which it is known whether they are holidays."""


def in_school_holidays(day: date) -> bool | None:
    """Whether a day is in the holidays; None when nobody has said so yet."""
    if not KNOWN[0] <= day <= KNOWN[1]:
        return None
    return any(first <= day <= last for first, last in ZONE_A)
