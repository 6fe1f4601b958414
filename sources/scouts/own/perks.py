"""Perks, claims, reports and receipts as those see them whom they concern."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import strawberry

from gateway.graph.ids import encode_id
from gateway.graph.text import Texts, localized
from sources.scouts.own.words import PerkKindValue, ReportGroundValue, ReportStateValue


@strawberry.type(description="An advantage for scouts of some communities, for so many of them.")
class ScoutPerk:
    """A perk; offer, communities, what is left and the own claim are links."""

    key: strawberry.Private[str]
    titles: strawberry.Private[Texts]
    descriptions: strawberry.Private[Texts]
    community_keys: strawberry.Private[Sequence[str]]
    offer_key: strawberry.Private[str | None]
    kind: PerkKindValue = strawberry.field(description="What kind of advantage.")
    quota: int = strawberry.field(description="How many places there are.")
    opens_at: datetime = strawberry.field(description="From when it can be claimed (UTC).")
    closes_at: datetime = strawberry.field(description="Until when it can be claimed (UTC).")
    title = localized(lambda one: one.titles, description="What it is.")
    description = localized(lambda one: one.descriptions, description="What to know about it.")

    @strawberry.field(description="For `claimPerk`; nothing else finds a perk by it.")
    def id(self) -> strawberry.ID:
        return strawberry.ID(encode_id("ScoutPerk", self.key))


@strawberry.type(description="A place of a perk that a scout has.")
class PerkClaim:
    """A claim; its perk is a link."""

    key: strawberry.Private[str]
    perk_key: strawberry.Private[str]
    place: int = strawberry.field(description="Which of the places, 1 and up.")
    claimed_at: datetime = strawberry.field(description="When it was claimed (UTC).")


@strawberry.type(description="A problem that was reported, as whoever holds the receipt sees it.")
class ProblemReport:
    """A report without what was written."""

    receipt: str = strawberry.field(description="Keep it: who has it can ask for the answer.")
    state: ReportStateValue = strawberry.field(description="Where it stands.")
    reported_at: datetime = strawberry.field(description="When it was reported (UTC).")
    answer: str | None = strawberry.field(description="What was decided; null before.")
    answered_at: datetime | None = strawberry.field(description="When it was answered (UTC).")


@strawberry.type(description="A problem that waits for an answer, as those see it who look after the object.")
class OpenProblem:
    """A report with what was written."""

    key: strawberry.Private[str]
    about_entity: strawberry.Private[str]
    about_key: strawberry.Private[str]
    ground: ReportGroundValue = strawberry.field(description="On what ground.")
    text: str = strawberry.field(description="What is wrong, as it was written; plain text.")
    contact: str | None = strawberry.field(description="An e-mail address to answer to, if one was left.")
    reported_at: datetime = strawberry.field(description="When it was reported (UTC).")

    @strawberry.field(description="Its number; name it in `moderateContent(reports:)` to answer it.")
    def receipt(self) -> str:
        return self.key

    @strawberry.field(description="The `id` of what it is about.")
    def about(self) -> strawberry.ID:
        return strawberry.ID(encode_id(self.about_entity, self.about_key))


@strawberry.type(description="The proof that an account was erased: all that is left of it.")
class ErasureReceipt:
    """A receipt."""

    receipt: str = strawberry.field(description="The number of the request.")
    requested_at: datetime = strawberry.field(description="When it was asked for (UTC).")
    completed_at: datetime | None = strawberry.field(description="When everything was gone (UTC).")
