"""From the body of a webhook to the changes in it, each with a name that a repetition has too."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

import orjson

from sources.social.mapping import FACEBOOK, INSTAGRAM

POSTS = frozenset({"post", "status", "photo", "video", "share", "album", "link", "reel", "note", "event"})


class What(Enum):
    """What is to be done about a change."""

    REMOVE = "REMOVE"
    HIDE = "HIDE"
    SHOW = "SHOW"
    READ = "READ"


VERBS = {
    "remove": What.REMOVE,
    "delete": What.REMOVE,
    "hide": What.HIDE,
    "unhide": What.SHOW,
    "add": What.READ,
    "edit": What.READ,
    "edited": What.READ,
    "update": What.READ,
}


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one post: `name` is the same whenever it is delivered again."""

    name: str
    account: str
    post: str
    what: What


def read_changes(body: bytes) -> list[Change] | None:
    """The changes that concern posts; None when the body is not a webhook at all."""
    try:
        sent = orjson.loads(body)
    except orjson.JSONDecodeError:
        return None
    if not isinstance(sent, dict) or not isinstance(sent.get("entry"), list):
        return None
    network = {"page": FACEBOOK, "instagram": INSTAGRAM}.get(str(sent.get("object")))
    if network is None:
        return []
    found = [change for entry in sent["entry"] if isinstance(entry, dict) for change in _of(network, entry)]
    return list({change.name: change for change in found}.values())


def _of(network: str, entry: dict[str, Any]) -> Iterator[Change]:
    owner = _text(entry.get("id"))
    changes = entry.get("changes")
    for one in changes if isinstance(changes, list) else ():
        value = one.get("value") if isinstance(one, dict) else None
        if not owner or not isinstance(value, dict):
            continue
        found = _page(one, value) if network == FACEBOOK else _instagram(one, value)
        if found is not None:
            post, what = found
            name = _name(network, owner, entry.get("time"), one)
            yield Change(name, f"{network}:{owner}", post, what)


def _page(change: dict[str, Any], value: dict[str, Any]) -> tuple[str, What] | None:
    """Changes of the Page's own feed; mentions of it by strangers are not ours to show."""
    if change.get("field") != "feed" or value.get("item") not in POSTS:
        return None
    post, what = _text(value.get("post_id")), VERBS.get(str(value.get("verb")))
    return (post, what) if post and what else None


def _instagram(change: dict[str, Any], value: dict[str, Any]) -> tuple[str, What] | None:
    """A comment under a post of ours says that its counts changed; nothing tells of new posts."""
    media = value.get("media")
    if change.get("field") != "comments" or not isinstance(media, dict):
        return None
    post = _text(media.get("id"))
    return (post, What.READ) if post else None


def _name(network: str, owner: str, time: Any, change: dict[str, Any]) -> str:
    said = orjson.dumps([network, owner, time, change], option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(said).hexdigest()


def _text(value: Any) -> str:
    """An id as text: ids arrive as texts or as numbers."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    text = str(value)
    return text if 0 < len(text) <= 200 else ""
