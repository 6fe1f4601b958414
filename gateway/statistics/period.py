"""The days that counts are asked for."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple

from gateway.errors import BadInput
from gateway.statistics.counting import PARIS

DEFAULT_DAYS = 30
MOST_DAYS = 400


class Period(NamedTuple):
    """Days of Europe/Paris, both included."""

    first: date
    last: date


def checked_period(first: date | None, last: date | None, now: datetime, *, until: int = 0) -> Period:
    """The period, ending `until` days before today at the latest; `INVALID_ARGUMENT` for a wrong one."""
    latest = now.astimezone(PARIS).date() - timedelta(days=until)
    end = min(last or latest, latest)
    try:
        begin = first or end - timedelta(days=DEFAULT_DAYS - 1)
        days = (end - begin).days
    except OverflowError:
        raise BadInput("INVALID_ARGUMENT", "This is not a day of ours.", argument="to") from None
    if days < 0:
        raise BadInput("INVALID_ARGUMENT", "The period has no day that is counted.", argument="from")
    if days >= MOST_DAYS:
        raise BadInput(
            "INVALID_ARGUMENT", f"A period of at most {MOST_DAYS} days is wanted.", argument="from"
        )
    return Period(begin, end)
