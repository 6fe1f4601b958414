"""Pictures and videos of posts: from Meta's many shapes to one, with the time at which each url dies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

Raw = Mapping[str, Any]
Document = dict[str, Any]

IMAGE, VIDEO, ALBUM = "IMAGE", "VIDEO", "ALBUM"
REDIRECT = "l.facebook.com"
LONGEST_URL = 4000
MOST_ITEMS = 50


def instagram_media(post: Raw) -> list[Document]:
    """The media of an Instagram post: the parts of an album, or the one picture or video.

    An album whose parts were not told is its cover. A missing `media_url` gives an item without url.
    """
    if post.get("media_type") == "CAROUSEL_ALBUM":
        parts = [item for child in _rows(post.get("children")) if (item := _instagram_item(child))]
        return parts[:MOST_ITEMS] or [_item(ALBUM, post.get("media_url"), alt=post.get("alt_text"))]
    item = _instagram_item(post)
    return [item] if item else []


def facebook_media(post: Raw) -> list[Document]:
    """The media of a Page's post: the parts of an album, or what is attached, or its picture."""
    found = [item for attached in _rows(post.get("attachments")) for item in _attached(attached)]
    if not found and post.get("full_picture"):
        found = [_item(IMAGE, post["full_picture"])]
    return found[:MOST_ITEMS]


def attached_links(post: Raw) -> list[str]:
    """Addresses that a Page's post links to, without Meta's redirect in front of them."""
    attached = _rows(post.get("attachments"))
    links = (web_url(item.get("unshimmed_url") or item.get("url")) for item in attached)
    return [link for link in links if link and urlsplit(link).hostname != REDIRECT]


def web_url(value: Any) -> str | None:
    """The value when it is an absolute http(s) url that carries no token of ours."""
    if not isinstance(value, str) or len(value) > LONGEST_URL or "access_token" in value:
        return None
    try:
        parts = urlsplit(value)
    except ValueError:
        return None
    return value if parts.scheme in {"http", "https"} and parts.hostname else None


def expiry_of(url: str | None) -> datetime | None:
    """When a media url dies: its `oe`, hexadecimal seconds since 1970; None when it does not say."""
    values = parse_qs(urlsplit(url).query).get("oe") if url else None
    try:
        return datetime.fromtimestamp(int(values[0], 16), UTC) if values else None
    except (ValueError, OverflowError, OSError):
        return None


def picture_ref(post: str, place: int) -> str:
    """The name of a picture: its post and its place there, which never change."""
    return f"{post}/{place}"


def read_ref(ref: str) -> tuple[str, int] | None:
    """Post and place of a picture; None for another text."""
    post, _, place = ref.rpartition("/")
    return (post, int(place)) if post and place.isdecimal() and len(place) < 4 else None


def _instagram_item(post: Raw) -> Document | None:
    kind = post.get("media_type")
    if kind not in (IMAGE, VIDEO):  # a tuple: a damaged kind may not be hashable
        return None
    still = post.get("thumbnail_url") if kind == VIDEO else post.get("media_url")
    return _item(kind, post.get("media_url"), still, alt=post.get("alt_text"))


def _attached(attached: Raw) -> Iterator[Document]:
    parts = _rows(attached.get("subattachments"))
    if parts:
        for part in parts:
            yield from _attached(part)
        return
    media = _dict(attached.get("media"))
    image = _dict(media.get("image"))
    video = _is_video(attached)
    if not image and not video:
        return
    kind = VIDEO if video else ALBUM if attached.get("media_type") == "album" else IMAGE
    url = media.get("source") if video else image.get("src")
    yield _item(kind, url, image.get("src"), size=(image.get("width"), image.get("height")))


def _is_video(attached: Raw) -> bool:
    # parts of an album have a `type` only, and there are several kinds of video
    return attached.get("media_type") == "video" or str(attached.get("type")).startswith("video")


def _item(
    kind: str, url: Any, still: Any = None, *, alt: Any = None, size: tuple[Any, Any] = (None, None)
) -> Document:
    file, picture = web_url(url), web_url(still if still is not None or kind == VIDEO else url)
    return {
        "kind": kind,
        "url": file,
        "urlExpires": expiry_of(file),
        "preview": picture,
        "previewExpires": expiry_of(picture),
        "width": _pixels(size[0]),
        "height": _pixels(size[1]),
        "alt": alt if isinstance(alt, str) else "",
    }


def _pixels(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 100_000 else None


def _rows(value: Any) -> Sequence[Raw]:
    rows = value.get("data") if isinstance(value, dict) else None
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _dict(value: Any) -> Raw:
    return value if isinstance(value, dict) else {}
