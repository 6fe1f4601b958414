"""Opening hours in the words of schema.org: those of periods, and of exceptional days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta

from sources.apidae.jsonld.words import DAYS, Thing, thing
from sources.apidae.opening import Span
from sources.apidae.opening.days import runs
from sources.apidae.opening.exceptions import exceptions_from
from sources.apidae.opening.hours import DayHours, Frame
from sources.apidae.opening.periods import EARLIEST, LATEST, Form, Opening, Period

MOST = 60
AHEAD = 366
"""Days: what lies further ahead is not told yet."""
MIDNIGHT, LAST_MINUTE = "00:00", "23:59"


def opening_hours(opening: Opening, today: date) -> list[Thing]:
    """The hours of the year ahead; nothing where only days are known, as a day without hours means closed
    to those who read this. Nothing of days of the month either, for which there are no words."""
    if opening.suspended:
        return [_line({}, time(), time())]
    if opening.round_the_clock:
        return [thing("OpeningHoursSpecification", opens=MIDNIGHT, closes=LAST_MINUTE)]
    span = Span(today, AHEAD)
    return [line for one in opening.periods for line in _of_period(one, span)][:MOST]


def special_hours(opening: Opening, today: date) -> list[Thing]:
    """Closures of the year ahead; from midnight to midnight means closed."""
    last = today + timedelta(days=AHEAD)
    days = (one.day for one in exceptions_from(opening, today) if not one.is_open and one.day <= last)
    return [_line(_valid(day, day), time(), time()) for day in days][:MOST]


def _of_period(period: Period, span: Span) -> Iterator[Thing]:
    if period.form is Form.MONTHLY:
        return
    for first, last in runs(period, span):
        if last < span.first or first > span.last or last < first:
            continue
        valid = _valid(first, last)
        if period.hours.finer:
            for one in period.hours.finer:
                yield from _finer(one, period.open_weekdays, valid)
        for frame in period.hours.daily if not period.hours.finer else ():
            yield _frame(valid, sorted(period.open_weekdays), frame)


def _finer(hours: DayHours, open_days: frozenset[int], valid: Thing) -> Iterator[Thing]:
    days = sorted(hours.weekdays & open_days)
    holidays = ["PublicHolidays"] if hours.holidays else []
    if days or holidays:
        for frame in hours.frames:
            yield _frame(valid, days, frame, holidays)


def _frame(valid: Thing, days: list[int], frame: Frame, more: list[str] | None = None) -> Thing:
    return thing(
        "OpeningHoursSpecification",
        dayOfWeek=[*(DAYS[day] for day in days), *(more or ())],
        opens=_clock(frame.opens),
        closes=_clock(frame.closes) if frame.closes else None,
        **valid,
    )


def _line(valid: Thing, opens: time, closes: time) -> Thing:
    return thing("OpeningHoursSpecification", opens=_clock(opens), closes=_clock(closes), **valid)


def _valid(first: date, last: date) -> Thing:
    bounds = {"validFrom": first, "validThrough": last}
    return {name: day.isoformat() for name, day in bounds.items() if EARLIEST < day < LATEST}


def _clock(value: time) -> str:
    return value.isoformat("minutes")
