"""The fields of `Query` that belong to no source: `node`, `nodes`, `sources`, `viewer`."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any

import strawberry
from strawberry.types.field import StrawberryField

from gateway.errors import LimitExceeded
from gateway.graph.feed import feed
from gateway.graph.ids import decode_id
from gateway.graph.node import MAX_NODES, Node, NodeId, NodeIds
from gateway.graph.request import RequestScope
from gateway.health import State
from gateway.identity.viewer import Viewer, viewer_of


@strawberry.type(description="Where content comes from, and how that source is doing now.")
class SourceStatus:
    """State of one source."""

    name: str = strawberry.field(description="Short name, as in `extensions.source` of an error.")
    title: str = strawberry.field(description="Name for people, in French.")
    description: str = strawberry.field(description="What the source brings.")
    state: State = strawberry.field(description="Whether it answers now.")
    as_of: datetime = strawberry.field(description="Since when it has been in this state (UTC).")


def _scope(info: strawberry.Info) -> RequestScope:
    scope: RequestScope = info.context
    return scope


async def node(info: strawberry.Info, id: NodeId) -> Node | None:
    """The object behind a global id."""
    return await _load(_scope(info), id)


async def nodes(info: strawberry.Info, ids: NodeIds) -> list[Node | None]:
    """Objects behind global ids, in their order."""
    if len(ids) > MAX_NODES:
        raise LimitExceeded("LIMIT_ITEMS", limit=MAX_NODES, actual=len(ids))
    scope = _scope(info)
    loading = (_load(scope, one) for one in ids)
    # an exception in the list costs only its own place
    return list(await asyncio.gather(*loading, return_exceptions=True))  # type: ignore[arg-type]


async def _load(scope: RequestScope, id: str) -> Node | None:
    entity, key = decode_id(id)
    if not scope.opened.owns(entity):
        decode_id("")  # the same answer as for any id that is not of this graph
    found: Node | None = await scope.load(entity, key)
    return found


def sources(info: strawberry.Info) -> list[SourceStatus]:
    """All sources and their states."""
    opened = _scope(info).opened
    return [
        SourceStatus(
            name=health.source,
            title=opened.by_name[health.source].source.title,
            description=opened.by_name[health.source].source.description,
            state=health.state,
            as_of=health.since,
        )
        for health in opened.health.all()
    ]


def viewer(info: strawberry.Info) -> Viewer | None:
    """The caller."""
    return viewer_of(_scope(info).caller)


def _made(resolver: object, description: str) -> StrawberryField:
    field: Any = strawberry.field(resolver=resolver, description=description)  # type: ignore[call-overload]
    field.python_name = field.name = resolver.__name__  # type: ignore[attr-defined]
    field.metadata = {"gateway": resolver}
    made: StrawberryField = field
    return made


GATEWAY_FIELDS: tuple[StrawberryField, ...] = (
    _made(node, "The object with this id, of whatever type; null when it does not exist or is not public."),
    _made(nodes, "The objects with these ids, in their order; null for each that does not exist."),
    _made(sources, "Where the content comes from and whether each source answers now."),
    _made(
        feed,
        "What institutions and scouts published, newest first; `origin` tells them apart. Null only when no "
        "source can answer.",
    ),
    _made(viewer, "Who asks, by their token; null for anybody. Answers with a token are kept by no cache."),
)

OPEN_TYPES: tuple[type, ...] = (Viewer,)
"""Types of the gateway that sources may add links to."""
