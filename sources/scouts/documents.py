"""Shapes of the documents this source keeps, as they stand in the database."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal, NotRequired, TypedDict

Document = dict[str, Any]
TextsDocument = dict[str, str]

ScoutKindName = Literal["GREETER", "MICRO_INFLUENCER", "AMBASSADOR", "RESIDENT"]
ContentKindName = Literal["STORY", "TIP", "ARTICLE", "PHOTO_SET", "ITINERARY"]
Purpose = Literal["PUBLISH", "PORTRAIT", "SOCIAL_IMPORT", "STATISTICS", "INVITATIONS"]
"""What a scout consents to, each apart from the others."""

CommunityState = Literal["ACTIVE", "SUSPENDED"]
ScoutState = Literal["INVITED", "APPROVED", "SUSPENDED"]
ContentState = Literal["DRAFT", "SUBMITTED", "PUBLISHED", "REJECTED", "WITHDRAWN", "REMOVED"]
ReviewReason = Literal["COMMUNITY_RULE", "PERK_CLAIMED", "CONTESTED", "REPORTED"]
Disclosure = Literal["NONE", "PUBLICITE", "COLLABORATION_COMMERCIALE"]


class TerritoryDocument(TypedDict):
    """A piece of country: a name people use and the codes of the departments it lies in."""

    name: str
    departments: list[str]


class PictureDocument(TypedDict):
    """A picture: who made it, under what licence (SPDX id or PLATFORM_ONLY), what it shows."""

    url: str
    credit: str
    licence: str
    alt: str
    peopleShown: bool


class ConsentDocument(TypedDict):
    """One consent: which text was agreed to, when, and when it was taken back."""

    purpose: Purpose
    version: str
    givenAt: datetime
    withdrawnAt: datetime | None


class CharterDocument(TypedDict):
    """The signed charter of values."""

    version: str
    signedAt: datetime


class StopDocument(TypedDict):
    """A stop of an itinerary: what to do there, and the offer or the commune it is about."""

    title: str
    text: str
    offer: str | None
    commune: str | None
    minutes: int | None


class PointDocument(TypedDict):
    """A place on the map, in GeoJSON: longitude, then latitude."""

    type: Literal["Point"]
    coordinates: list[float]


class EventDocument(TypedDict):
    """What was done to an object: by whom in what capacity, and the state it had before and has since."""

    at: datetime
    act: str
    by: str | None
    role: str
    before: str | None
    after: str
    statement: StatementDocument | None


class StatementDocument(TypedDict):
    """Why a decision was taken (DSA, article 17): facts, ground, whether a machine took it."""

    facts: str
    ground: str
    automated: bool


class CommunityDocument(TypedDict):
    """A community. Its scouts are found by query, never listed here.

    `review`: whether contents of its scouts are looked at before or after they are published.
    """

    _id: str
    version: int
    slug: str
    name: str
    sortName: str
    description: TextsDocument
    territory: TerritoryDocument
    url: str | None
    manager: str
    review: Literal["BEFORE", "AFTER"]
    state: CommunityState


class ScoutDocument(TypedDict):
    """A scout. `visible` and `communities` are written by `policy` alone.

    `subject` is the account at the identity provider. `homes` are the keys of the communities in which the
    scout is an active member, `consents` holds the newest record of each purpose: both follow from the
    collections of memberships and of consents, and stand here so that one write changes what is visible.
    """

    _id: str
    version: int
    subject: str | None
    publicName: str
    sortName: str
    words: list[str]
    kind: ScoutKindName
    bio: TextsDocument
    homes: list[str]
    knows: list[TerritoryDocument]
    handles: Mapping[str, str]
    portrait: PictureDocument | None
    charter: CharterDocument | None
    consents: list[ConsentDocument]
    state: ScoutState
    visible: NotRequired[bool]
    communities: NotRequired[list[str]]


class ShownDocument(TypedDict):
    """Where a public content is listed: with whom, in which communities, about what, in what languages.

    `territories` are folded names; `at` is None for a content without a known place.
    """

    scout: str
    communities: list[str]
    offers: list[str]
    communes: list[str]
    territories: list[str]
    locales: list[str]
    at: PointDocument | None


class ContentDocument(TypedDict):
    """Something a scout made. `visible` and `shown` are written by `policy` alone.

    `community` is the one under whose management it was published. `source` is what the author typed,
    `body` and `html` what was rendered of it. `offers` are keys of offers, `communes` INSEE codes,
    `providers` keys of those behind the offers; `postedAt` is None until it was published once. `review`
    says why it waits. `last` is the newest event; older ones are in the history.
    """

    _id: str
    version: int
    kind: ContentKindName
    scout: str
    community: str
    title: TextsDocument
    body: TextsDocument
    html: TextsDocument
    source: TextsDocument
    rendering: int
    words: list[str]
    locale: str
    createdAt: datetime
    updatedAt: datetime
    postedAt: datetime | None
    offers: list[str]
    communes: list[str]
    territories: list[TerritoryDocument]
    providers: list[str]
    at: PointDocument | None
    stops: list[StopDocument]
    pictures: list[PictureDocument]
    licence: str
    commercialDisclosure: Disclosure
    state: ContentState
    review: ReviewReason | None
    last: EventDocument
    visible: NotRequired[bool]
    shown: NotRequired[ShownDocument | None]
