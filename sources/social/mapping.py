"""From a row of the Graph API to the document of a post; a row that cannot be one is left out."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sources.social.captions import fold_hashtag, read_text
from sources.social.media import Document, attached_links, facebook_media, instagram_media, web_url

FACEBOOK, INSTAGRAM = "FACEBOOK", "INSTAGRAM"
INSTITUTIONAL, SCOUT = "INSTITUTIONAL", "SCOUT"

LONGEST_CAPTION = 65_000
HIGHEST_COUNT = 2**31 - 1
"""GraphQL's Int ends here."""


@dataclass(frozen=True, slots=True)
class Account:
    """Whose posts they are. `key` is ours; `handle` and `name` are as the network shows them."""

    key: str
    network: str
    origin: str
    handle: str
    name: str


def post_key(network: str, post_id: str) -> str:
    """The key of a post: `instagram:1789...`."""
    return f"{network.lower()}:{post_id}"


def row_key(network: str, row: Any) -> str | None:
    """The key of the post in a row, None when the row does not say which post it is."""
    post_id = row.get("id") if isinstance(row, dict) else None
    return post_key(network, post_id) if isinstance(post_id, str) and 0 < len(post_id) <= 200 else None


def map_post(row: Any, account: Account, now: datetime) -> Document | None:
    """The document of a row of either network; None when it lacks an id, a date or an address."""
    key = row_key(account.network, row)
    if key is None:
        return None
    read = _facebook if account.network == FACEBOOK else _instagram
    post = read(row)
    if post["permalink"] is None or post["postedAt"] is None:
        return None
    return {"_id": key, **post, **_said(post), **_of(account), "fetchedAt": now}


def _instagram(row: Mapping[str, Any]) -> Document:
    return {
        "permalink": web_url(row.get("permalink")),
        "caption": _text(row.get("caption")),
        "attached": [],
        "media": instagram_media(row),
        "postedAt": _moment(row.get("timestamp")),
        "likes": _count(row.get("like_count")),
        "comments": _count(row.get("comments_count")),
    }


def _facebook(row: Mapping[str, Any]) -> Document:
    return {
        "permalink": web_url(row.get("permalink_url")),
        "caption": _text(row.get("message")),
        "attached": attached_links(row),
        "media": facebook_media(row),
        "postedAt": _moment(row.get("created_time")),
        "likes": _total(row.get("reactions")),
        "comments": _total(row.get("comments")),
    }


def _said(post: Document) -> Document:
    said = read_text(post["caption"])
    return {
        "hashtags": list(said.hashtags),
        "tags": [fold_hashtag(tag) for tag in said.hashtags],
        "handles": list(said.handles),
        "said": _fingerprint(post),
    }


def _fingerprint(post: Document) -> str:
    """Changes with all that links are made from."""
    said = repr((post["caption"], post["attached"], post["postedAt"]))
    return hashlib.sha256(said.encode(errors="replace")).hexdigest()[:32]


def _of(account: Account) -> Document:
    return {
        "network": account.network,
        "origin": account.origin,
        "account": {"key": account.key, "handle": account.handle, "name": account.name},
    }


def _text(value: Any) -> str | None:
    return value[:LONGEST_CAPTION] if isinstance(value, str) and value.strip() else None


def _moment(value: Any) -> datetime | None:
    """Meta writes `2021-08-13T08:25:28+0000`."""
    try:
        moment = datetime.fromisoformat(value)
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (TypeError, ValueError, OverflowError):
        return None


def _count(value: Any) -> int | None:
    fits = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= HIGHEST_COUNT
    return value if fits else None


def _total(value: Any) -> int | None:
    summary = value.get("summary") if isinstance(value, dict) else None
    return _count(summary.get("total_count")) if isinstance(summary, dict) else None
