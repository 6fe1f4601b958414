"""Parts of an opening: periods with their hours, and exceptional days."""

from __future__ import annotations

from datetime import date, time

import strawberry

from gateway.graph.text import Texts, localized
from sources.apidae.mapping.reading import texts
from sources.apidae.opening.exceptions import Exceptional
from sources.apidae.opening.hours import DayHours, Hours
from sources.apidae.opening.periods import EARLIEST, LATEST, Form, Period
from sources.apidae.tables.feasts import FEAST_NAMES
from sources.apidae.types.calendar import WEEK, Weekday


@strawberry.type(description="Hours of a period on some of its days.")
class OpeningHours:
    """Hours; several of them may hold on the same day."""

    weekdays: list[Weekday] = strawberry.field(description="The weekdays they hold on.")
    public_holidays: bool = strawberry.field(
        description="True when they hold on public holidays, where they go before those of the weekday."
    )
    is_closed: bool = strawberry.field(description="True when it is closed on these days.")
    opens: time | None = strawberry.field(description="From when on, in French time.")
    closes: time | None = strawberry.field(
        description="Until when; the next day unless it is later than `opens`. Null when nobody says."
    )
    every_minutes: int | None = strawberry.field(
        description="Something starts each so many minutes in between, e.g. a guided tour."
    )


@strawberry.type(description="A day of each month, e.g. its first Sunday.")
class MonthlyDay:
    """The n-th weekday of a month."""

    rank: int = strawberry.field(description="1 to 4, or -1 for the last one.")
    weekday: Weekday | None = strawberry.field(
        description="Which weekday; null: any day, so rank 1 is the first of the month."
    )


@strawberry.type(description="A period of opening, as the source writes it.")
class OpeningPeriod:
    """A period; exceptional days are told apart from it."""

    notes: strawberry.Private[Texts]
    from_: date | None = strawberry.field(name="from", description="Its first day; null: no bound.")
    to: date | None = strawberry.field(description="Its last day, included; null: no bound.")
    every_year: bool = strawberry.field(
        description="True when it comes again each year, whatever the years of `from` and `to`."
    )
    weekdays: list[Weekday] = strawberry.field(
        description="The weekdays it is open on; none when `monthly` says the days."
    )
    monthly: list[MonthlyDay] = strawberry.field(description="Days of each month, if it is open on such.")
    opens: time | None = strawberry.field(description="Usual opening time; `hours` says more.")
    closes: time | None = strawberry.field(description="Usual closing time; `hours` says more.")
    hours: list[OpeningHours] = strawberry.field(description="All hours; none when they are not known.")
    note = localized(lambda one: one.notes, description="The source's own words about its hours.")


@strawberry.type(description="A day on which it is open or closed by way of exception.")
class OpeningException:
    """An exceptional day."""

    feast: strawberry.Private[str | None]
    day: date = strawberry.field(name="date", description="The day.")
    is_open: bool = strawberry.field(description="True for an opening, false for a closure.")
    name = localized(
        lambda one: FEAST_NAMES.get(one.feast or "", {}), description="The day's name, if it is a feast."
    )


def period_of(period: Period) -> OpeningPeriod:
    """A period as the graph shows it."""
    daily = period.hours.daily[0] if period.hours.daily else None
    return OpeningPeriod(
        notes=texts(period.note),
        from_=None if period.first == EARLIEST else period.first,
        to=None if period.last == LATEST else period.last,
        every_year=period.yearly,
        weekdays=[WEEK[day] for day in sorted(period.open_weekdays)],
        monthly=[
            MonthlyDay(rank=rank, weekday=None if day is None else WEEK[day]) for rank, day in period.nth
        ]
        if period.form is Form.MONTHLY
        else [],
        opens=daily.opens if daily else None,
        closes=daily.closes if daily else None,
        hours=_hours(period.hours),
    )


def exception_of(one: Exceptional) -> OpeningException:
    """An exceptional day as the graph shows it."""
    return OpeningException(day=one.day, is_open=one.is_open, feast=one.feast)


def _hours(hours: Hours) -> list[OpeningHours]:
    if hours.finer:
        return [line for one in hours.finer for line in _lines(one)]
    return _lines(DayHours(frozenset(range(len(WEEK))), False, False, hours.daily))


def _lines(hours: DayHours) -> list[OpeningHours]:
    days = [WEEK[day] for day in sorted(hours.weekdays)]

    def line(opens: time | None, closes: time | None, every: int | None) -> OpeningHours:
        return OpeningHours(
            weekdays=days,
            public_holidays=hours.holidays,
            is_closed=hours.closed,
            opens=opens,
            closes=closes,
            every_minutes=every,
        )

    if hours.closed:
        return [line(None, None, None)]
    return [line(frame.opens, frame.closes, frame.every) for frame in hours.frames]
