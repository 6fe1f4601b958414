"""Offers put together by editors: selections of Apidae."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

import strawberry

from gateway.graph.node import Node
from gateway.graph.text import Texts, localized


@strawberry.type(description="Offers that editors put together, such as the favourites of a season.")
class Collection(Node):
    """An editorial selection with at least one public offer; its key is its number in Apidae."""

    entity: ClassVar[str] = "Collection"
    names: strawberry.Private[Texts]
    apidae_id: int = strawberry.field(description="Its number in Apidae.")
    updated_at: datetime | None = strawberry.field(
        description="When its offers were last read from Apidae (UTC), which compiles them once a night."
    )
    name = localized(lambda one: one.names, description="Its name.", required=True)
