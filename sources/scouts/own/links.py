"""Links of what owners and managers see: history, communities, members, what is left of a perk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gateway.source import Context, link
from sources.scouts.composing import membership_key
from sources.scouts.own.mapping import to_claim, to_event, to_membership, to_perk
from sources.scouts.own.perks import PerkClaim, ScoutPerk
from sources.scouts.own.types import ContentEvent, ManagedContent, ScoutAccount, ScoutMembership
from sources.scouts.runtime import Runtime
from sources.scouts.types import Community, Scout, ScoutContent

if TYPE_CHECKING:
    from gateway.entities import Offer

MOST_EVENTS = 50


@link("ManagedContent", description="As others see it; null unless public.", max_age=0, name="content")
async def content(parents: Sequence[ManagedContent], ctx: Context[Runtime]) -> Sequence[ScoutContent | None]:
    """The public form of each content."""
    return await ctx.load_many("ScoutContent", [one.key for one in parents])


@link("ManagedContent", description="The community it is published in.", max_age=0, name="community")
async def content_community(
    parents: Sequence[ManagedContent], ctx: Context[Runtime]
) -> Sequence[Community | None]:
    """The community of each content."""
    return await ctx.load_many("Community", [one.community_key for one in parents])


@link("ManagedContent", description="Its author; null unless they are public.", max_age=0, name="author")
async def content_author(parents: Sequence[ManagedContent], ctx: Context[Runtime]) -> Sequence[Scout | None]:
    """The author of each content."""
    return await ctx.load_many("Scout", [one.scout_key for one in parents])


@link(
    "ManagedContent",
    description=f"What happened to it, newest first, at most {MOST_EVENTS}.",
    cost=2,
    max_age=0,
    name="history",
)
async def history(
    parents: Sequence[ManagedContent], ctx: Context[Runtime]
) -> Sequence[list[ContentEvent] | None]:
    """The newest event of each content stands in it, older ones in the history."""
    found = await ctx.runtime.store.books.histories([one.key for one in parents], MOST_EVENTS)
    return [[to_event(event) for event in found[one.key]] for one in parents]


@link("ScoutAccount", description="Where the scout is a member or invited.", max_age=0, name="memberships")
async def memberships(
    parents: Sequence[ScoutAccount], ctx: Context[Runtime]
) -> Sequence[list[ScoutMembership] | None]:
    """The memberships of each account; a caller has one."""
    books = ctx.runtime.store.books
    found = await books.memberships.find(
        {"scout": {"$in": [one.key for one in parents]}}, sort=(("_id", 1),), limit=100
    )
    return [[to_membership(one) for one in found if one["scout"] == parent.key] for parent in parents]


@link("Scout", description="The public communities the scout belongs to, and since when.", name="memberships")
async def public_memberships(
    parents: Sequence[Scout], ctx: Context[Runtime]
) -> Sequence[list[ScoutMembership] | None]:
    """Active memberships of each scout in public communities."""
    keys = [membership_key(home, one.key) for one in parents for home in one.community_keys]
    books = ctx.runtime.store.books
    found = await books.memberships.find({"_id": {"$in": keys}, "state": "ACTIVE"}, sort=(("_id", 1),))
    by_scout: dict[str, list[ScoutMembership]] = {}
    for one in found:
        by_scout.setdefault(one["scout"], []).append(to_membership(one))
    return [by_scout.get(parent.key, []) for parent in parents]


@link("ScoutMembership", description="The community.", max_age=0, name="community")
async def membership_community(
    parents: Sequence[ScoutMembership], ctx: Context[Runtime]
) -> Sequence[Community | None]:
    """The community of each membership."""
    return await ctx.load_many("Community", [one.community_key for one in parents])


@link("ScoutMembership", description="The scout; null unless they are public.", max_age=0, name="scout")
async def membership_scout(
    parents: Sequence[ScoutMembership], ctx: Context[Runtime]
) -> Sequence[Scout | None]:
    """The scout of each membership."""
    return await ctx.load_many("Scout", [one.scout_key for one in parents])


@link("ScoutPerk", description="For whose scouts it is.", max_age=0, name="communities")
async def perk_communities(
    parents: Sequence[ScoutPerk], ctx: Context[Runtime]
) -> Sequence[list[Community] | None]:
    """The communities of each perk."""
    return list(await ctx.load_lists("Community", [one.community_keys for one in parents]))


@link("ScoutPerk", description="The offer it is about; null when it is about none.", max_age=0, name="offer")
async def perk_offer(parents: Sequence[ScoutPerk], ctx: Context[Runtime]) -> Sequence[Offer | None]:
    """The offer of each perk."""
    found = await ctx.load_lists("Offer", [[one.offer_key] if one.offer_key else [] for one in parents])
    return [one[0] if one else None for one in found]


@link("ScoutPerk", description="How many places are left.", max_age=0, name="remaining")
async def remaining(parents: Sequence[ScoutPerk], ctx: Context[Runtime]) -> Sequence[int | None]:
    """What is left of each perk; one command for all."""
    taken = await ctx.runtime.store.books.places_taken([one.key for one in parents])
    return [max(0, one.quota - taken.get(one.key, 0)) for one in parents]


@link("PerkClaim", description="The perk.", max_age=0, name="perk")
async def claim_perk(parents: Sequence[PerkClaim], ctx: Context[Runtime]) -> Sequence[ScoutPerk | None]:
    """The perk of each claim; who has claimed it may see it for ever."""
    books = ctx.runtime.store.books
    found = await books.perks.find({"_id": {"$in": [one.perk_key for one in parents]}})
    by_key = {one["_id"]: to_perk(one) for one in found}
    return [by_key.get(one.perk_key) for one in parents]


@link("ScoutPerk", description="The caller's own claim; null when there is none.", max_age=0, name="claim")
async def own_claim(parents: Sequence[ScoutPerk], ctx: Context[Runtime]) -> Sequence[PerkClaim | None]:
    """What the caller has of each perk."""
    books, subject = ctx.runtime.store.books, ctx.caller.subject
    scout = await books.scout_of(subject) if subject else None
    if scout is None:
        return [None for _ in parents]
    found = await books.claims.find({"scout": scout["_id"], "perk": {"$in": [one.key for one in parents]}})
    by_perk = {one["perk"]: to_claim(one) for one in found}
    return [by_perk.get(one.key) for one in parents]
