"""Root fields of scouts, communities and contents, and the loaders of these entities."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from typing import Annotated

import strawberry

from gateway.errors import BadInput
from gateway.graph.connection import After, Connection, First
from gateway.graph.ids import key_of
from gateway.graph.node import NodeId
from gateway.source import Card, Context, root_field
from sources.scouts.filters import (
    ScoutContentFilter,
    ScoutContentSort,
    ScoutFilter,
    contents_where,
    scouts_where,
    sorted_by,
)
from sources.scouts.listing import Listing
from sources.scouts.mapping import to_card, to_community, to_content, to_scout
from sources.scouts.pages import BY_NAME, NEAREST, NEWEST, OLDEST
from sources.scouts.runtime import Runtime
from sources.scouts.types import Community, Scout, ScoutContent

NOBODY = ""
"""The key of no offer."""

COMMUNITY_LIST = Listing("communities", BY_NAME, "Community", to_community)
SCOUT_LIST = Listing("scouts", BY_NAME, "Scout", to_scout)
CONTENT_LIST = Listing("scoutContents", NEWEST, "ScoutContent", to_content)
CONTENT_LISTS = {
    NEWEST: CONTENT_LIST,
    OLDEST: Listing("scoutContents.oldest", OLDEST, "ScoutContent", to_content),
    NEAREST: Listing("scoutContents.nearest", NEAREST, "ScoutContent", to_content),
}

ScoutsFilter = Annotated[ScoutFilter | None, strawberry.argument(description="Which scouts; all without.")]
ContentsFilter = Annotated[
    ScoutContentFilter | None, strawberry.argument(description="Which contents; all without.")
]
ContentsSort = Annotated[ScoutContentSort, strawberry.argument(description="In which order.")]
CommunityId = Annotated[strawberry.ID | None, strawberry.argument(description="The `id` of a community.")]
Slug = Annotated[str | None, strawberry.argument(description="The `slug` of a community.")]


@root_field(description="Communities of scouts, by name.", cost=2)
async def communities(
    ctx: Context[Runtime], first: First = 20, after: After = None
) -> Connection[Community] | None:
    """One page of public communities."""
    wanted = COMMUNITY_LIST.wanted(ctx, first, after)
    return COMMUNITY_LIST.connection(ctx, await ctx.runtime.store.communities_page(wanted), wanted)


@root_field(description="A community, by `id` or by `slug` (exactly one); null when it is unknown.")
async def community(ctx: Context[Runtime], id: CommunityId = None, slug: Slug = None) -> Community | None:
    """One public community."""
    if (id is None) == (slug is None):
        raise BadInput("INVALID_ARGUMENT", "Give either id or slug.", argument="id")
    found: Community | None
    if id is not None:
        found = await ctx.load("Community", key_of(id, "Community"))
        return found
    document = await ctx.runtime.store.community_named(slug or "")
    return to_community(document) if document else None


@root_field(description="Scouts, by name.", cost=2)
async def scouts(
    ctx: Context[Runtime], filter: ScoutsFilter = None, first: First = 20, after: After = None
) -> Connection[Scout] | None:
    """One page of public scouts."""
    wanted = SCOUT_LIST.wanted(ctx, first, after)
    found = await ctx.runtime.store.scouts_page(scouts_where(filter), wanted)
    return SCOUT_LIST.connection(ctx, found, wanted)


@root_field(description="A scout; null when the id is unknown or the scout is not public.")
async def scout(ctx: Context[Runtime], id: NodeId) -> Scout | None:
    """One public scout."""
    found: Scout | None = await ctx.load("Scout", key_of(id, "Scout"))
    return found


@root_field(description="What scouts published, newest first unless told.", cost=2, name="scoutContents")
async def scout_contents(
    ctx: Context[Runtime],
    filter: ContentsFilter = None,
    sort: ContentsSort = ScoutContentSort.NEWEST,
    first: First = 20,
    after: After = None,
) -> Connection[ScoutContent] | None:
    """One page of public contents."""
    where = contents_where(filter)
    order = sorted_by(sort, where)
    if where.offer is not None and await ctx.load("Offer", where.offer) is None:
        where = replace(where, offer=NOBODY)  # who mentions it would tell that it exists
    listing = CONTENT_LISTS[order]
    wanted = listing.wanted(ctx, first, after)
    found = await ctx.runtime.store.contents_page(where, wanted, order)
    return listing.connection(ctx, found, wanted)


async def load_communities(keys: Sequence[str], ctx: Context[Runtime]) -> Mapping[str, Community]:
    """Public communities by their keys."""
    return {one["_id"]: to_community(one) for one in await ctx.runtime.store.communities(keys)}


async def load_scouts(keys: Sequence[str], ctx: Context[Runtime]) -> Mapping[str, Scout]:
    """Public scouts by their keys."""
    return {one["_id"]: to_scout(one) for one in await ctx.runtime.store.scouts(keys)}


async def load_contents(keys: Sequence[str], ctx: Context[Runtime]) -> Mapping[str, ScoutContent]:
    """Public contents by their keys."""
    return {one["_id"]: to_content(one) for one in await ctx.runtime.store.contents(keys)}


async def scout_cards(ctx: Context[Runtime]) -> AsyncIterator[Card]:
    """A card of every public scout."""
    async for document in ctx.runtime.store.all_scouts():
        yield to_card(document)


async def scout_cards_of(keys: Sequence[str], ctx: Context[Runtime]) -> Mapping[str, Card]:
    """Cards of the public ones among these scouts."""
    return {one["_id"]: to_card(one) for one in await ctx.runtime.store.scouts(keys)}
