"""Types of the benchmark's offers: a small part of what the product's offers have."""

from __future__ import annotations

from enum import Enum
from typing import Annotated, ClassVar

import strawberry

from gateway.graph.node import Node
from gateway.graph.scalars import URL, GeoJSON
from gateway.graph.text import Texts, localized

PictureCount = Annotated[int, strawberry.argument(description="How many at most.")]
Width = Annotated[int | None, strawberry.argument(description="Least width in pixels; none: 900.")]


@strawberry.enum(description="What one does there.")
class Kind(Enum):
    """Kinds of offers."""

    EVENT = strawberry.enum_value("EVENT", description="Happens on given days.")
    ACTIVITY = strawberry.enum_value("ACTIVITY", description="Something to do.")
    VISIT = strawberry.enum_value("VISIT", description="Something to see or to taste.")
    OTHER = strawberry.enum_value("OTHER", description="Anything else.")


@strawberry.type(description="A commune.")
class Commune:
    """A commune."""

    insee: str = strawberry.field(description="INSEE code.")
    name: str = strawberry.field(description="Its name.")
    department: str = strawberry.field(description="Number of its department.")


@strawberry.type(description="Where an offer is.")
class Place:
    """A place."""

    postcode: str | None = strawberry.field(description="Postcode.")
    point: GeoJSON | None = strawberry.field(description="A GeoJSON Point.")
    commune: Commune | None = strawberry.field(description="The commune it is in.")


@strawberry.type(description="A picture.")
class Picture:
    """A picture; `renditions` are (width, url), smallest first."""

    renditions: strawberry.Private[tuple[tuple[int, str], ...]]
    credit: str = strawberry.field(description="Whom to name.")
    alt: str = strawberry.field(description="Text for those who cannot see it.")

    @strawberry.field(description="Address of a rendition of this width at least.")
    def url(self, width: Width = None) -> URL:
        wanted = width or 900
        for size, url in self.renditions:
            if size >= wanted:
                return URL(url)
        return URL(self.renditions[-1][1])


@strawberry.type(description="Something to do for a day.")
class Offer(Node):
    """An offer."""

    entity: ClassVar[str] = "Offer"
    names: strawberry.Private[Texts]
    summaries: strawberry.Private[Texts]
    all_pictures: strawberry.Private[list[Picture]]
    apidae_id: int = strawberry.field(description="Its number upstream.")
    kind: Kind = strawberry.field(description="What one does there.")
    phone: str | None = strawberry.field(description="Telephone number.")
    email: str | None = strawberry.field(description="E-mail address.")
    website: str | None = strawberry.field(description="Website.")
    place: Place = strawberry.field(description="Where it is.")
    updated_at: str | None = strawberry.field(description="Last change (UTC).")

    name = localized(lambda one: one.names, description="Its name.", required=True)
    summary = localized(lambda one: one.summaries, description="A few sentences about it.")

    @strawberry.field(description="Its pictures, the best first.")
    def pictures(self, first: PictureCount = 3) -> list[Picture]:
        return self.all_pictures[:first]


@strawberry.type(description="A stretch of the list of offers.")
class OfferPage:
    """A page; positions instead of cursors keep the peers' code short."""

    total_count: int = strawberry.field(description="How many offers there are.")
    items: list[Offer] = strawberry.field(description="The offers of this page.")
