"""Mutations of managers: invite, approve, moderate, create perks."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import strawberry

from gateway.clock import in_utc, milliseconds
from gateway.graph.ids import key_of
from gateway.graph.scalars import Locale
from gateway.identity import RoleName
from gateway.source import Context, Pace, mutation
from sources.scouts import rights
from sources.scouts.mutations.inputs import TerritoryInput, keys_of, name_of, territories_of
from sources.scouts.mutations.payloads import ScoutContentPayload, ScoutMembershipPayload, ScoutPerkPayload
from sources.scouts.own.mapping import to_managed, to_membership, to_perk
from sources.scouts.own.words import DecisionValue, PerkKindValue
from sources.scouts.runtime import Runtime
from sources.scouts.services import joining, moderating, perks
from sources.scouts.services.checking import LONGEST_TITLE
from sources.scouts.services.desk import Desk
from sources.scouts.services.joining import Invitation
from sources.scouts.services.moderating import Verdict
from sources.scouts.services.perks import MOST_PLACES, PerkDraft
from sources.scouts.types import ScoutKind

MANAGER: RoleName = "COMMUNITY_MANAGER"


@strawberry.input(description="Somebody to invite.")
class InviteScoutInput:
    """Whom to invite where."""

    community: strawberry.ID = strawberry.field(description="The community, which the caller leads.")
    account: str = strawberry.field(
        description="The person's subject at the identity provider: `viewer { subject }` tells it to them."
    )
    public_name: str = strawberry.field(
        description="The name others will see, 2 to 80 characters; of a scout of another community it stays."
    )
    kind: ScoutKind = strawberry.field(description="What kind of scout.", default=ScoutKind.RESIDENT)
    knows: list[TerritoryInput] = strawberry.field(
        description="The country the person knows well, at most 20.", default_factory=list
    )


@strawberry.input(description="Somebody to take in.")
class ApproveScoutInput:
    """Whom to take in where."""

    community: strawberry.ID = strawberry.field(description="The community, which the caller leads.")
    scout: strawberry.ID = strawberry.field(description="The scout, who was invited and signed the charter.")


@strawberry.input(description="A decision about a content.")
class ModerateContentInput:
    """What to decide, and why."""

    content: strawberry.ID = strawberry.field(description="The content.")
    expected_version: int = strawberry.field(description="The `version` you have read; else `CONFLICT`.")
    decision: DecisionValue = strawberry.field(description="The decision.")
    facts: str | None = strawberry.field(
        description="What was found, 10 to 4000 characters; the author reads it.", default=None
    )
    ground: str | None = strawberry.field(
        description="The law or the rule it goes against, 3 to 300 characters.", default=None
    )
    automated: bool = strawberry.field(description="Whether a machine took the decision.", default=False)
    reports: list[str] = strawberry.field(
        description="Receipts of reports that this answers, at most 20.", default_factory=list
    )


@strawberry.input(description="A perk to offer.")
class CreatePerkInput:
    """A perk."""

    communities: list[strawberry.ID] = strawberry.field(
        description="For scouts of these communities, all led by the caller; 1 to 10."
    )
    kind: PerkKindValue = strawberry.field(description="What kind of advantage.")
    locale: Locale = strawberry.field(description="The language of the texts.", default=Locale("fr"))
    title: str = strawberry.field(description=f"What it is, at most {LONGEST_TITLE} characters.")
    description: str = strawberry.field(description="What to know, plain, at most 2000.", default="")
    offer: strawberry.ID | None = strawberry.field(description="The offer it is about.", default=None)
    provider: strawberry.ID | None = strawberry.field(
        description="The provider it is about; that of the offer when it is left out.", default=None
    )
    quota: int = strawberry.field(description=f"How many places, 1 to {MOST_PLACES}.")
    opens_at: datetime = strawberry.field(description="From when it can be claimed.")
    closes_at: datetime = strawberry.field(description="Until when, at most three years later.")


Inviting = Annotated[InviteScoutInput, strawberry.argument(description="Whom to invite.")]
Approving = Annotated[ApproveScoutInput, strawberry.argument(description="Whom to take in.")]
Moderating = Annotated[ModerateContentInput, strawberry.argument(description="What to decide.")]
Creating = Annotated[CreatePerkInput, strawberry.argument(description="What to offer.")]


async def invited(ctx: Context[Runtime], key: str) -> ScoutMembershipPayload | None:
    """The membership a call made under this key."""
    found = await ctx.runtime.store.books.memberships.find_one({"made": key})
    return ScoutMembershipPayload(membership=to_membership(found)) if found else None


async def created(ctx: Context[Runtime], key: str) -> ScoutPerkPayload | None:
    """The perk a call made under this key."""
    found = await ctx.runtime.store.books.perk(key)
    if found is None or not rights.see_perk(ctx.caller, found, None):
        return None
    return ScoutPerkPayload(perk=to_perk({**found}))


@mutation(
    description="Invite an account into the own community. It is told nothing by us: pass the word.",
    name="inviteScout",
    roles=(MANAGER,),
    pace=Pace(200, 3600),
    replay=invited,
)
async def invite_scout(ctx: Context[Runtime], input: Inviting) -> ScoutMembershipPayload | None:
    """A membership that waits."""
    given = Invitation(
        community=key_of(input.community, "Community", argument="input.community"),
        account=input.account,
        public_name=input.public_name,
        kind=name_of(input.kind),
        knows=territories_of(input.knows),
    )
    _, membership = await joining.invite(Desk.of(ctx), given)
    return ScoutMembershipPayload(membership=to_membership({**membership}))


@mutation(
    description="Take an invited scout into the own community, once they signed the charter.",
    name="approveScout",
    roles=(MANAGER,),
)
async def approve_scout(ctx: Context[Runtime], input: Approving) -> ScoutMembershipPayload | None:
    """A member."""
    community = key_of(input.community, "Community", argument="input.community")
    scout = key_of(input.scout, "Scout", argument="input.scout")
    _, membership = await joining.approve(Desk.of(ctx), community, scout)
    return ScoutMembershipPayload(membership=to_membership({**membership}))


@mutation(
    description="Decide about a content of the own community, the Region about any; never about one's own. "
    "The author reads the reasons and may contest them.",
    name="moderateContent",
    roles=(MANAGER, "REGION_ADMIN"),
)
async def moderate_content(ctx: Context[Runtime], input: Moderating) -> ScoutContentPayload | None:
    """A content after the decision."""
    key = key_of(input.content, "ScoutContent", argument="input.content")
    verdict = Verdict(name_of(input.decision), input.facts, input.ground, input.automated, input.reports)
    made = await moderating.moderate(Desk.of(ctx), key, input.expected_version, verdict)
    return ScoutContentPayload(content=to_managed({**made}))


@mutation(
    description="Offer a perk to the scouts of communities the caller leads.",
    name="createPerk",
    roles=(MANAGER,),
    pace=Pace(50, 3600),
    replay=created,
)
async def create_perk(ctx: Context[Runtime], input: Creating) -> ScoutPerkPayload | None:
    """A new perk."""
    offer, provider = input.offer, input.provider
    given = PerkDraft(
        communities=keys_of(input.communities, "Community", "input.communities"),
        kind=name_of(input.kind),
        locale=str(input.locale),
        title=input.title,
        description=input.description,
        offer=None if offer is None else key_of(offer, "Offer", argument="input.offer"),
        provider=None if provider is None else key_of(provider, "Provider", argument="input.provider"),
        quota=input.quota,
        opens_at=_moment(input.opens_at),
        closes_at=_moment(input.closes_at),
    )
    return ScoutPerkPayload(perk=to_perk({**await perks.create(Desk.of(ctx), given)}))


def _moment(given: datetime) -> datetime:
    """A time without zone is UTC; the database keeps milliseconds."""
    return milliseconds(in_utc(given))
