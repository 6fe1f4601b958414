"""Attachments of the Page's posts: photos, albums with their parts, links through the shim, videos."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sources.social.emulator import defaults
from sources.social.emulator.cdn import shim
from sources.social.emulator.nodes import ABSENT, NodeKind, render

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sources.social.emulator.fields import Selection
    from sources.social.emulator.models import PagePost, Picture
    from sources.social.emulator.state import Reading

_SITE: Final = f"https://www.facebook.com/{defaults.PAGE_USERNAME}"


@dataclass(frozen=True, slots=True)
class Attachment:
    """One attachment: its kinds, target, texts, picture, and the parts of an album."""

    media_type: str
    type: str
    target_id: str | None
    url: str
    title: str | None = None
    description: str | None = None
    picture: Picture | None = None
    video: Picture | None = None
    parts: tuple[Attachment, ...] = ()


def attachments_of(post: PagePost) -> Iterator[Attachment]:
    """Give the attachments of a post: one, or none for a plain message."""
    if post.kind == "photo":
        yield _photo(post.pictures[0], post.message)
    elif post.kind == "album":
        parts = tuple(_photo(picture, None) for picture in post.pictures)
        title = f"Photos de la publication de {defaults.PAGE_NAME}"
        yield Attachment("album", "album", post.short_id, post.permalink, title, post.message, parts=parts)
    elif post.kind == "video":
        film = f"{_SITE}/videos/{post.short_id}/"
        title = "Une minute ici"
        picture = post.pictures[0]
        yield Attachment(
            "video", "video_inline", post.short_id, film, title, post.message, picture, post.video
        )
    elif post.link is not None:
        link = post.link
        yield Attachment("link", "share", None, link.url, link.title, link.description, post.pictures[0])


def _photo(picture: Picture, description: str | None) -> Attachment:
    identifier = picture.key[:15]
    url = f"{_SITE}/photos/{identifier}/"
    return Attachment("photo", "photo", identifier, url, description=description, picture=picture)


def _target(_: Reading, item: Attachment) -> dict[str, str]:
    if item.target_id is None:
        return {"url": shim(item.url)}
    return {"id": item.target_id, "url": item.url}


def _media(reading: Reading, item: Attachment) -> Any:
    if item.picture is None:
        return ABSENT
    image = {
        "height": item.picture.height,
        "src": reading.file_url(item.picture),
        "width": item.picture.width,
    }
    if item.video is None:
        return {"image": image}
    return {"image": image, "source": reading.file_url(item.video)}


def _url(_: Reading, item: Attachment) -> str:
    return shim(item.url) if item.media_type == "link" else item.url


def _parts(reading: Reading, item: Attachment, asked: Selection) -> Any:
    if not item.parts:
        return ABSENT
    return {"data": [render(reading, ATTACHMENT, part, asked.children) for part in item.parts]}


def _text(name: str) -> Any:
    return lambda _, item: getattr(item, name) or ABSENT


ATTACHMENT: Final = NodeKind(
    "StoryAttachment",
    {
        "description": _text("description"),
        "description_tags": lambda _reading, _item: ABSENT,
        "media": _media,
        "media_type": _text("media_type"),
        "target": _target,
        "title": _text("title"),
        "type": _text("type"),
        "unshimmed_url": _text("url"),
        "url": _url,
    },
    {"subattachments": _parts},
    default=("description", "media", "target", "title", "type", "url"),
)
