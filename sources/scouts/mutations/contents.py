"""Mutations of authors: publish, update, withdraw, link to an offer, contest a decision."""

from __future__ import annotations

from typing import Annotated

import strawberry

from gateway.graph.ids import key_of
from gateway.source import Context, Pace, mutation
from sources.scouts import rights
from sources.scouts.mutations.inputs import ContentInput, draft_of, name_of
from sources.scouts.mutations.payloads import ScoutContentPayload
from sources.scouts.own.mapping import to_managed
from sources.scouts.runtime import Runtime
from sources.scouts.services import moderating, publishing
from sources.scouts.services.desk import Desk
from sources.scouts.services.publishing import Publication
from sources.scouts.types import ScoutContentKind

WRITING = Pace(200, 3600)


@strawberry.input(description="A new content.")
class PublishContentInput(ContentInput):
    """What to publish."""

    kind: ScoutContentKind = strawberry.field(description="What kind of content.")
    community: strawberry.ID | None = strawberry.field(
        description="In which of the author's communities; may be left out by who has one only.", default=None
    )


@strawberry.input(description="A content anew: what is left out is emptied.")
class UpdateContentInput(ContentInput):
    """What to put in its place."""

    content: strawberry.ID = strawberry.field(description="The content.")
    expected_version: int = strawberry.field(description="The `version` you have read; else `CONFLICT`.")


@strawberry.input(description="A content to take back.")
class WithdrawContentInput:
    """Which content."""

    content: strawberry.ID = strawberry.field(description="The content.")
    expected_version: int | None = strawberry.field(
        description="The `version` you have read; left out, whatever version there is.", default=None
    )


@strawberry.input(description="A content and an offer it is about.")
class LinkContentToOfferInput:
    """Which content, which offer."""

    content: strawberry.ID = strawberry.field(description="The content.")
    offer: strawberry.ID = strawberry.field(description="The offer.")
    expected_version: int | None = strawberry.field(
        description="The `version` you have read; left out, whatever version there is.", default=None
    )


@strawberry.input(description="Why a decision was wrong.")
class ContestDecisionInput:
    """Which content, and why."""

    content: strawberry.ID = strawberry.field(description="The content that was rejected or removed.")
    text: str = strawberry.field(description="Why, 10 to 4000 characters.")


Publishing = Annotated[PublishContentInput, strawberry.argument(description="What to publish.")]
Updating = Annotated[UpdateContentInput, strawberry.argument(description="What to change.")]
Withdrawing = Annotated[WithdrawContentInput, strawberry.argument(description="What to take back.")]
Linking = Annotated[LinkContentToOfferInput, strawberry.argument(description="What is about what.")]
Contesting = Annotated[ContestDecisionInput, strawberry.argument(description="What to contest, and why.")]


async def published(ctx: Context[Runtime], key: str) -> ScoutContentPayload | None:
    """What a call made under this key, as its author sees it."""
    books = ctx.runtime.store.books
    content = await books.content(key)
    author = await books.scout(content["scout"]) if content else None
    mine = content is not None and rights.is_own(ctx.caller, author)
    return ScoutContentPayload(content=to_managed({**content})) if content and mine else None


@mutation(
    description="Publish a content, or keep a draft. Needs a signed charter (`CHARTER_NOT_SIGNED`), the "
    "consent `PUBLISH` (`CONSENT_MISSING`) and a membership.",
    name="publishContent",
    roles=("SCOUT",),
    pace=WRITING,
    replay=published,
)
async def publish_content(ctx: Context[Runtime], input: Publishing) -> ScoutContentPayload | None:
    """A new content."""
    community = input.community
    home = None if community is None else key_of(community, "Community", argument="input.community")
    made = await publishing.publish(Desk.of(ctx), _publication(input, input.kind, home))
    return ScoutContentPayload(content=to_managed({**made}))


@mutation(
    description="Change a content of one's own. One that was rejected is submitted again.",
    name="updateContent",
    roles=("SCOUT",),
    pace=WRITING,
)
async def update_content(ctx: Context[Runtime], input: Updating) -> ScoutContentPayload | None:
    """A changed content."""
    key = key_of(input.content, "ScoutContent", argument="input.content")
    given = _publication(input, ScoutContentKind.STORY, None)  # neither kind nor community changes
    made = await publishing.update(Desk.of(ctx), key, input.expected_version, given)
    return ScoutContentPayload(content=to_managed({**made}))


@mutation(description="Take a content of one's own back, for good and at once.", name="withdrawContent")
async def withdraw_content(ctx: Context[Runtime], input: Withdrawing) -> ScoutContentPayload | None:
    """A content that is gone."""
    key = key_of(input.content, "ScoutContent", argument="input.content")
    made = await publishing.withdraw(Desk.of(ctx), key, input.expected_version)
    return ScoutContentPayload(content=to_managed({**made}))


@mutation(
    description="Say that a content is about an offer: its author, its community's manager, the Region.",
    name="linkContentToOffer",
    roles=("SCOUT", "COMMUNITY_MANAGER", "REGION_ADMIN"),
)
async def link_content_to_offer(ctx: Context[Runtime], input: Linking) -> ScoutContentPayload | None:
    """A content with one more offer."""
    key = key_of(input.content, "ScoutContent", argument="input.content")
    offer = key_of(input.offer, "Offer", argument="input.offer")
    made = await publishing.link_to_offer(Desk.of(ctx), key, offer, input.expected_version)
    return ScoutContentPayload(content=to_managed({**made}))


@mutation(
    description="Contest a decision about a content of one's own: the Region looks at it anew.",
    name="contestDecision",
)
async def contest_decision(ctx: Context[Runtime], input: Contesting) -> ScoutContentPayload | None:
    """A content whose decision is contested."""
    key = key_of(input.content, "ScoutContent", argument="input.content")
    made = await moderating.contest(Desk.of(ctx), key, input.text)
    return ScoutContentPayload(content=to_managed({**made}))


def _publication(input: ContentInput, kind: ScoutContentKind, community: str | None) -> Publication:
    return Publication(
        kind=name_of(kind),
        community=community,
        draft=draft_of(input),
        disclosure=name_of(input.commercial_disclosure),
        submit=input.submit,
    )
