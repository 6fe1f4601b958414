"""`feed`: what institutions and scouts published, merged by date out of every source that declares a feed."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import strawberry

from gateway.errors import BadInput, GatewayError
from gateway.graph.connection import (
    After,
    Edge,
    First,
    PageInfo,
    check_first,
    decode_cursor,
    encode_cursor,
    page_info,
)
from gateway.graph.node import Node
from gateway.graph.shared import Origin
from gateway.source import Feed, FeedPart

if TYPE_CHECKING:
    from gateway.graph.request import RequestScope

LIST = "feed"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)
LATEST = (datetime(3000, 1, 1, tzinfo=UTC) - EPOCH) // MILLISECOND
PAST_ALL, BEFORE_ALL = "", "\uffff"
"""Keys that stand behind and before every key of the same moment, as keys go down."""

Place = tuple[int, str, str]


@strawberry.interface(description="Something an institution or a scout published; `origin` tells which.")
class FeedItem(Node):
    """What all items of the feed have in common."""

    origin: Origin = strawberry.field(description="Who speaks; always shown.")
    posted_at: datetime = strawberry.field(description="When it was published (UTC).")


@strawberry.type(description="A page of the feed.")
class FeedConnection:
    """A connection that may lack a part."""

    edges: list[Edge[FeedItem]] = strawberry.field(description="The items, newest first.")
    page_info: PageInfo = strawberry.field(description="Whether and how to go on.")
    missing_sources: list[str] = strawberry.field(
        description="Names of sources that could not answer: what they have is not on this page. Ask again "
        "from the beginning later."
    )


Origins = Annotated[
    list[Origin] | None, strawberry.argument(description="Only items of these origins; empty is all.")
]


async def feed(
    info: strawberry.Info, origins: Origins = None, first: First = 20, after: After = None
) -> FeedConnection | None:
    """One page: each source is asked for as much as the page has, and the newest of all are taken."""
    scope: RequestScope = info.context
    check_first(first)
    place = _place(after) if after is not None else None
    wanted = frozenset(origins or Origin)
    feeds = scope.feeds()
    asked = (_items(scope, one, place, first + 1, wanted) for one in feeds)
    answers = await asyncio.gather(*asked, return_exceptions=True)
    failures = [answer for answer in answers if isinstance(answer, BaseException)]
    if failures and len(failures) == len(feeds):
        raise failures[0]
    found: list[tuple[Place, Any]] = []
    missing: list[str] = []
    for one, answer in zip(feeds, answers, strict=True):
        if isinstance(answer, GatewayError):
            missing.append(scope.feed_owner(one))
        elif isinstance(answer, BaseException):
            raise answer
        else:
            found += answer
    return _page(found, first, missing, before=place is not None)


def _page(
    found: Sequence[tuple[Place, Any]], first: int, missing: list[str], *, before: bool
) -> FeedConnection:
    # newest first, then by entity; within one the order that its source gave stays
    ordered = sorted(found, key=lambda one: (-one[0][0], one[0][1]))
    shown = ordered[:first]
    cursors = [encode_cursor(LIST, *place) for place, _ in shown]
    edges = [Edge(cursor=cursor, node=item) for cursor, (_, item) in zip(cursors, shown, strict=True)]
    info = page_info(cursors, more=len(ordered) > first, before=before)
    return FeedConnection(edges=edges, page_info=info, missing_sources=sorted(missing))


async def _items(
    scope: RequestScope, declared: Feed[Any], place: Place | None, limit: int, origins: frozenset[Origin]
) -> list[tuple[Place, Any]]:
    part = FeedPart(limit, origins)
    if place is not None:
        moment, entity, key = place
        if entity != declared.entity:
            key = PAST_ALL if declared.entity < entity else BEFORE_ALL
        part = FeedPart(limit, origins, EPOCH + moment * MILLISECOND, key)
    items = await scope.read_feed(declared, part)
    return [(((item.posted_at - EPOCH) // MILLISECOND, declared.entity, item.key), item) for item in items]


def _place(cursor: str) -> Place:
    moment, entity, key = decode_cursor(cursor, LIST, int, str, str)
    if not 0 <= moment <= LATEST:
        raise BadInput("INVALID_CURSOR", "This cursor does not belong to this list.", argument="after")
    return moment, entity, key
