"""Contents, accounts and memberships as their owners and managers see them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import strawberry

from gateway.graph.ids import encode_id
from gateway.graph.scalars import Locale
from gateway.graph.shared import CommercialDisclosure
from gateway.graph.text import Texts, localized
from sources.scouts.own.words import (
    ContentStateValue,
    MembershipStateValue,
    PurposeValue,
    ReviewReasonValue,
    ScoutStateValue,
)
from sources.scouts.types import ScoutContentKind, ScoutKind


@strawberry.type(description="Why a decision was taken, as the Digital Services Act asks (article 17).")
class ModerationStatement:
    """A statement of reasons."""

    facts: str = strawberry.field(description="What was found.")
    ground: str = strawberry.field(description="The law or the rule it goes against.")
    automated: bool = strawberry.field(description="Whether a machine took the decision.")
    decided_at: datetime = strawberry.field(description="When (UTC).")
    can_contest: bool = strawberry.field(
        description="Whether the author may contest it now with `contestDecision`; others look at it then."
    )


@strawberry.type(description="Something that happened to a content.")
class ContentEvent:
    """An event of a history."""

    at: datetime = strawberry.field(description="When (UTC).")
    act: str = strawberry.field(
        description="What: `CREATE UPDATE LINK WITHDRAW REVIEW APPROVE REJECT REMOVE RESTORE UPHOLD CONTEST`."
    )
    role: str = strawberry.field(description="In what capacity it was done: a role, or `SYSTEM`.")
    before: ContentStateValue | None = strawberry.field(description="The state before; null at first.")
    after: ContentStateValue = strawberry.field(description="The state since.")
    facts: str | None = strawberry.field(description="What was found, when there is a statement of reasons.")
    ground: str | None = strawberry.field(description="On what ground, when there is a statement of reasons.")
    automated: bool = strawberry.field(description="Whether a machine did it.")


@strawberry.type(description="Title and text as their author typed them.")
class ContentSource:
    """A text to edit."""

    locale: Locale = strawberry.field(description="The language.")
    title: str = strawberry.field(description="The title.")
    text: str = strawberry.field(description="The text in Markdown.")


@strawberry.type(description="A content as its author and its managers see it, whatever its state.")
class ManagedContent:
    """A content behind the scenes; `content`, `community` and `history` are links."""

    key: strawberry.Private[str]
    titles: strawberry.Private[Texts]
    bodies: strawberry.Private[Texts]
    htmls: strawberry.Private[Texts]
    community_key: strawberry.Private[str]
    scout_key: strawberry.Private[str]
    version: int = strawberry.field(description="Counts changes; give it as `expectedVersion`.")
    kind: ScoutContentKind = strawberry.field(description="What kind of content it is.")
    state: ContentStateValue = strawberry.field(description="Where it stands.")
    review_reason: ReviewReasonValue | None = strawberry.field(description="Why it waits, if it does.")
    is_public: bool = strawberry.field(description="Whether everybody can see it now.")
    commercial_disclosure: CommercialDisclosure = strawberry.field(
        description="What it says of benefits to its author."
    )
    source: list[ContentSource] = strawberry.field(description="What its author typed, to be edited.")
    created_at: datetime = strawberry.field(description="When it was made (UTC).")
    updated_at: datetime = strawberry.field(description="When it was changed last (UTC).")
    posted_at: datetime | None = strawberry.field(description="When it was first published; null before.")
    statement: ModerationStatement | None = strawberry.field(
        description="The reasons of the newest decision about it; null when there is none."
    )
    title = localized(lambda one: one.titles, description="Its title.")
    body = localized(lambda one: one.bodies, description="Its text without markup.")
    body_html = localized(lambda one: one.htmls, description="Its text as safe HTML, as readers see it.")

    @strawberry.field(description="The `id` of the `ScoutContent`; others find it only while it is public.")
    def id(self) -> strawberry.ID:
        return strawberry.ID(encode_id("ScoutContent", self.key))


@strawberry.type(description="A consent to one use of what is the scout's.")
class ScoutConsent:
    """A consent and its end."""

    key: strawberry.Private[str]
    purpose: PurposeValue = strawberry.field(description="What for.")
    version: str = strawberry.field(description="The version of the text agreed to.")
    given_at: datetime = strawberry.field(description="When it was given (UTC).")
    withdrawn_at: datetime | None = strawberry.field(description="When it was taken back, if it was.")


@strawberry.type(description="A scout's place in a community; scout and community are links.")
class ScoutMembership:
    """A membership."""

    key: strawberry.Private[str]
    community_key: strawberry.Private[str]
    scout_key: strawberry.Private[str]
    state: MembershipStateValue = strawberry.field(description="Where it stands.")
    since: datetime = strawberry.field(description="Since when (UTC).")
    role: str = strawberry.field(description="`MEMBER`, or `MANAGER` for who leads the community.")

    @strawberry.field(description="The `id` of the `Scout`, e.g. for `approveScout`.")
    def scout_id(self) -> strawberry.ID:
        return strawberry.ID(encode_id("Scout", self.scout_key))


@strawberry.type(description="The caller as a scout: what they signed and agreed to.")
class ScoutAccount:
    """A scout as they see themselves; memberships are a link."""

    key: strawberry.Private[str]
    home_keys: strawberry.Private[Sequence[str]]
    version: int = strawberry.field(description="Counts changes.")
    public_name: str = strawberry.field(description="The name others see.")
    kind: ScoutKind = strawberry.field(description="What kind of scout.")
    state: ScoutStateValue = strawberry.field(description="Where the scout stands.")
    is_public: bool = strawberry.field(description="Whether everybody can see the scout now.")
    charter_version: str | None = strawberry.field(description="The version signed last; null before.")
    charter_signed_at: datetime | None = strawberry.field(description="When it was signed (UTC).")
    consents: list[ScoutConsent] = strawberry.field(description="The newest consent of each purpose.")

    @strawberry.field(description="The `id` of the `Scout`; others find it only while it is public.")
    def id(self) -> strawberry.ID:
        return strawberry.ID(encode_id("Scout", self.key))
