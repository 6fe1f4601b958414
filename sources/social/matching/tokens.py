"""A caption as words with their places, and a tree of names that finds all of them in one walk."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sources.social.captions import fold_text
from sources.social.matching.words import FRENCH, OTHERS

_WORD = re.compile(r"[^\W_]+")
_SKIPPED = re.compile(r"(?:https?://|www\.)\S+|(?<![\w])[@#＃][\w.]+|\b[\w.]*[._][\w.]*\w\b", re.IGNORECASE)
_JOINS = frozenset(" '’‘-‐‑\u00a0\u202f")
SENTENCE = frozenset(".!?\n:;…•|—–")


@dataclass(frozen=True, slots=True)
class Token:
    """A word: as written, folded, and where it stands."""

    raw: str
    folded: str
    start: int
    end: int

    @property
    def is_capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.raw[:1].isupper()


@dataclass(frozen=True, slots=True)
class Words:
    """A text without its urls, handles and hashtags, and its words in their order."""

    text: str
    tokens: Sequence[Token]
    is_french: bool

    def gap(self, place: int) -> str:
        """What stands between a word and the one after it."""
        after = self.tokens[place + 1].start if place + 1 < len(self.tokens) else len(self.text)
        return self.text[self.tokens[place].end : after]

    def before(self, place: int, steps: int = 1) -> str:
        """The folded word so many steps before a place in the same sentence, else empty."""
        if place - steps < 0 or any(self.ends(place - step) for step in range(1, steps + 1)):
            return ""
        return self.tokens[place - steps].folded

    def after(self, place: int) -> str:
        """The folded word after a place, wherever it stands."""
        return self.tokens[place + 1].folded if place + 1 < len(self.tokens) else ""

    def ends(self, place: int) -> bool:
        """Whether a sentence ends behind a word."""
        return bool(SENTENCE & set(self.gap(place)))

    def begins(self, place: int) -> bool:
        """Whether a sentence begins with a word."""
        return place == 0 or self.ends(place - 1)


@dataclass(frozen=True, slots=True)
class Found:
    """A name in a text: its first and last word, and what was kept under it."""

    first: int
    last: int
    values: Sequence[Any]


@dataclass(slots=True)
class NameTree:
    """Names by their words; finding them takes time in proportion to the text, however many they are."""

    _root: dict[str, Any] = field(default_factory=dict)

    def add(self, words: Sequence[str], value: Any) -> None:
        """Keep a value under a name."""
        node = self._root
        for word in words:
            node = node.setdefault(word, {})
        node.setdefault("", []).append(value)

    def find(self, words: Words) -> Iterator[Found]:
        """The longest name at every word, not inside of another hyphenated word."""
        for first in range(len(words.tokens)):
            found = self._longest(words, first)
            if found is not None and not _is_inside(words, found):
                yield found

    def _longest(self, words: Words, first: int) -> Found | None:
        node, best = self._root, None
        for place in range(first, len(words.tokens)):
            if place > first and not set(words.gap(place - 1)) <= _JOINS:
                break
            node = node.get(words.tokens[place].folded, {})
            if not node:
                break
            if "" in node:
                best = Found(first, place, node[""])
        return best


def read_words(text: str | None) -> Words:
    """The words of a caption."""
    plain = _SKIPPED.sub(lambda match: " " * len(match.group()), unicodedata.normalize("NFC", text or ""))
    tokens = [
        Token(match.group(), fold_text(match.group()), match.start(), match.end())
        for match in _WORD.finditer(plain)
    ]
    return Words(plain, tokens, _is_french(tokens))


def words_of(name: str) -> list[str]:
    """The folded words of a name."""
    return [fold_text(word) for word in _WORD.findall(unicodedata.normalize("NFC", name))]


def _is_inside(words: Words, found: Found) -> bool:
    text, first, last = words.text, words.tokens[found.first], words.tokens[found.last]
    before, after = text[max(first.start - 1, 0) : first.start], text[last.end : last.end + 2]
    return before == "-" or (after[:1] == "-" and after[1:2].isalpha())


def _is_french(tokens: Sequence[Token]) -> bool:
    said = [token.folded for token in tokens]
    french = sum(word in FRENCH for word in said)
    return all(sum(word in other for word in said) <= french for other in OTHERS)
