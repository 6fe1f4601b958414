"""Links between posts and the objects of other sources: offers a post speaks of, scouts who wrote it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gateway.graph.connection import After, Connection, First
from gateway.source import Context, Keyed, link
from sources.social.matching import OFFER, SCOUT
from sources.social.query import Networks, page_of, wanted_posts
from sources.social.runtime import Runtime
from sources.social.types import Network, SocialPost

if TYPE_CHECKING:
    from gateway.entities import Offer

Pages = Sequence[Connection[SocialPost] | None]


@link(
    "Offer",
    name="socialPosts",
    description="Posts that speak of this offer, newest first.",
    cost=5,
)
async def offer_posts(
    parents: Sequence[Keyed],
    ctx: Context[Runtime],
    networks: Networks = None,
    first: First = 5,
    after: After = None,
) -> Sequence[Connection[SocialPost] | None]:
    """One page per offer, all of them in one command."""
    return await _pages(OFFER, parents, ctx, networks, first, after)


@link(
    "Scout",
    name="socialPosts",
    description="Posts of this scout's own accounts, newest first.",
    cost=5,
)
async def scout_posts(
    parents: Sequence[Keyed], ctx: Context[Runtime], first: First = 5, after: After = None
) -> Sequence[Connection[SocialPost] | None]:
    """One page per scout, all of them in one command."""
    return await _pages(SCOUT, parents, ctx, None, first, after)


@link(
    "SocialPost",
    name="mentions",
    description="Public offers that this post speaks of, the surest first: found by the offer's web "
    "address, its account name or its own hashtag.",
    cost=5,
)
async def mentions(parents: Sequence[Keyed], ctx: Context[Runtime]) -> Sequence[list[Offer] | None]:
    """The offers of all posts of a level: one command, then one batch of offers."""
    found = await ctx.runtime.store.linked_keys(OFFER, [post.key for post in parents])
    return await ctx.load_lists("Offer", [found.get(post.key, []) for post in parents])


async def _pages(
    entity: str,
    parents: Sequence[Keyed],
    ctx: Context[Runtime],
    networks: Sequence[Network] | None,
    first: int,
    after: str | None,
) -> Pages:
    wanted = wanted_posts(ctx, networks, first, after)
    found = await ctx.runtime.store.newest_linked(entity, [parent.key for parent in parents], wanted)
    before = after is not None
    return [page_of(ctx, found.get(parent.key, []), first, before=before) for parent in parents]
