"""The types of plain Strawberry: the same part of the schema, written as its documentation does."""

from __future__ import annotations

from enum import Enum
from typing import NewType

import strawberry
from strawberry.types.scalar import ScalarDefinition

URL = NewType("URL", str)
Locale = NewType("Locale", str)
GeoJSON = NewType("GeoJSON", dict)  # type: ignore[type-arg]  # a NewType cannot be generic

SCALARS: dict[object, ScalarDefinition] = {
    URL: strawberry.scalar(name="URL", serialize=str, parse_value=str),
    Locale: strawberry.scalar(name="Locale", serialize=str, parse_value=str),
    GeoJSON: strawberry.scalar(name="GeoJSON", serialize=lambda value: value, parse_value=dict),
}

Texts = dict[str, str]


@strawberry.enum
class Kind(Enum):
    """Kinds of offers."""

    EVENT = "EVENT"
    ACTIVITY = "ACTIVITY"
    VISIT = "VISIT"
    OTHER = "OTHER"


@strawberry.enum
class Media(Enum):
    """Kinds of posts."""

    IMAGE = "IMAGE"
    VIDEO = "VIDEO"
    CAROUSEL_ALBUM = "CAROUSEL_ALBUM"


@strawberry.interface
class Node:
    """Anything with an id."""

    id: strawberry.ID


@strawberry.type
class LocalizedText:
    """A text in one language."""

    value: str
    locale: Locale
    is_fallback: bool


def choose(texts: Texts, locale: str | None) -> LocalizedText | None:
    """The text in a language, else in French, else in any."""
    wanted = locale.lower().split("-")[0] if locale else None
    if wanted and wanted in texts:
        return LocalizedText(value=texts[wanted], locale=Locale(wanted), is_fallback=False)
    if not texts:
        return None
    last = "fr" if "fr" in texts else min(texts)
    return LocalizedText(value=texts[last], locale=Locale(last), is_fallback=bool(wanted))


@strawberry.type
class Commune:
    """A commune."""

    insee: str
    name: str
    department: str


@strawberry.type
class Place:
    """A place."""

    postcode: str | None
    point: GeoJSON | None
    commune: Commune | None


@strawberry.type
class Picture:
    """A picture."""

    renditions: strawberry.Private[tuple[tuple[int, str], ...]]
    credit: str
    alt: str

    @strawberry.field
    def url(self, width: int | None = None) -> URL:
        wanted = width or 900
        return URL(next((url for size, url in self.renditions if size >= wanted), self.renditions[-1][1]))


@strawberry.type
class Account(Node):
    """An account."""

    handle: str
    name: str
    followers: int


@strawberry.type
class Post(Node):
    """A post."""

    account_key: strawberry.Private[str]
    media: Media
    text: str
    permalink: URL
    published_at: str
    likes: int

    @strawberry.field
    async def account(self, info: strawberry.Info) -> Account | None:
        found: Account | None = await info.context["loaders"].accounts.load(self.account_key)
        return found


@strawberry.type
class Offer(Node):
    """An offer."""

    key: strawberry.Private[str]
    names: strawberry.Private[Texts]
    summaries: strawberry.Private[Texts]
    all_pictures: strawberry.Private[list[Picture]]
    apidae_id: int
    kind: Kind
    phone: str | None
    email: str | None
    website: str | None
    place: Place
    updated_at: str | None

    @strawberry.field
    def name(self, locale: Locale | None = None) -> LocalizedText:
        found = choose(self.names, locale)
        assert found  # noqa: S101  # the upstream names every object
        return found

    @strawberry.field
    def summary(self, locale: Locale | None = None) -> LocalizedText | None:
        return choose(self.summaries, locale)

    @strawberry.field
    def pictures(self, first: int = 3) -> list[Picture]:
        return self.all_pictures[:first]

    @strawberry.field
    async def posts(self, info: strawberry.Info, first: int = 2) -> list[Post] | None:
        found: list[Post] = await info.context["loaders"].posts.load(self.key)
        return found[:first]


@strawberry.type
class Bucket:
    """A value of a facet."""

    value: str
    count: int


@strawberry.type
class Facet:
    """How many offers have each value."""

    key: str
    buckets: list[Bucket]


@strawberry.type
class OfferPage:
    """A page of offers."""

    total_count: int
    items: list[Offer]
