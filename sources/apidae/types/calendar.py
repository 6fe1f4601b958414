"""Days and times: occurrences, weekdays, ranges of days."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum

import strawberry


@strawberry.enum(description="A day of the week.")
class Weekday(Enum):
    """Days of the week; the value is that of `date.weekday()`."""

    MONDAY = strawberry.enum_value(0, description="Monday.")
    TUESDAY = strawberry.enum_value(1, description="Tuesday.")
    WEDNESDAY = strawberry.enum_value(2, description="Wednesday.")
    THURSDAY = strawberry.enum_value(3, description="Thursday.")
    FRIDAY = strawberry.enum_value(4, description="Friday.")
    SATURDAY = strawberry.enum_value(5, description="Saturday.")
    SUNDAY = strawberry.enum_value(6, description="Sunday.")


WEEK = tuple(Weekday)
"""By number, Monday is 0."""


@strawberry.input(description="Days from one to another, both included; at most 400.")
class DateRange:
    """A range of days."""

    from_: date = strawberry.field(name="from", description="The first day.")
    to: date = strawberry.field(description="The last day.")


@strawberry.type(description="One time at which something is open or takes place.")
class Occurrence:
    """A stretch of time, written in French time with its offset."""

    start: datetime = strawberry.field(description="When it begins, with the offset of French time.")
    end: datetime | None = strawberry.field(description="When it ends; null when the source does not say.")
    all_day: bool = strawberry.field(
        description="True when only the day is known, or it is open round the clock: show no hours."
    )
