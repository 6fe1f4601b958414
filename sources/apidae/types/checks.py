"""Checks of the arguments of fields on offers."""

from __future__ import annotations

from datetime import date, datetime

from gateway.errors import BadInput, LimitExceeded
from sources.apidae.opening import PARIS
from sources.apidae.types.calendar import DateRange

LONGEST_RANGE = 400
FIRST_YEAR, LAST_YEAR = 1950, 2150


def at_most(first: int, most: int, argument: str = "first") -> int:
    """`first`, if it lies in 1..most; `INVALID_ARGUMENT` or `LIMIT_FIRST` otherwise."""
    if first < 1:
        raise BadInput("INVALID_ARGUMENT", f"{argument} must be at least 1.", argument=argument)
    if first > most:
        raise LimitExceeded("LIMIT_FIRST", limit=most, actual=first)
    return first


def sensible_moment(moment: datetime, argument: str) -> datetime:
    """A moment with its offset, French time where none was given; `INVALID_ARGUMENT` centuries away."""
    sensible_day(moment.date(), argument)
    return moment if moment.tzinfo else moment.replace(tzinfo=PARIS)


def sensible_day(day: date, argument: str) -> date:
    """A day for which openings can be computed; `INVALID_ARGUMENT` for any other."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise BadInput(
            "INVALID_ARGUMENT",
            f"A year from {FIRST_YEAR} to {LAST_YEAR} is wanted.",
            hint="Dates are written like 2026-07-14.",
            argument=argument,
        )
    return day


def checked_range(days: DateRange, argument: str) -> tuple[date, date]:
    """First and last day of a range; `INVALID_ARGUMENT` when they are reversed or too far apart."""
    first, last = sensible_day(days.from_, f"{argument}.from"), sensible_day(days.to, f"{argument}.to")
    if last < first:
        raise BadInput(
            "INVALID_ARGUMENT",
            "The range ends before it begins.",
            hint=f"Did you mean from: {last}, to: {first}?",
            argument=argument,
        )
    if (last - first).days >= LONGEST_RANGE:
        raise BadInput(
            "INVALID_ARGUMENT",
            f"A range of at most {LONGEST_RANGE} days is wanted.",
            hint="Ask for shorter ranges one after another.",
            argument=argument,
        )
    return first, last
