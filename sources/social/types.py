"""The types that this source adds to the graph: posts of Instagram and Facebook."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import Enum
from typing import Any, ClassVar

import strawberry

from gateway.graph.feed import FeedItem
from gateway.graph.scalars import URL
from gateway.graph.shared import Origin, PictureSize
from gateway.media.signing import WIDTHS
from sources.social.captions import pruned
from sources.social.media import picture_ref
from sources.social.times import aware


@strawberry.enum(description="A social network.")
class Network(Enum):
    """The networks that are read."""

    FACEBOOK = strawberry.enum_value("FACEBOOK", description="Facebook.")
    INSTAGRAM = strawberry.enum_value("INSTAGRAM", description="Instagram.")


@strawberry.enum(description="What a part of a post is.")
class SocialMediaKind(Enum):
    """Kinds of media."""

    IMAGE = strawberry.enum_value("IMAGE", description="A picture.")
    VIDEO = strawberry.enum_value("VIDEO", description="A video or reel.")
    ALBUM = strawberry.enum_value("ALBUM", description="An album of which only the cover is known.")


@strawberry.type(description="One picture or video of a post; albums give one entry per part.")
class SocialMedia:
    """Media of a post."""

    kind: SocialMediaKind = strawberry.field(description="What it is.")
    url: URL | None = strawberry.field(
        description="The file at the network's own servers; null when the network withholds it or the "
        "address has expired. Do not store it."
    )
    preview_url: URL | None = strawberry.field(
        description="A still picture at the network's own servers: of a video its first frame, else the "
        "picture itself. Null like `url`; `sizes` is what pages should show."
    )
    width: int | None = strawberry.field(
        description="Width in pixels; null until the picture was fetched once, Instagram never tells."
    )
    height: int | None = strawberry.field(description="Height in pixels; null like `width`.")
    alt: str = strawberry.field(description="Text for those who cannot see it; empty when there is none.")
    dominant_color: str | None = strawberry.field(
        description="Its colour on average, e.g. `#3366cc`, to show while it loads; null like `width`."
    )
    picture: strawberry.Private[Callable[[int], str] | None]

    @strawberry.field(
        description="The still picture under addresses of this service that never change, smallest first; "
        "empty when there is none. Where it is missing for a moment they answer a grey placeholder."
    )
    def sizes(self) -> list[PictureSize]:
        picture = self.picture
        return [PictureSize(width=width, url=URL(picture(width))) for width in WIDTHS] if picture else []


@strawberry.type(description="The account that published a post.")
class SocialAccount:
    """Author of a post."""

    network: Network = strawberry.field(description="Where the account is.")
    name: str = strawberry.field(description="Name as the network shows it.")
    handle: str = strawberry.field(description="User name without `@`.")


@strawberry.enum(description="Whose account it is.")
class SocialAccountKind(Enum):
    """Kinds of accounts."""

    OWNED = strawberry.enum_value("OWNED", description="Of the region itself.")
    SCOUT = strawberry.enum_value("SCOUT", description="Of a scout who agrees to it.")
    PARTNER = strawberry.enum_value("PARTNER", description="Of a partner, such as a tourist office.")


@strawberry.type(description="An account whose posts are shown.")
class FollowedAccount:
    """An account and how fresh it is."""

    account: SocialAccount = strawberry.field(description="The account.")
    url: URL = strawberry.field(description="Its page at the network.")
    kind: SocialAccountKind = strawberry.field(description="Whose it is.")
    read_at: datetime = strawberry.field(description="When it was read the last time (UTC).")
    stale: bool = strawberry.field(description="True when it cannot be read at the moment.")


@strawberry.enum(description="Why a post is linked to an object.")
class SocialMatchReason(Enum):
    """Reasons."""

    AUTHOR = strawberry.enum_value("AUTHOR", description="It is by the scout.")
    OFFICE = strawberry.enum_value("OFFICE", description="Somebody who answers for the object said so.")
    PERMALINK = strawberry.enum_value("PERMALINK", description="It links to a page of the object.")
    MENTION = strawberry.enum_value("MENTION", description="It names the object's account.")
    HASHTAG = strawberry.enum_value("HASHTAG", description="It has the object's own hashtag.")
    NAME = strawberry.enum_value("NAME", description="It names the offer.")
    PLACE = strawberry.enum_value("PLACE", description="It names the commune or territory.")


@strawberry.type(description="Something that a post is about.")
class SocialMatch:
    """A link with its reason."""

    target: strawberry.ID = strawberry.field(
        description="The id of the offer, commune or territory: ask `node` for it."
    )
    reason: SocialMatchReason = strawberry.field(description="Why.")
    confidence: float = strawberry.field(description="How sure it is, from 0 to 1.")
    confirmed: bool = strawberry.field(description="True when a person said that it is right.")


@strawberry.type(description="A public post of an institution or a scout on Instagram or Facebook.")
class SocialPost(FeedItem):
    """A post; the copy is refreshed every few minutes and marked when that fails."""

    entity: ClassVar[str] = "SocialPost"

    network: Network = strawberry.field(description="Where it was published.")
    permalink: URL = strawberry.field(description="Address of the post; link to it wherever it is shown.")
    caption: str | None = strawberry.field(description="The author's text, line breaks included.")

    @strawberry.field(
        description="The text without the hashtags and account names at its end and without empty lines."
    )
    def pruned_caption(self) -> str | None:
        return pruned(self.caption)

    hashtags: list[str] = strawberry.field(description="Hashtags of the caption, without `#`.")
    mentioned_handles: list[str] = strawberry.field(
        description="Account names in the caption, lower-case, without `@`."
    )
    posted_at: datetime = strawberry.field(description="When it was published (UTC).")
    origin: Origin = strawberry.field(description="Who speaks: an institution or a scout.")
    account: SocialAccount = strawberry.field(description="Who published it.")
    media: list[SocialMedia] = strawberry.field(description="Its pictures and videos, in their order.")
    like_count: int | None = strawberry.field(
        description="Likes, on Facebook all reactions; null when the author hides them."
    )
    comment_count: int | None = strawberry.field(description="Comments; null when unknown.")
    fetched_at: datetime = strawberry.field(description="When this copy was read from the network (UTC).")
    stale: bool = strawberry.field(
        description="True when the account cannot be read at the moment or this copy is too old: numbers "
        "may be wrong and the post may be gone."
    )
    pinned: bool = strawberry.field(
        description="True when an office or community manager put it on top of this list."
    )
    posted_ms: strawberry.Private[int]


Picture = Callable[[str, int], str]
"""The address of a picture by its name and width."""


def post_of(
    document: Mapping[str, Any], *, now: datetime, stale_before: datetime, picture: Picture
) -> SocialPost:
    """The object of a stored post as it is shown at `now`; older than `stale_before` is stale."""
    account = document["account"]
    network = Network[document["network"]]
    posted, fetched = aware(document["postedAt"]), aware(document["fetchedAt"])
    return SocialPost(
        key=document["_id"],
        network=network,
        permalink=URL(document["permalink"]),
        caption=document["caption"],
        hashtags=document["hashtags"],
        mentioned_handles=document["handles"],
        posted_at=posted,
        pinned=bool(document.get("pinned")),
        posted_ms=round(posted.timestamp() * 1000),
        origin=Origin[document["origin"]],
        account=SocialAccount(network=network, name=account["name"], handle=account["handle"]),
        media=[
            _media(item, now, document.get("facts", {}).get(str(place)), _named(document, place, picture))
            for place, item in enumerate(document["media"])
        ],
        like_count=document["likes"],
        comment_count=document["comments"],
        fetched_at=fetched,
        stale=fetched < stale_before or not document["accountOk"],
    )


def _named(document: Mapping[str, Any], place: int, picture: Picture) -> Callable[[int], str]:
    ref = picture_ref(document["_id"], place)
    return lambda width: picture(ref, width)


def _media(
    item: Mapping[str, Any], now: datetime, facts: Mapping[str, Any] | None, picture: Callable[[int], str]
) -> SocialMedia:
    seen = facts or {}
    return SocialMedia(
        kind=SocialMediaKind[item["kind"]],
        url=_living(item["url"], item["urlExpires"], now),
        preview_url=_living(item["preview"], item["previewExpires"], now),
        width=item["width"] or seen.get("width"),
        height=item["height"] or seen.get("height"),
        alt=item["alt"],
        dominant_color=seen.get("colour"),
        picture=picture if item["preview"] else None,
    )


def _living(url: str | None, expires: datetime | None, now: datetime) -> URL | None:
    if url is None or (expires is not None and aware(expires) <= now):
        return None
    return URL(url)
