"""The calendar: when events take place, in the order of time."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from typing import Annotated

import strawberry

from gateway.errors import BadInput
from gateway.graph.connection import After, First, check_first, decode_cursor, encode_cursor, page_info
from gateway.source import Context, root_field
from sources.apidae.catalogue import OfferQuery, Order
from sources.apidae.filters import Filter
from sources.apidae.loading import offers_by_key
from sources.apidae.mirror.agenda import Entry, Timed
from sources.apidae.mirror.mirror import Mirror
from sources.apidae.paging import invalid
from sources.apidae.runtime import Runtime
from sources.apidae.types.calendar import DateRange
from sources.apidae.types.checks import checked_range
from sources.apidae.types.neighbours import CalendarConnection, CalendarEdge, CalendarEntry
from sources.apidae.types.offer import Event
from sources.apidae.types.opening import occurrence_of
from sources.apidae.types.words import OfferType

CALENDAR = "events"
FAR = 1 << 33
"""Seconds since 1970 at which no calendar is asked for any more."""
NOTHING = CalendarConnection(edges=[], page_info=page_info([], more=False, before=False))

Between = Annotated[
    DateRange, strawberry.argument(description="The days; what began on the day before is not listed.")
]


@root_field(
    description="The calendar of public events: each time at which one that fits a filter takes place, by "
    "start. The same event comes again for each of its times; what is only known to be open on a day comes "
    "first on it.",
    cost=5,
)
async def events(
    ctx: Context[Runtime], between: Between, filter: Filter = None, first: First = 20, after: After = None
) -> CalendarConnection | None:
    """One command for what was shown before; two for each look ahead else."""
    check_first(first)
    days = checked_range(between, "between")
    mirror = _mirror(ctx.runtime)
    asked = await ctx.runtime.asker.query(filter)
    if asked.types and OfferType.EVENT not in asked.types:
        return NOTHING
    query = replace(asked, types=(OfferType.EVENT,), order=Order.IDENTIFIER)
    mark = _mark(mirror, query, days)
    place = _place(after, mark) if after else None
    found = await mirror.agenda.page(query, *days, first + 1, place)
    offers = await offers_by_key(ctx, (str(one.entry.number) for one in found[:first]))
    cursors = [_cursor(mark, one.entry) for one in found[:first]]
    edges = [
        CalendarEdge(cursor=cursor, node=_entry(one, event))
        for one, cursor in zip(found, cursors, strict=False)
        if isinstance(event := offers.get(str(one.entry.number)), Event)
    ]
    return CalendarConnection(
        edges=edges, page_info=page_info(cursors, more=len(found) > first, before=place is not None)
    )


def _mirror(runtime: Runtime) -> Mirror:
    if runtime.mirror is None:
        raise BadInput(
            "NOT_SUPPORTED_LIVE",
            "The calendar of events needs the mirror (APIDAE_MODE=mirror).",
            hint="Ask for offers of the type EVENT that are open on a day, and for their occurrences.",
            argument="between",
        )
    return runtime.mirror


def _entry(one: Timed, event: Event) -> CalendarEntry:
    return CalendarEntry(occurrence=occurrence_of(one.stretch), event=event)


def _mark(mirror: Mirror, query: OfferQuery, days: tuple[date, date]) -> str:
    told = f"{mirror.catalogue.mark(query)} {days[0]} {days[1]}"
    return hashlib.blake2b(told.encode(), digest_size=9).hexdigest()


def _cursor(mark: str, entry: Entry) -> str:
    return encode_cursor(CALENDAR, mark, entry.start, entry.number, entry.end)


def _place(cursor: str, mark: str) -> Entry:
    found, start, number, end = decode_cursor(cursor, CALENDAR, str, int, int, int)
    if found != mark or not (0 <= start < FAR and 0 <= end < FAR and number > 0):
        raise invalid()
    return Entry(start, number, end)
