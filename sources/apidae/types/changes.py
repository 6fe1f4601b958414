"""A change of the catalogue, as readers of the change feed see it."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

import strawberry


@strawberry.enum(description="What happened to an offer.")
class ChangeKind(Enum):
    """Kinds of changes."""

    UPSERT = strawberry.enum_value("UPSERT", description="It became public, or what is public of it changed.")
    REMOVED = strawberry.enum_value("REMOVED", description="It is not public any more.")
    REPLACED = strawberry.enum_value(
        "REPLACED", description="It is not public any more, and another offer stands in its place."
    )


@strawberry.enum(description="How an offer that is not public any more should be treated.")
class RemovalClass(Enum):
    """Classes of removals; true reasons are not public."""

    GONE = strawberry.enum_value("GONE", description="Take it out; a page of it answers 410.")
    REPLACED = strawberry.enum_value("REPLACED", description="Lead to the other offer, for good (301).")


@strawberry.type(description="The last change of one offer.")
class Change:
    """An entry of the feed."""

    key: strawberry.Private[str]
    replaced_key: strawberry.Private[str | None]
    kind: ChangeKind = strawberry.field(description="What happened.")
    id: strawberry.ID = strawberry.field(description="The `id` of the offer, there even if the offer is not.")
    at: datetime = strawberry.field(description="When this gateway noticed it (UTC).")
    removal: RemovalClass | None = strawberry.field(
        description="How to treat an offer that is not public any more; null for others."
    )
