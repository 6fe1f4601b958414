"""The days on which an opening is open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sources.apidae.opening.periods import Form, Opening, Period
from sources.apidae.opening.span import Span, union


def days_of(opening: Opening, span: Span) -> int:
    """The open days of a span; none where nothing is known.

    What closes after midnight counts for the day on which it opened.
    """
    if opening.suspended:
        return 0
    if opening.always and not opening.periods:
        return span.all & ~shut_days(opening, span)
    return union(days_of_period(one, span) for one in opening.periods) & ~shut_days(opening, span)


def shut_days(opening: Opening, span: Span) -> int:
    """The days of exceptional closures."""
    return span.days(opening.closed) | union(span.feast(name) for name in opening.closed_feasts)


def is_open_on(opening: Opening, day: date) -> bool:
    """Whether it is open on a day."""
    return bool(days_of(opening, Span(day, 1)))


def days_of_period(period: Period, span: Span) -> int:
    """The days of one period, those left out that its hours call closed."""
    bounds = union(span.between(first, last) for first, last in runs(period, span))
    found = (bounds and bounds & _pattern(period, span)) | span.days(period.added)
    if found and period.hours.may_close:
        found &= ~span.days(day for day in span.dates(found) if period.hours.on(day) is None)
    return found


def _pattern(period: Period, span: Span) -> int:
    if period.form is Form.DAILY:
        return span.all
    if period.form is Form.MONTHLY:
        return union(span.nth(rank, weekday) for rank, weekday in period.nth)
    listed = union(span.all if one is None else span.weekday(one) for one in period.weekdays)
    return listed if period.form is Form.LISTED else span.all & ~listed


def runs(period: Period, span: Span) -> Iterator[tuple[date, date]]:
    """The bounds as written, or those of every year that may touch the span.

    A yearly period whose end lies before its start, day of the year compared, runs over the new year.
    """
    if not period.yearly:
        yield period.first, period.last
        return
    years = max(period.last.year - period.first.year, 0)
    if years == 0 and period.last < period.first:
        years = 1
    for year in range(max(span.first.year - years, date.min.year), span.last.year + 1):
        yield _in(period.first, year), _in(period.last, min(year + years, date.max.year))


def _in(day: date, year: int) -> date:
    """The same day of another year; 29 February is 28 February where there is none."""
    if (day.month, day.day) == (2, 29):
        day = day.replace(day=28) if year % 4 or (year % 100 == 0 and year % 400) else day
    return day.replace(year=year)
