"""The root field of posts, and how a page of them is made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

import strawberry

from gateway.errors import BadInput
from gateway.graph.connection import (
    After,
    Connection,
    Edge,
    First,
    check_first,
    decode_cursor,
    encode_cursor,
    page_info,
)
from gateway.source import Context, root_field
from sources.social.runtime import Runtime
from sources.social.store import Place, Wanted
from sources.social.types import Network, SocialPost, post_of

LIST = "socialPosts"
LATEST_MS = 32_503_680_000_000
"""The year 3000: no cursor of ours lies behind it."""

Networks = Annotated[
    list[Network] | None, strawberry.argument(description="Only posts of these networks; leave out for all.")
]


@root_field(
    description="Posts of the region's institutions and of scouts on Instagram and Facebook, newest first.",
    cost=5,
    name="socialPosts",
)
async def social_posts(
    ctx: Context[Runtime], networks: Networks = None, first: First = 20, after: After = None
) -> Connection[SocialPost] | None:
    """One page of all posts; counts them only when asked."""
    wanted = wanted_posts(ctx, networks, first, after)
    store = ctx.runtime.store
    documents = await store.newest(wanted)
    page = page_of(ctx, documents, first, before=after is not None)
    if "totalCount" in ctx.selected:
        page.total_count = await store.count(wanted)
    return page


async def load_posts(keys: Sequence[str], ctx: Context[Runtime]) -> Mapping[str, SocialPost]:
    """Posts by their keys."""
    documents = await ctx.runtime.store.by_keys(keys, shown_since(ctx))
    return {document["_id"]: post for document, post in zip(documents, shown(ctx, documents), strict=True)}


def wanted_posts(
    ctx: Context[Runtime], networks: Sequence[Network] | None, first: int, after: str | None
) -> Wanted:
    """What the arguments of a list ask for; one more than `first`, to know whether more follow."""
    check_first(first)
    if networks is not None and not networks:
        raise BadInput(
            "INVALID_ARGUMENT",
            "networks must name at least one network.",
            hint="Leave the argument out for posts of all networks.",
            argument="networks",
        )
    names = frozenset(network.name for network in networks or Network)
    return Wanted(names, _place(after) if after is not None else None, first + 1, shown_since(ctx))


def page_of(
    ctx: Context[Runtime], documents: Sequence[Mapping[str, Any]], first: int, *, before: bool
) -> Connection[SocialPost]:
    """A page of at most `first` posts; a document more says that the list goes on."""
    posts = shown(ctx, documents[:first])
    cursors = [encode_cursor(LIST, int(post.pinned), post.posted_ms, post.key) for post in posts]
    edges = [Edge(cursor=cursor, node=post) for cursor, post in zip(cursors, posts, strict=True)]
    return Connection(edges=edges, page_info=page_info(cursors, more=len(documents) > first, before=before))


def shown(ctx: Context[Runtime], documents: Sequence[Mapping[str, Any]]) -> list[SocialPost]:
    """Objects of stored posts; tells the request when one of them is stale."""
    now = ctx.request.now
    stale_before = now - timedelta(seconds=ctx.runtime.settings.stale_seconds)
    posts = [post_of(document, now=now, stale_before=stale_before) for document in documents]
    if any(post.stale for post in posts):
        ctx.request.stale.add("social")
    return posts


def shown_since(ctx: Context[Runtime]) -> datetime:
    """Copies that are older than this are not shown."""
    return ctx.request.now - timedelta(seconds=ctx.runtime.settings.forget_seconds)


def _place(after: str) -> Place:
    pinned, milliseconds, key = decode_cursor(after, LIST, int, int, str)
    if not 0 <= milliseconds <= LATEST_MS or pinned not in {0, 1}:
        raise BadInput("INVALID_CURSOR", "This cursor does not belong to this list.", argument="after")
    return Place(pinned, datetime.fromtimestamp(milliseconds / 1000, UTC), key)
