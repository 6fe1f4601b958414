"""Days and times: occurrences, ranges of days."""

from __future__ import annotations

from datetime import date, datetime

import strawberry

from sources.apidae.types.discovery import Weekday

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
