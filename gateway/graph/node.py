"""Node: the interface of all objects with a global id, and the fields that find them again."""

from __future__ import annotations

from typing import Annotated, ClassVar

import strawberry

from gateway.graph.ids import encode_id

MAX_NODES = 100


@strawberry.interface(description="Anything with an id that stays the same and can be asked for again.")
class Node:
    """Base of every entity: `key` is the owner's own stable key, `entity` the name it is registered by."""

    entity: ClassVar[str]
    key: strawberry.Private[str]

    @strawberry.field(
        description="Opaque and stable over time. Pass it to `node(id:)` to get the object again."
    )
    def id(self) -> strawberry.ID:
        return strawberry.ID(encode_id(self.entity, self.key))


NodeId = Annotated[strawberry.ID, strawberry.argument(description="The `id` of an object of this graph.")]
NodeIds = Annotated[
    list[strawberry.ID],
    strawberry.argument(description=f"The `id`s of objects of this graph, at most {MAX_NODES}."),
]
