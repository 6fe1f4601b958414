"""What is proposed to somebody who types."""

from __future__ import annotations

from enum import Enum

import strawberry

from gateway.graph.text import Texts, localized


@strawberry.enum(description="What is proposed.")
class SuggestionKind(Enum):
    """Kinds of proposals, in the order in which they take turns."""

    COMMUNE = strawberry.enum_value("COMMUNE", description="A commune; `value` is its INSEE code.")
    TERRITORY = strawberry.enum_value(
        "TERRITORY", description="A territory; `value` is its `id`, as the filter `territories` takes it."
    )
    FAMILY = strawberry.enum_value("FAMILY", description="A family; `value` is its key.")
    THEME = strawberry.enum_value("THEME", description="A theme; `value` is its key.")
    OFFER = strawberry.enum_value("OFFER", description="An offer; `value` is its slug.")
    PROVIDER = strawberry.enum_value("PROVIDER", description="A provider; `value` is its `id`.")
    EPCI = strawberry.enum_value("EPCI", description="An EPCI; `value` is its code.")


@strawberry.type(description="A proposal for a text that is being typed.")
class Suggestion:
    """A proposal."""

    names: strawberry.Private[Texts]
    kind: SuggestionKind = strawberry.field(description="What it is.")
    value: str = strawberry.field(description="What to search for; see `kind`.")
    id: strawberry.ID | None = strawberry.field(
        description="The `id` for `node(id:)`; null for families and themes, which have none."
    )
    detail: str | None = strawberry.field(
        description="What tells namesakes apart, such as the department of a commune."
    )
    offers_count: int | None = strawberry.field(
        description="How many public offers there are; null for an offer itself."
    )
    label = localized(lambda one: one.names, description="Its name.", required=True)
