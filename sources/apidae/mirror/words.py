"""French words for searching: without case and accents, each also under the stem of its inflections."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

STEM = "="
"""Before a stem in a list of words; no word begins with it."""

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "’": " "})
_WORD = re.compile(r"[a-z0-9]+")
_ENDINGS = (
    *(("atrice", ""), ("ation", ""), ("ateur", ""), ("euse", ""), ("eur", "")),
    *(("ee", ""), ("er", ""), ("ez", ""), ("e", "")),
)
_SHORTEST = 4
"""Letters that must be left, so that short words do not fall together."""


def words_of(text: str) -> list[str]:
    """The distinct words of a text in order: `Fêtes d’Œuvres` gives `fetes`, `d`, `oeuvres`."""
    plain = text.translate(_LIGATURES)
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return list(dict.fromkeys(_WORD.findall(plain.lower())))


def stem_of(word: str) -> str:
    """What the inflections of a folded word have in common: `randonnees` and `randonner` give `randon`."""
    word = _singular(word)
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            word = word[: len(word) - len(ending)] + instead
            break
    return word[:-1] if len(word) > _SHORTEST and word[-1] == word[-2] and word[-1].isalpha() else word


def indexed(words: Iterable[str]) -> list[str]:
    """Words and their stems, for a list that `beginning` and `STEM` search in."""
    found = dict.fromkeys(words)
    return [*found, *dict.fromkeys(STEM + stem_of(word) for word in found)]


def beginning(word: str) -> re.Pattern[str]:
    """What the words that begin like a folded word match; an index serves it."""
    return re.compile(f"^{word}", re.ASCII)


def sort_key(name: str, longest: int = 100) -> str:
    """A name by its letters and digits only, which is how French words are ordered first of all."""
    plain = name.translate(_LIGATURES)
    plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode().lower()
    return " ".join(_WORD.findall(plain))[:longest]


def distinct(texts: Sequence[str]) -> list[str]:
    """The distinct words of several texts."""
    return list(dict.fromkeys(word for text in texts for word in words_of(text)))


def _singular(word: str) -> str:
    if len(word) <= _SHORTEST or not word.isalpha():
        return word
    if word.endswith("aux") and not word.endswith("eaux"):
        return word[:-3] + "al"
    return word[:-1] if word[-1] in "sx" else word
