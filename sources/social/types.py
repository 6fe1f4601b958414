"""The types that this source adds to the graph: posts of Instagram and Facebook."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Any, ClassVar

import strawberry

from gateway.graph.node import Node
from gateway.graph.scalars import URL
from gateway.graph.shared import Origin
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
    """Media of a post. Urls belong to the network and live a few days at most."""

    kind: SocialMediaKind = strawberry.field(description="What it is.")
    url: URL | None = strawberry.field(
        description="The file at the network's own servers; null when the network withholds it or the "
        "address has expired. Do not store it."
    )
    preview_url: URL | None = strawberry.field(
        description="A still picture to show: of a video its first frame, else the picture itself. "
        "Null like `url`."
    )
    width: int | None = strawberry.field(description="Width in pixels; Instagram never tells.")
    height: int | None = strawberry.field(description="Height in pixels; Instagram never tells.")
    alt: str = strawberry.field(description="Text for those who cannot see it; empty when there is none.")


@strawberry.type(description="The account that published a post.")
class SocialAccount:
    """Author of a post."""

    network: Network = strawberry.field(description="Where the account is.")
    name: str = strawberry.field(description="Name as the network shows it.")
    handle: str = strawberry.field(description="User name without `@`.")


@strawberry.type(description="A public post of an institution or a scout on Instagram or Facebook.")
class SocialPost(Node):
    """A post; the copy is refreshed every few minutes and marked when that fails."""

    entity: ClassVar[str] = "SocialPost"

    network: Network = strawberry.field(description="Where it was published.")
    permalink: URL = strawberry.field(description="Address of the post; link to it wherever it is shown.")
    caption: str | None = strawberry.field(description="The author's text, line breaks included.")
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


def post_of(document: Mapping[str, Any], *, now: datetime, stale_before: datetime) -> SocialPost:
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
        media=[_media(item, now) for item in document["media"]],
        like_count=document["likes"],
        comment_count=document["comments"],
        fetched_at=fetched,
        stale=fetched < stale_before or not document["accountOk"],
    )


def _media(item: Mapping[str, Any], now: datetime) -> SocialMedia:
    return SocialMedia(
        kind=SocialMediaKind[item["kind"]],
        url=_living(item["url"], item["urlExpires"], now),
        preview_url=_living(item["preview"], item["previewExpires"], now),
        width=item["width"],
        height=item["height"],
        alt=item["alt"],
    )


def _living(url: str | None, expires: datetime | None, now: datetime) -> URL | None:
    if url is None or (expires is not None and aware(expires) <= now):
        return None
    return URL(url)
