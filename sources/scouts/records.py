"""Shapes of what is kept beside scouts and contents: memberships, consents, perks, reports, proofs."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, TypedDict

from sources.scouts.documents import EventDocument, Purpose

MembershipState = Literal["INVITED", "ACTIVE", "ENDED"]
PerkKindName = Literal["EVENT_INVITATION", "PREFERENTIAL_RATE", "OTHER"]
ReportState = Literal["OPEN", "ANSWERED"]


class MembershipDocument(TypedDict):
    """A scout's place in a community; its key is made of both, `made` names the call that made it."""

    _id: str
    version: int
    community: str
    scout: str
    role: Literal["MEMBER", "MANAGER"]
    state: MembershipState
    since: datetime
    made: str | None
    invitedBy: str | None
    decidedBy: str | None


class ConsentRecord(TypedDict):
    """One consent from its giving to its withdrawal; never changed otherwise, gone with the scout."""

    _id: str
    scout: str
    purpose: Purpose
    version: str
    givenAt: datetime
    withdrawnAt: datetime | None


class SignatureDocument(TypedDict):
    """A signature under a version of the charter of values."""

    _id: str
    scout: str
    version: str
    signedAt: datetime


class HistoryDocument(TypedDict):
    """One event of an object; its key is made of the object's and its version."""

    _id: str
    object: str
    scout: str
    version: int
    event: EventDocument


class PerkDocument(TypedDict):
    """An advantage for scouts of some communities, `quota` times. `offer` and `provider` say on what."""

    _id: str
    version: int
    kind: PerkKindName
    communities: list[str]
    title: dict[str, str]
    description: dict[str, str]
    offer: str | None
    provider: str | None
    quota: int
    opensAt: datetime
    closesAt: datetime
    createdBy: str
    createdAt: datetime


class ClaimDocument(TypedDict):
    """One of a perk's `quota` places, 1 and up, taken; indexes give no place twice and no scout two."""

    _id: str
    perk: str
    place: int
    scout: str
    offer: str | None
    provider: str | None
    claimedAt: datetime


class ReportDocument(TypedDict):
    """A problem somebody told of; nothing is kept of who told it but what they wrote to be answered."""

    _id: str
    object: str
    community: str | None
    ground: str
    text: str
    contact: str | None
    state: ReportState
    at: datetime
    answer: str | None
    answeredAt: datetime | None


class ErasureDocument(TypedDict):
    """All that is left of an account that was erased: when, and a hash that only its owner can repeat.

    `scout` is there until the work is done, so that it can be ended by whoever comes after a crash.
    """

    _id: str
    receipt: str
    scout: str | None
    requestedAt: datetime
    completedAt: datetime | None
