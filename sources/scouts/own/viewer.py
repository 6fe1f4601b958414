"""What `viewer` leads to: the own account, contents, perks and consents, and the communities one leads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

import strawberry

from gateway.errors import NotFound
from gateway.graph.connection import After, Connection, First
from gateway.graph.ids import key_of
from gateway.source import Context, Keyed, link
from sources.scouts import rights
from sources.scouts.books import Books
from sources.scouts.documents import ScoutDocument
from sources.scouts.listing import Listing
from sources.scouts.own.mapping import (
    to_account,
    to_claim,
    to_consent,
    to_managed,
    to_membership,
    to_perk,
    to_problem,
)
from sources.scouts.own.perks import OpenProblem, PerkClaim, ScoutPerk
from sources.scouts.own.types import ManagedContent, ScoutAccount, ScoutConsent, ScoutMembership
from sources.scouts.own.words import ContentStateValue
from sources.scouts.pages import LAST_CHANGED, Found, Order
from sources.scouts.runtime import Runtime
from sources.scouts.types import Community

OWN_CONTENTS = Listing("Viewer.ownContents", LAST_CHANGED, None, to_managed)
TO_REVIEW = Listing("Viewer.contentsToReview", LAST_CHANGED, None, to_managed)
PERKS = Listing("Viewer.perks", Order("createdAt", -1), None, to_perk)
CLAIMS = Listing("Viewer.perkClaims", Order("claimedAt", -1), None, to_claim)
PROBLEMS = Listing("Viewer.openProblems", Order("at", -1), None, to_problem)
CONSENTS = Listing("Viewer.consents", Order("givenAt", -1), None, to_consent)
MEMBERS = Listing("Viewer.communityMembers", Order("_id", 1, str), None, to_membership)
NOBODY = Found([], 0)

CommunityId = Annotated[strawberry.ID, strawberry.argument(description="The `id` of a community.")]
States = Annotated[
    list[ContentStateValue] | None,
    strawberry.argument(description="Only contents in one of these states; empty is all."),
]


@link("Viewer", description="The caller as a scout; null when they are none.", max_age=0, name="scout")
async def account(parents: Sequence[Keyed], ctx: Context[Runtime]) -> Sequence[ScoutAccount | None]:
    """The scout of the caller's account."""
    scout = await _me(ctx)
    return [to_account(scout) if scout else None for _ in parents]


@link(
    "Viewer",
    description="The caller's contents, changed last first.",
    cost=2,
    max_age=0,
    name="ownContents",
)
async def own_contents(
    parents: Sequence[Keyed],
    ctx: Context[Runtime],
    states: States = None,
    first: First = 20,
    after: After = None,
) -> Sequence[Connection[ManagedContent] | None]:
    """The caller's contents in any state."""
    wanted = OWN_CONTENTS.wanted(ctx, first, after)
    scout, books = await _me(ctx), _books(ctx)
    found = NOBODY
    if scout:
        where = {"scout": scout["_id"], **_in_states(states)}
        found = await books.page(books.contents, where, LAST_CHANGED, wanted)
    return [OWN_CONTENTS.connection(ctx, found, wanted) for _ in parents]


@link(
    "Viewer",
    description="Contents that wait for a decision of the caller, changed last first.",
    cost=2,
    max_age=0,
    name="contentsToReview",
)
async def to_review(
    parents: Sequence[Keyed], ctx: Context[Runtime], first: First = 20, after: After = None
) -> Sequence[Connection[ManagedContent] | None]:
    """Submitted and contested contents of the communities the caller looks after."""
    wanted = TO_REVIEW.wanted(ctx, first, after)
    books, led = _books(ctx), list(ctx.caller.scopes("COMMUNITY_MANAGER"))
    found = NOBODY
    if rights.is_region(ctx.caller):
        waiting: dict[str, Any] = {"state": {"$in": ["SUBMITTED", "REJECTED", "REMOVED"]}}
        where = waiting | {"review": {"$ne": None}}
        found = await books.page(books.contents, where, LAST_CHANGED, wanted)
    elif led:
        where = {"community": {"$in": led}, "state": "SUBMITTED"}
        found = await books.page(books.contents, where, LAST_CHANGED, wanted)
    return [TO_REVIEW.connection(ctx, found, wanted) for _ in parents]


