"""Lists of offers: pages with counts by value, and how fresh they are."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

import strawberry

from gateway.graph.connection import Connection, Edge
from gateway.graph.text import Texts, localized
from sources.apidae.catalogue import OfferQuery
from sources.apidae.types.access import Distance
from sources.apidae.types.discovery import FacetKey
from sources.apidae.types.offer import Offer


@strawberry.enum(description="Whether a source answered with what it knows now.")
class Freshness(Enum):
    """Freshness."""

    OK = strawberry.enum_value("OK", description="As the source knows it now, or knew it a few minutes ago.")
    STALE = strawberry.enum_value(
        "STALE", description="An older copy: the source could not be asked in time."
    )


@strawberry.type(description="A source that a list comes from.")
class ListSource:
    """One source."""

    system: str = strawberry.field(description="The system that holds the originals, here `APIDAE`.")
    state: Freshness = strawberry.field(description="Whether the list is fresh.")
    as_of: datetime | None = strawberry.field(
        description="When the copy was last compared with the source (UTC); null when it was asked itself."
    )


@strawberry.type(description="How many offers have one value.")
class FacetBucket:
    """A value."""

    names: strawberry.Private[Texts]
    value: str = strawberry.field(description="The value, as filters take it.")
    count: int = strawberry.field(description="How many offers have it.")
    label = localized(lambda one: one.names, description="Its name.", required=True)


@strawberry.type(description="Counts by value, under all of a filter but the facet's own part of it.")
class Facet:
    """A facet."""

    key: FacetKey = strawberry.field(description="What is counted by.")
    buckets: list[FacetBucket] = strawberry.field(description="The values that any offer has, most first.")


@strawberry.type(name="OfferEdge", description="An offer and its place in a list.")
class OfferEdge(Edge[Offer]):
    """An item of a list."""

    distance: Distance | None = strawberry.field(
        default=None, description="How far it is from where `filter.near` starts; null in other lists."
    )


@strawberry.type(name="OfferConnection", description="A page of a list of offers.")
class OfferConnection(Connection[Offer]):
    """A page; `key` stands for `query` among the lists of a request. `facets` is a link on it."""

    key: strawberry.Private[str]
    query: strawberry.Private[OfferQuery]
    edges: list[OfferEdge] = strawberry.field(  # type: ignore[assignment]  # a list that nobody changes
        description="The items of this page, in the order of the list."
    )
    sources: list[ListSource] = strawberry.field(description="Where the list comes from and how fresh it is.")
