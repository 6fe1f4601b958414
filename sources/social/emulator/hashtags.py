"""Hashtags: their ids, the posts that carry them, and the thirty a week that one account may ask for."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from sources.social.emulator.errors import GraphError
from sources.social.emulator.ids import digits

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sources.social.emulator.models import InstagramPost

WEEK = 7 * 86_400
MOST = 30
_TAG = re.compile(r"#(\w+)")


def tags_of(caption: str | None) -> set[str]:
    """Give the hashtags of a caption in lower case."""
    return {tag.lower() for tag in _TAG.findall(caption or "")}


class Hashtags:
    """The names behind hashtag ids, and when each was first asked for within the last seven days."""

    def __init__(self, seed: str) -> None:
        """Start with no hashtag asked for."""
        self._seed = seed
        self._names: dict[str, str] = {}
        self._asked: dict[str, float] = {}

    def search(self, text: str, now: float) -> str:
        """Give the id of a hashtag; raises `GraphError` 24 for an impossible one, 18 above thirty a week."""
        name = unicodedata.normalize("NFC", text).lower().lstrip("#")
        if not re.fullmatch(r"\w+", name):
            raise GraphError(24, "The requested resource does not exist", subcode=2207024)
        identifier = "178" + digits(14, self._seed, "hashtag", name)
        self._touch(identifier, now)
        self._names[identifier] = name
        return identifier

    def name_of(self, identifier: str) -> str | None:
        """Give the name of a hashtag that was searched before."""
        return self._names.get(identifier)

    def read(self, identifier: str, now: float) -> None:
        """Count the reading of a hashtag's posts like a search."""
        self._touch(identifier, now)

    def recent(self, now: float) -> list[tuple[str, str]]:
        """Give id and name of the hashtags asked for in the last seven days."""
        self._forget(now)
        return [(identifier, self._names[identifier]) for identifier in self._asked]

    def _touch(self, identifier: str, now: float) -> None:
        self._forget(now)
        if identifier not in self._asked:
            if len(self._asked) >= MOST:
                raise GraphError(18, f"(#18) More than {MOST} unique hashtags within 7 days")
            self._asked[identifier] = now

    def _forget(self, now: float) -> None:
        self._asked = {key: first for key, first in self._asked.items() if first > now - WEEK}


def carrying(name: str, posts: Iterable[InstagramPost]) -> list[InstagramPost]:
    """Give the posts whose caption carries a hashtag, in an order that is neither of date nor of likes."""
    found = [post for post in posts if name in tags_of(post.caption)]
    return sorted(found, key=lambda post: digits(8, name, post.id))
