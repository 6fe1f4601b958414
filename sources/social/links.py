"""Links between posts and the objects of other sources: what a post is about, whose it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import strawberry

from gateway.graph.connection import After, Connection, First
from gateway.graph.ids import encode_id
from gateway.source import Context, Keyed, link
from gateway.store import Document
from sources.social.asking import Networks, page_of, wanted_posts
from sources.social.matching import COMMUNE, OFFER, SCOUT, TERRITORY
from sources.social.runtime import Runtime
from sources.social.types import Network, SocialMatch, SocialMatchReason, SocialPost

if TYPE_CHECKING:
    from gateway.entities import Commune, Offer

Pages = Sequence[Connection[SocialPost] | None]


@link(
    "Offer",
    name="socialPosts",
    description="Posts that speak of this offer, pinned ones first, then the newest.",
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
    "Commune",
    name="socialPosts",
    description="Posts that speak of this commune, pinned ones first, then the newest.",
    cost=5,
)
async def commune_posts(
    parents: Sequence[Keyed],
    ctx: Context[Runtime],
    networks: Networks = None,
    first: First = 5,
    after: After = None,
) -> Sequence[Connection[SocialPost] | None]:
    """One page per commune, all of them in one command."""
    return await _pages(COMMUNE, parents, ctx, networks, first, after)


@link(
    "Territory",
    name="socialPosts",
    description="Posts that speak of this territory, pinned ones first, then the newest.",
    cost=5,
)
async def territory_posts(
    parents: Sequence[Keyed],
    ctx: Context[Runtime],
    networks: Networks = None,
    first: First = 5,
    after: After = None,
) -> Sequence[Connection[SocialPost] | None]:
    """One page per territory, all of them in one command."""
    return await _pages(TERRITORY, parents, ctx, networks, first, after)


@link(
    "Scout",
    name="socialPosts",
    description="Posts of this scout's own accounts, newest first; none without the scout's consent.",
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
    "address, its account name, its own hashtag or its name.",
    cost=5,
)
async def mentions(parents: Sequence[Keyed], ctx: Context[Runtime]) -> Sequence[list[Offer] | None]:
    """The offers of all posts of a level: one command, then one batch of offers."""
    found = await ctx.runtime.store.linked_keys(OFFER, [post.key for post in parents])
    return await ctx.load_lists("Offer", [found.get(post.key, []) for post in parents])


@link(
    "SocialPost",
    name="communes",
    description="Communes that this post speaks of, the surest first.",
    cost=5,
)
async def communes(parents: Sequence[Keyed], ctx: Context[Runtime]) -> Sequence[list[Commune] | None]:
    """The communes of all posts of a level: one command, then one batch."""
    found = await ctx.runtime.store.linked_keys(COMMUNE, [post.key for post in parents])
    return await ctx.load_lists("Commune", [found.get(post.key, []) for post in parents])


@link(
    "SocialPost",
    name="matches",
    description="All public objects that this post is about, why and how sure that is; for those who confirm "
    "or reject it.",
    cost=5,
)
async def matches(parents: Sequence[Keyed], ctx: Context[Runtime]) -> Sequence[list[SocialMatch] | None]:
    """The links of all posts of a level: one command, then one batch for each kind of target."""
    found = await ctx.runtime.store.matches_of([post.key for post in parents])
    public = await _public_targets(ctx, [row for rows in found.values() for row in rows])
    return [
        [
            SocialMatch(
                target=strawberry.ID(encode_id(row["entity"], row["key"])),
                reason=SocialMatchReason[row["reason"]],
                confidence=row["confidence"],
                confirmed=row["confirmed"],
            )
            for row in found.get(post.key, ())
            if (row["entity"], row["key"]) in public
        ]
        for post in parents
    ]


async def _public_targets(ctx: Context[Runtime], rows: Sequence[Document]) -> set[tuple[str, str]]:
    """Entity and key of the targets that their owners show; scouts never are among them."""
    found: set[tuple[str, str]] = set()
    for entity in (OFFER, COMMUNE, TERRITORY):
        keys = sorted({row["key"] for row in rows if row["entity"] == entity})
        shown = await ctx.load_many(entity, keys)
        found |= {(entity, key) for key, one in zip(keys, shown, strict=True) if one is not None}
    return found


async def _pages(
    entity: str,
    parents: Sequence[Keyed],
    ctx: Context[Runtime],
    networks: Sequence[Network] | None,
    first: int,
    after: str | None,
) -> Pages:
    wanted = await wanted_posts(ctx, networks, first, after)
    found = await ctx.runtime.store.newest_linked(entity, [parent.key for parent in parents], wanted)
    before = after is not None
    return [page_of(ctx, found.get(parent.key, []), first, before=before) for parent in parents]
