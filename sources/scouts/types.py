"""The types that this source adds to the graph: communities, scouts and what scouts make."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import Enum
from typing import ClassVar

import strawberry

from gateway.graph.feed import FeedItem
from gateway.graph.node import Node
from gateway.graph.scalars import URL, GeoJSON, Locale
from gateway.graph.shared import CommercialDisclosure, Origin
from gateway.graph.text import Texts, localized


@strawberry.enum(description="What kind of scout someone is.")
class ScoutKind(Enum):
    """Kinds of scouts."""

    GREETER = strawberry.enum_value("GREETER", description="Welcomes visitors and walks around with them.")
    MICRO_INFLUENCER = strawberry.enum_value(
        "MICRO_INFLUENCER", description="Shares the region with a small public of their own on networks."
    )
    AMBASSADOR = strawberry.enum_value(
        "AMBASSADOR", description="Speaks for a territory within its network of ambassadors."
    )
    RESIDENT = strawberry.enum_value("RESIDENT", description="Lives there and shares what they know.")


@strawberry.enum(description="What kind of content a scout made.")
class ScoutContentKind(Enum):
    """Kinds of contents, one for each type that implements `ScoutContent`."""

    STORY = strawberry.enum_value("STORY", description="A `Story`: something lived, told in a few lines.")
    TIP = strawberry.enum_value("TIP", description="A `Tip`: a short piece of advice.")
    ARTICLE = strawberry.enum_value("ARTICLE", description="An `Article`: a longer text in paragraphs.")
    PHOTO_SET = strawberry.enum_value("PHOTO_SET", description="A `PhotoSet`: pictures with a few words.")
    ITINERARY = strawberry.enum_value("ITINERARY", description="An `Itinerary`: a way from stop to stop.")


@strawberry.type(description="A piece of country by the name people give it.")
class ScoutTerritory:
    """A territory of a community or one that a scout knows."""

    name: str = strawberry.field(description="Its name in French, e.g. `Livradois`.")
    departments: list[str] = strawberry.field(
        description="Codes of the departments it lies in, e.g. `63`; empty when it is not told."
    )


@strawberry.type(description="A picture given by a scout.")
class ScoutPicture:
    """A picture with what one must know before showing it."""

    url: URL = strawberry.field(description="The picture itself.")
    credit: str = strawberry.field(description="Whose picture it is; show it next to the picture.")
    licence: str = strawberry.field(
        description="SPDX id such as `CC-BY-4.0`, or `PLATFORM_ONLY`: not to be shown outside Partir Ici."
    )
    alt: str = strawberry.field(description="Text for those who cannot see it; empty when there is none.")
    people_shown: bool = strawberry.field(description="Whether people can be recognised on it.")


@strawberry.type(description="A community of scouts, mostly run by people of one territory.")
class Community(Node):
    """A community; its scouts are a link."""

    entity: ClassVar[str] = "Community"
    descriptions: strawberry.Private[Texts]
    name: str = strawberry.field(description="Its name, the same in every language.")
    slug: str = strawberry.field(description="Its name as part of a url, e.g. `greeters-lyon`.")
    territory: ScoutTerritory = strawberry.field(description="Where its scouts are at home.")
    managed_by: str = strawberry.field(description="The organisation that runs it.")
    url: URL | None = strawberry.field(description="Its own web site, when it has one.")
    description = localized(lambda one: one.descriptions, description="What brings its scouts together.")


@strawberry.type(description="A scout (éclaireur): an inhabitant who shares what they know of their country.")
class Scout(Node):
    """A scout under the name they chose; communities and contents are links."""

    entity: ClassVar[str] = "Scout"
    bios: strawberry.Private[Texts]
    community_keys: strawberry.Private[Sequence[str]]
    public_name: str = strawberry.field(description="The name the scout chose to be known by.")
    kind: ScoutKind = strawberry.field(description="What kind of scout it is.")
    knows: list[ScoutTerritory] = strawberry.field(description="The country the scout knows well.")
    portrait: ScoutPicture | None = strawberry.field(
        description="Only with the scout's consent; null otherwise."
    )
    bio = localized(lambda one: one.bios, description="A few words of the scout about themselves.")


@strawberry.interface(description="Something a scout made and published.")
class ScoutContent(FeedItem):
    """What all kinds of contents have in common; author, offers and communes are links."""

    entity: ClassVar[str] = "ScoutContent"
    titles: strawberry.Private[Texts]
    bodies: strawberry.Private[Texts]
    htmls: strawberry.Private[Texts]
    scout_key: strawberry.Private[str]
    offer_keys: strawberry.Private[Sequence[str]]
    commune_keys: strawberry.Private[Sequence[str]]
    origin: Origin = strawberry.field(description="Who speaks: always `SCOUT` here.", default=Origin.SCOUT)
    posted_at: datetime = strawberry.field(description="When it was published (UTC).")
    commercial_disclosure: CommercialDisclosure = strawberry.field(
        description="Whether the scout got something for it: show the words wherever the content is shown."
    )
    licence: str = strawberry.field(
        description="Licence of the text: SPDX id such as `CC-BY-4.0`, or `PLATFORM_ONLY`: "
        "not to be shown outside Partir Ici."
    )
    territories: list[ScoutTerritory] = strawberry.field(
        description="The pieces of country it is about, by the names people give them; at most 20."
    )
    point: GeoJSON | None = strawberry.field(
        description="Where it plays, as a GeoJSON Point: of the first offer or commune it mentions. "
        "Null when that is not known."
    )
    available_locales: list[Locale] = strawberry.field(description="The languages it can be read in.")
    pictures: list[ScoutPicture] = strawberry.field(description="Its pictures, at most 20.")
    title = localized(lambda one: one.titles, description="Its title.")
    body = localized(
        lambda one: one.bodies, description="Its text, without markup; paragraphs end with a blank line."
    )
    body_html = localized(
        lambda one: one.htmls,
        description="Its text as safe HTML: `p br em strong a ul ol li blockquote h3 h4`; links are https.",
    )


@strawberry.type(description="Something lived, told in a few lines.")
class Story(ScoutContent):
    """A story."""


@strawberry.type(description="A short piece of advice.")
class Tip(ScoutContent):
    """A tip."""


@strawberry.type(description="A longer text in paragraphs, often about several offers.")
class Article(ScoutContent):
    """An article."""


@strawberry.type(description="Pictures with a few words.")
class PhotoSet(ScoutContent):
    """A set of pictures."""


@strawberry.type(description="A stop of an itinerary; the offer or commune it is at is a link.")
class ItineraryStop:
    """A stop; its key is that of the content and its number."""

    key: strawberry.Private[str]
    offer_key: strawberry.Private[str | None]
    commune_key: strawberry.Private[str | None]
    title: str = strawberry.field(description="What the stop is called, in the author's language.")
    text: str = strawberry.field(description="What to do or see there, without markup; may be empty.")
    minutes: int | None = strawberry.field(description="How long to stay; null when it is not told.")


@strawberry.type(description="A way from stop to stop, in the order in which to go.")
class Itinerary(ScoutContent):
    """An itinerary."""

    stops: list[ItineraryStop] = strawberry.field(description="Its stops in their order, 2 to 20.")


CONTENT_TYPES: dict[str, type[ScoutContent]] = {
    "STORY": Story,
    "TIP": Tip,
    "ARTICLE": Article,
    "PHOTO_SET": PhotoSet,
    "ITINERARY": Itinerary,
}
"""The type of each kind of content, by the name the database has for the kind."""
