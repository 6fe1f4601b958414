"""What the Region's source adds to the graph for everybody."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

import strawberry

from gateway.graph.enums import enum_of
from gateway.graph.node import Node
from gateway.graph.scalars import URL, Locale
from gateway.graph.text import Texts, localized
from sources.region.actors import ActorKind

TextAuthor: Any = enum_of(
    "TextAuthor",
    {
        "PARTIR_ICI": "The Partir Ici team: a first text, not the Region's word, until it is replaced.",
        "REGION": "The Region.",
    },
    description="Who wrote a text of the site.",
)
ChannelKind: Any = enum_of(
    "ChannelKind",
    {
        "WEB": "A website.",
        "APP": "An app.",
        "WIDGET": "Pages of partners.",
        "FEED": "Calendars, maps and feeds for other machines.",
        "FACEBOOK": "A page on Facebook.",
        "INSTAGRAM": "An account on Instagram.",
        "NEWSLETTER": "A letter by e-mail.",
    },
    description="A way on which the platform reaches people.",
)
MediaKind: Any = enum_of(
    "MediaAssetKind",
    {
        "LOGO": "The name or sign of the platform.",
        "ILLUSTRATION": "A drawing.",
        "PHOTO": "A photograph.",
        "POSTER": "A poster or flyer.",
        "VIDEO": "A film.",
        "DOCUMENT": "A text to hand out.",
    },
    description="What an asset of the media kit is.",
)


@strawberry.type(description="A way on which the platform reaches people.")
class Channel:
    """A channel."""

    names: strawberry.Private[Texts]
    kind: ChannelKind = strawberry.field(description="What it is.")
    url: URL | None = strawberry.field(description="Where it is; null when it has no one address.")
    name = localized(lambda one: one.names, description="Its name.", required=True)


@strawberry.type(description="The site as a whole. Show its name from here: it may change.")
class Site:
    """What frontends put around everything."""

    taglines: strawberry.Private[Texts]
    name: str = strawberry.field(description="The name of the platform, the same in all languages.")
    locales: list[Locale] = strawberry.field(
        description="Languages a frontend should offer, the main one first. Texts may exist in fewer."
    )
    url: URL | None = strawberry.field(description="Address of the public site; null when it is not set.")
    channels: list[Channel] = strawberry.field(description="Ways on which it reaches people.")
    written_by: TextAuthor = strawberry.field(description="Who chose these words.")
    tagline = localized(lambda one: one.taglines, description="A line under the name.", required=True)


@strawberry.type(description="A page of the site.")
class Page(Node):
    """A page; its key is its slug."""

    entity: ClassVar[str] = "Page"
    titles: strawberry.Private[Texts]
    summaries: strawberry.Private[Texts]
    plain: strawberry.Private[Texts]
    html: strawberry.Private[Texts]
    audiences: list[ActorKind] = strawberry.field(description="Whom it is for; empty: everybody.")
    updated_on: date = strawberry.field(description="The day of its last change.")
    written_by: TextAuthor = strawberry.field(description="Who wrote it; show it.")
    available_locales: list[Locale] = strawberry.field(description="The languages it can be read in.")
    title = localized(lambda one: one.titles, description="Its title.", required=True)
    summary = localized(lambda one: one.summaries, description="What it says, in a sentence.", required=True)
    body = localized(
        lambda one: one.plain, description="Its text, without markup; paragraphs end with a blank line."
    )
    body_html = localized(
        lambda one: one.html,
        description="Its text as safe HTML: `p br em strong a ul ol li blockquote h3 h4`; links are https.",
    )

    @strawberry.field(description="Its name as part of a url; it does not change with the title.")
    def slug(self) -> str:
        return self.key


@strawberry.type(description="A question that is often asked, and its answer.")
class FaqEntry:
    """An entry."""

    questions: strawberry.Private[Texts]
    plain: strawberry.Private[Texts]
    html: strawberry.Private[Texts]
    key: str = strawberry.field(description="Its name, for anchors of a page.")
    audiences: list[ActorKind] = strawberry.field(description="Whom it is for; empty: everybody.")
    written_by: TextAuthor = strawberry.field(description="Who wrote it.")
    question = localized(lambda one: one.questions, description="The question.", required=True)
    answer = localized(lambda one: one.plain, description="The answer, without markup.", required=True)
    answer_html = localized(
        lambda one: one.html, description="The answer as safe HTML, with the tags of `Page.bodyHtml`."
    )


@strawberry.type(
    description="A body behind the platform: the Region, an agency of a department, a tourist office."
)
class Organization(Node):
    """Its key tells its kind; `office_key` is that of the tourist office with the owner of offers."""

    entity: ClassVar[str] = "Organization"
    office_key: strawberry.Private[str | None]
    kind: ActorKind = strawberry.field(description="What it is.")
    name: str = strawberry.field(description="Its name.")
    departments: list[str] = strawberry.field(
        description="Codes of the departments it is for; empty for a tourist office: ask for its communes."
    )
    url: URL | None = strawberry.field(description="Its own site, when known.")


@strawberry.type(description="Something for those who speak of the platform: the press, partners, offices.")
class MediaAsset:
    """An asset of the media kit."""

    titles: strawberry.Private[Texts]
    alts: strawberry.Private[Texts]
    key: str = strawberry.field(description="Its name.")
    kind: MediaKind = strawberry.field(description="What it is.")
    url: URL = strawberry.field(description="Where to fetch it.")
    licence: str = strawberry.field(description="SPDX id such as `CC-BY-4.0`.")
    credit: str = strawberry.field(description="Whom to name beside it.")
    title = localized(lambda one: one.titles, description="What it shows.", required=True)
    alt = localized(
        lambda one: one.alts, description="Text for those who cannot see it; null for mere decoration."
    )


@strawberry.type(
    description="Offers that the Region put together under a title. Those that are not public are left out."
)
class EditorialCollection(Node):
    """A collection; `offer_keys` are in the order of its editors."""

    entity: ClassVar[str] = "EditorialCollection"
    titles: strawberry.Private[Texts]
    intros: strawberry.Private[Texts]
    offer_keys: strawberry.Private[tuple[str, ...]]
    slug: str = strawberry.field(description="Its name as part of a url.")
    published_at: datetime | None = strawberry.field(
        description="When it was published (UTC); null for a draft, which only the Region sees."
    )
    updated_at: datetime = strawberry.field(description="When it was last changed (UTC).")
    version: int = strawberry.field(
        description="Counts its changes: name the one you have read when you change it."
    )
    title = localized(lambda one: one.titles, description="Its title.", required=True)
    intro = localized(lambda one: one.intros, description="A few words before the list.")
