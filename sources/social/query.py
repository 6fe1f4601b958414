"""The root fields of this source: posts, accounts, and posts that only the network itself may show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Annotated

import strawberry

from gateway.graph.connection import After, Connection, First
from gateway.graph.scalars import URL
from gateway.source import Context, root_field
from sources.social.accounts.record import AccountRecord, Kind, State
from sources.social.asking import Filter, Networks, page_of, shown, wanted_posts
from sources.social.embedding import SocialEmbed, embed
from sources.social.mapping import SCOUT
from sources.social.matching import OFFER
from sources.social.runtime import Runtime
from sources.social.types import FollowedAccount, Network, SocialAccount, SocialAccountKind, SocialPost

NOBODY = (OFFER, "")
"""An offer that no post is about."""

ACCOUNT_URLS = {"FACEBOOK": "https://www.facebook.com/", "INSTAGRAM": "https://www.instagram.com/"}


@root_field(
    description="Posts of the region's institutions and of scouts on Instagram and Facebook, pinned ones "
    "first, then the newest.",
    cost=5,
    name="socialPosts",
)
async def social_posts(
    ctx: Context[Runtime],
    networks: Networks = None,
    filter: Filter = None,
    first: First = 20,
    after: After = None,
) -> Connection[SocialPost] | None:
    """One page of all posts; counts them only when asked."""
    wanted = await wanted_posts(ctx, networks, first, after, filter)
    if wanted.about and wanted.about[0] == OFFER and await ctx.load(*wanted.about) is None:
        wanted = replace(wanted, about=NOBODY)  # who speaks of it would tell that it exists
    store = ctx.runtime.store
    documents = await store.newest(wanted)
    page = page_of(ctx, documents, first, before=after is not None)
    if "totalCount" in ctx.selected:
        page.total_count = await store.count(wanted)
    return page


@root_field(
    description="The accounts whose posts are shown: ours, partners', and scouts' who agree to it.",
    cost=5,
    name="socialAccounts",
)
async def social_accounts(ctx: Context[Runtime], networks: Networks = None) -> list[FollowedAccount] | None:
    """Accounts that were read at least once, by name."""
    wanted = {network.name for network in networks or Network}
    visibility = await ctx.runtime.visibilities.of(ctx)
    records = [
        one
        for one in await ctx.runtime.book.all()
        if one.handle and one.network in wanted and one.may_be_read and one.last_good_sync is not None
        if one.origin != SCOUT or one.key in visibility.scouts
    ]
    return [_followed(one) for one in sorted(records, key=lambda one: (one.name.casefold(), one.key))]


@root_field(
    description="How to show a post of an account that cannot be read, such as a personal one: the network's "
    "own html. It loads the network's cookies, so show it after a click only; it may not be stored.",
    cost=10,
    max_age=0,
    name="socialEmbed",
)
async def social_embed(
    ctx: Context[Runtime],
    url: Annotated[
        URL, strawberry.argument(description="Address of a post or reel on Instagram, or of a Facebook post.")
    ],
) -> SocialEmbed | None:
    """Asked at the network each time; null when it may not be embedded."""
    return await embed(ctx.runtime, url)


async def load_posts(keys: Sequence[str], ctx: Context[Runtime]) -> Mapping[str, SocialPost]:
    """Posts by their keys."""
    documents = await ctx.runtime.store.by_keys(keys, await ctx.runtime.visibilities.of(ctx))
    return {document["_id"]: post for document, post in zip(documents, shown(ctx, documents), strict=True)}


def _followed(record: AccountRecord) -> FollowedAccount:
    assert record.last_good_sync is not None  # noqa: S101  # chosen above
    network = Network[record.network]
    return FollowedAccount(
        account=SocialAccount(network=network, name=record.name, handle=record.handle),
        url=URL(f"{ACCOUNT_URLS[record.network]}{record.handle}"),
        kind=_KINDS[record.kind],
        read_at=record.last_good_sync,
        stale=record.state is not State.OK,
    )


_KINDS = {
    Kind.OWNED: SocialAccountKind.OWNED,
    Kind.PARTNER: SocialAccountKind.PARTNER,
    Kind.SCOUT: SocialAccountKind.SCOUT,
}
