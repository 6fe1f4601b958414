"""Shapes of the documents this source keeps, as they stand in the database."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal, NotRequired, TypedDict

Document = dict[str, Any]
TextsDocument = dict[str, str]

ScoutKindName = Literal["GREETER", "MICRO_INFLUENCER", "AMBASSADOR", "RESIDENT"]
ContentKindName = Literal["STORY", "TIP", "ARTICLE", "PHOTO_SET"]
Purpose = Literal["PUBLISH", "PORTRAIT", "SOCIAL_IMPORT", "STATISTICS", "INVITATIONS"]
"""What a scout consents to, each apart from the others."""

CommunityState = Literal["ACTIVE", "SUSPENDED"]
ScoutState = Literal["INVITED", "APPROVED", "SUSPENDED"]
ContentState = Literal["DRAFT", "SUBMITTED", "PUBLISHED", "REJECTED", "WITHDRAWN", "REMOVED"]
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


class MembershipDocument(TypedDict):
    """A scout's place in a community."""

    community: str
    since: datetime
    role: Literal["MEMBER", "MANAGER"]


class CommunityDocument(TypedDict):
    """A community. Its scouts are found by query, never listed here."""

    _id: str
    version: int
    slug: str
    name: str
    sortName: str
    description: TextsDocument
    territory: TerritoryDocument
    url: str | None
    manager: str
    state: CommunityState


class ScoutDocument(TypedDict):
    """A scout. `visible` and `communities` are written by `policy` alone."""

    _id: str
    version: int
    publicName: str
    sortName: str
    words: list[str]
    kind: ScoutKindName
    bio: TextsDocument
    memberships: list[MembershipDocument]
    knows: list[TerritoryDocument]
    handles: Mapping[str, str]
    portrait: PictureDocument | None
    charter: CharterDocument | None
    consents: list[ConsentDocument]
    state: ScoutState
    visible: NotRequired[bool]
    communities: NotRequired[list[str]]


class ShownDocument(TypedDict):
    """Where a public content is listed: with whom, in which public communities, about what."""

    scout: str
    communities: list[str]
    offers: list[str]
    communes: list[str]


class ContentDocument(TypedDict):
    """Something a scout made. `visible` and `shown` are written by `policy` alone.

    `offers` are keys of offers, `communes` INSEE codes; `postedAt` is None until it was published once.
    """

    _id: str
    version: int
    kind: ContentKindName
    scout: str
    title: TextsDocument
    body: TextsDocument
    locale: str
    postedAt: datetime | None
    offers: list[str]
    communes: list[str]
    pictures: list[PictureDocument]
    licence: str
    commercialDisclosure: Disclosure
    state: ContentState
    visible: NotRequired[bool]
    shown: NotRequired[ShownDocument | None]
