"""Search in the manual: names first, then descriptions and the text of guides."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from graphql import GraphQLSchema

from gateway.manual.guides import Guide

MOST_FOUND = 50
MOST_CHARACTERS = 80
ABOUT_CHARACTERS = 160
ROOT_TYPES = {"query", "mutation", "subscription"}
HEADING = re.compile(r"^## +(.*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can be found: `place` is its address from the root, `what` its kind in a word."""

    name: str
    what: str
    about: str
    place: str
    folded_name: str = field(init=False, repr=False)
    folded_text: str = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Fold once what every search looks at."""
        object.__setattr__(self, "folded_name", folded(self.name))
        object.__setattr__(self, "folded_text", folded(f"{self.name} {self.about}"))

    def rank(self, words: Sequence[str]) -> int | None:
        """The lower, the better it fits; None when a word is missing."""
        if not all(word in self.folded_text for word in words):
            return None
        name = self.folded_name
        owner, _, own = name.rpartition(".")
        if own in (" ".join(words), "".join(words)):
            return 0 if not owner or owner in ROOT_TYPES else 1
        return 2 + (not all(word in name for word in words)) * 2 + (not name.startswith(words[0]))


def folded(text: str) -> str:
    """Without case and accents."""
    parts = unicodedata.normalize("NFKD", text.lower())
    return "".join(part for part in parts if not unicodedata.combining(part))


def find(entries: Sequence[Entry], asked: str) -> list[Entry]:
    """The entries that hold all words, best first, at most fifty."""
    words = folded(asked[:MOST_CHARACTERS]).split()
    if not words:
        return []
    ranked = ((entry.rank(words), entry) for entry in entries)
    found = sorted((rank, len(entry.name), entry.name, entry) for rank, entry in ranked if rank is not None)
    return [entry for *_, entry in found[:MOST_FOUND]]


def entries_of(schema: GraphQLSchema, places: dict[str, str], guides: Iterable[Guide]) -> list[Entry]:
    """All that can be found."""
    return [*_guide_entries(guides), *_type_entries(schema, places)]


def shortened(text: str) -> str:
    """The beginning of a text, for a list."""
    line = " ".join(text.split())
    return line if len(line) <= ABOUT_CHARACTERS else line[:ABOUT_CHARACTERS].rsplit(" ", 1)[0] + " …"


def _guide_entries(guides: Iterable[Guide]) -> Iterable[Entry]:
    for guide in guides:
        parts = HEADING.split(guide.text)
        yield Entry(guide.title, "guide", parts[0], guide.path)
        for heading, text in zip(parts[1::2], parts[2::2], strict=True):
            words = re.sub(r"[^a-z0-9]+", "-", heading.lower()).strip("-")
            yield Entry(heading.replace("`", ""), f"guide: {guide.title}", text, f"{guide.path}#{words}")


def _type_entries(schema: GraphQLSchema, places: dict[str, str]) -> Iterable[Entry]:
    for name, place in places.items():
        kind: Any = schema.type_map[name]
        yield Entry(name, "type", kind.description or "", place)
        members = getattr(kind, "fields", None) or getattr(kind, "values", {})
        what = "value" if hasattr(kind, "values") else "field"
        for key, member in members.items():
            yield Entry(f"{name}.{key}", what, member.description or "", f"{place}#{key}")
