"""When an offer is open: what the source says, and what follows from it for any moment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time
from functools import cached_property
from itertools import islice
from typing import Annotated

import strawberry

from gateway.graph.reading import Reader, field_for_reader
from gateway.graph.text import Texts, localized
from sources.apidae.mapping.reading import Raw
from sources.apidae.opening import Stretch, is_open_at, next_stretches, paris_day, read_opening, upcoming
from sources.apidae.opening.exceptions import exceptions_from
from sources.apidae.opening.periods import Opening as Schedule
from sources.apidae.opening.stretches import moment_of
from sources.apidae.types.calendar import DateRange, Occurrence
from sources.apidae.types.checks import at_most, checked_range, sensible_day, sensible_moment
from sources.apidae.types.opening_parts import OpeningException, OpeningPeriod, exception_of, period_of

MOST_OCCURRENCES = 50

Some = Annotated[int, strawberry.argument(description=f"How many, 1 to {MOST_OCCURRENCES}.")]
At = Annotated[datetime, strawberry.argument(description="The moment; without an offset it is French time.")]
Since = Annotated[
    datetime | None,
    strawberry.argument(
        name="from", description="From when on; none: now. What is going on then comes first."
    ),
]
SinceDay = Annotated[
    date | None, strawberry.argument(name="from", description="From which day on; none: today.")
]


@strawberry.type(description="When an offer is open.")
class Opening:
    """Words of the source, its periods, and what is computed from them; `block` is its `ouverture`.

    `halted`: closed for the time being, whatever the periods say.
    """

    texts: strawberry.Private[Texts]
    block: strawberry.Private[Raw]
    halted: strawberry.Private[bool]
    is_unknown: bool = strawberry.field(
        description="True when the source says nothing about it: that does not mean closed."
    )
    text = localized(lambda one: one.texts, description="When it is open, in words of the source.")

    @cached_property
    def schedule(self) -> Schedule:
        """The periods, read when they are first asked for: most lists never do."""
        return halted_schedule(self.block, halted=self.halted)

    @strawberry.field(
        description="Whether it is open at a moment. Null when that is unknown: nothing is said of it, or "
        "only when it opens on that day. A day without hours counts as open from midnight to midnight."
    )
    def is_open_at(self, at: At) -> bool | None:
        return is_open_at(self.schedule, sensible_moment(at, "at"))

    @field_for_reader(
        description="The next times at which it is open, those going on included; null when nothing is "
        "known of its opening, none when it is over or closed for the time being."
    )
    def next_occurrences(
        self, reader: Reader, first: Some = 3, from_: Since = None
    ) -> list[Occurrence] | None:
        at_most(first, MOST_OCCURRENCES)
        since = sensible_moment(from_, "from") if from_ else reader.now
        if not self.schedule.is_known:
            return None
        return [occurrence_of(one) for one in next_stretches(self.schedule, since, first)]

    @strawberry.field(description="The periods of the source, in its order.")
    def periods(self, first: Some = 20) -> list[OpeningPeriod]:
        at_most(first, MOST_OCCURRENCES)
        return [period_of(one) for one in self.schedule.periods[:first]]

    @field_for_reader(
        description="Days on which it is open or closed by way of exception, by date; those of feasts for "
        "two years ahead."
    )
    def exceptions(self, reader: Reader, first: Some = 20, from_: SinceDay = None) -> list[OpeningException]:
        at_most(first, MOST_OCCURRENCES)
        since = sensible_day(from_, "from") if from_ else paris_day(reader.now)
        return [exception_of(one) for one in islice(exceptions_from(self.schedule, since), first)]


def halted_schedule(block: Raw, *, halted: bool) -> Schedule:
    """The periods of an `ouverture`, without a day while it is halted."""
    found = read_opening(block)
    return replace(found, suspended=True) if halted else found


def occurrence_of(stretch: Stretch) -> Occurrence:
    """A stretch as the graph shows it."""
    return Occurrence(start=stretch.start, end=stretch.end, all_day=stretch.whole_day)


def between_days(opening: Opening, now: datetime, days: DateRange | None) -> Iterator[Stretch]:
    """What begins on these days, by start; without days what is not over yet."""
    if days is None:
        return upcoming(opening.schedule, now)
    first, last = checked_range(days, "between")
    begin = moment_of(first, time())
    return (one for one in upcoming(opening.schedule, begin, last) if one.start >= begin)