@link(
    "Viewer",
    description="Reported problems that wait for the caller: of communities they lead, all for the Region.",
    cost=2,
    max_age=0,
    name="openProblems",
)
async def open_problems(
    parents: Sequence[Keyed], ctx: Context[Runtime], first: First = 20, after: After = None
) -> Sequence[Connection[OpenProblem] | None]:
    """Open reports, newest first."""
    wanted = PROBLEMS.wanted(ctx, first, after)
    books, led = _books(ctx), list(ctx.caller.scopes("COMMUNITY_MANAGER"))
    found = NOBODY
    if rights.is_region(ctx.caller) or led:
        where: dict[str, Any] = {"state": "OPEN"}
        where |= {} if rights.is_region(ctx.caller) else {"community": {"$in": led}}
        found = await books.page(books.reports, where, PROBLEMS.order, wanted)
    return [PROBLEMS.connection(ctx, found, wanted) for _ in parents]


@link("Viewer", description="Perks the caller may see, newest first.", cost=2, max_age=0, name="perks")
async def perks(
    parents: Sequence[Keyed], ctx: Context[Runtime], first: First = 20, after: After = None
) -> Sequence[Connection[ScoutPerk] | None]:
    """Perks meant for the caller, or of communities they lead; all of them for the Region."""
    wanted = PERKS.wanted(ctx, first, after)
    books, scout = _books(ctx), await _me(ctx)
    keys = set(ctx.caller.scopes("COMMUNITY_MANAGER"))
    if scout and scout["state"] == "APPROVED":
        keys |= set(scout["homes"])
    found = NOBODY
    if keys or rights.is_region(ctx.caller):
        where = {} if rights.is_region(ctx.caller) else {"communities": {"$in": sorted(keys)}}
        found = await books.page(books.perks, where, PERKS.order, wanted)
    return [PERKS.connection(ctx, found, wanted) for _ in parents]


@link("Viewer", description="Perks the caller has, newest first.", cost=2, max_age=0, name="perkClaims")
async def claims(
    parents: Sequence[Keyed], ctx: Context[Runtime], first: First = 20, after: After = None
) -> Sequence[Connection[PerkClaim] | None]:
    """Places the caller has."""
    wanted = CLAIMS.wanted(ctx, first, after)
    scout, books = await _me(ctx), _books(ctx)
    found = await books.page(books.claims, {"scout": scout["_id"]}, CLAIMS.order, wanted) if scout else NOBODY
    return [CLAIMS.connection(ctx, found, wanted) for _ in parents]


@link(
    "Viewer",
    description="Every consent the caller gave, newest first, those taken back included.",
    cost=2,
    max_age=0,
    name="scoutConsents",
)
async def consents(
    parents: Sequence[Keyed], ctx: Context[Runtime], first: First = 20, after: After = None
) -> Sequence[Connection[ScoutConsent] | None]:
    """The caller's consents."""
    wanted = CONSENTS.wanted(ctx, first, after)
    scout, books = await _me(ctx), _books(ctx)
    where = {"scout": scout["_id"]} if scout else {}
    found = await books.page(books.consents, where, CONSENTS.order, wanted) if scout else NOBODY
    return [CONSENTS.connection(ctx, found, wanted) for _ in parents]


@link("Viewer", description="The communities the caller leads.", max_age=0, name="managedCommunities")
async def managed_communities(
    parents: Sequence[Keyed], ctx: Context[Runtime]
) -> Sequence[list[Community] | None]:
    """Communities that a role of the caller names."""
    led = list(dict.fromkeys(ctx.caller.scopes("COMMUNITY_MANAGER")))
    return list(await ctx.load_lists("Community", [led for _ in parents]))


@link(
    "Viewer",
    description="Members and invited people of a community the caller leads; `NOT_FOUND` for another one.",
    cost=2,
    max_age=0,
    name="communityMembers",
)
async def community_members(
    parents: Sequence[Keyed],
    ctx: Context[Runtime],
    community: CommunityId,
    first: First = 20,
    after: After = None,
) -> Sequence[Connection[ScoutMembership] | None]:
    """Memberships, for the manager and the Region."""
    wanted, key = MEMBERS.wanted(ctx, first, after), key_of(community, "Community", argument="community")
    if not (rights.manages(ctx.caller, key) or rights.is_region(ctx.caller)):
        raise NotFound
    books = _books(ctx)
    found = await books.page(books.memberships, {"community": key}, MEMBERS.order, wanted)
    return [MEMBERS.connection(ctx, found, wanted) for _ in parents]


def _books(ctx: Context[Runtime]) -> Books:
    return ctx.runtime.store.books


async def _me(ctx: Context[Runtime]) -> ScoutDocument | None:
    subject = ctx.caller.subject
    return await _books(ctx).scout_of(subject) if subject else None


def _in_states(states: Sequence[Any] | None) -> dict[str, Any]:
    return {"state": {"$in": [state.value for state in states]}} if states else {}
