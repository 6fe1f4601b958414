"""Offers around another one, and the calendar of events."""

from __future__ import annotations

import strawberry

from gateway.graph.connection import PageInfo
from sources.apidae.types.calendar import Occurrence
from sources.apidae.types.offer import Event, Offer


@strawberry.type(description="An offer near another one.")
class NearbyEdge:
    """An edge with a distance."""

    cursor: str = strawberry.field(description="Opaque place of this offer in the list.")
    node: Offer = strawberry.field(description="The offer.")
    meters: int = strawberry.field(description="How far it is, in a straight line.")


@strawberry.type(description="A page of the offers around another one, the nearest first.")
class NearbyConnection:
    """A connection."""

    edges: list[NearbyEdge] = strawberry.field(description="The offers of this page.")
    page_info: PageInfo = strawberry.field(description="Whether and how to go on.")
    total_count: int | None = strawberry.field(
        description="How many there are within the distance; null where that cannot be counted exactly."
    )


@strawberry.type(description="One time at which an event takes place.")
class CalendarEntry:
    """An entry."""

    occurrence: Occurrence = strawberry.field(description="When.")
    event: Event = strawberry.field(description="What.")


@strawberry.type(description="An entry of the calendar and its place in it.")
class CalendarEdge:
    """An edge."""

    cursor: str = strawberry.field(description="Opaque place of this entry in the calendar.")
    node: CalendarEntry = strawberry.field(description="The entry.")


@strawberry.type(
    description="A page of the calendar of events, in the order of time; an event comes once for each time."
)
class CalendarConnection:
    """A connection; it is not counted, as all hours of all events would have to be looked at."""

    edges: list[CalendarEdge] = strawberry.field(description="The entries of this page.")
    page_info: PageInfo = strawberry.field(description="Whether and how to go on.")
