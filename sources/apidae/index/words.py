"""Which rows have which words: words by their beginnings and, through their stems, in all inflections."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator

import numpy as np

from sources.apidae.index.columns import Mask
from sources.apidae.words import STEM, folded, stems_of


class Words:
    """An index from tokens to rows. A token is a folded word with its stems, `=` between them."""

    def __init__(self) -> None:
        """Without a word."""
        self._rows: dict[str, array[int]] = {}
        self._named: dict[str, array[int]] = {}
        self._by_stem: dict[str, list[str]] = {}
        self._by_word: dict[str, list[str]] = {}
        self._ordered: list[str] | None = None

    def put(self, row: int, words: str, name: str) -> None:
        """Take in the tokens of an offer and those of its name, separated by blanks."""
        for token in words.split():
            rows = self._rows.get(token)
            if rows is None:
                rows = self._add(token)
            rows.append(row)
        for token in name.split():
            self._named.setdefault(token, array("I")).append(row)

    def matching(self, word: str, size: int, *, in_name: bool = False) -> Mask:
        """The rows with a word that begins like this one or is an inflection of it."""
        found = np.zeros(size, dtype=np.bool_)
        rows = self._named if in_name else self._rows
        for token in self.tokens(word):
            if token in rows:
                found[np.array(rows[token])] = True
        return found

    def tokens(self, word: str) -> set[str]:
        """The tokens that fit a word as somebody types it, with or without its accents."""
        plain = folded(word)
        stems = {*stems_of(word), *(stem for token in self._by_word.get(plain, ()) for stem in _stems(token))}
        found = {token for stem in stems for token in self._by_stem.get(stem, ())}
        return found | set(self._beginning(plain))

    def _add(self, token: str) -> array[int]:
        self._ordered = None
        word, *stems = token.split(STEM)
        self._by_word.setdefault(word, []).append(token)
        for stem in stems:
            self._by_stem.setdefault(stem, []).append(token)
        rows = self._rows[token] = array("I")
        return rows

    def _beginning(self, word: str) -> Iterator[str]:
        if self._ordered is None:
            self._ordered = sorted(self._rows)
        for place in range(bisect_left(self._ordered, word), len(self._ordered)):
            if not self._ordered[place].startswith(word):
                return
            yield self._ordered[place]


def _stems(token: str) -> list[str]:
    return token.split(STEM)[1:]
