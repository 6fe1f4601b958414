"""French words for searching and ordering: accents are optional, inflections fall together by their stems."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

import snowballstemmer

STEM = "="
"""Between a folded word and its stems in a token; no word holds it."""
LONGEST = 60
"""Letters of a word; what is longer is no word."""
LONGEST_NAME = 100

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss"})
_WORD = re.compile(r"[^\W_]+")
_PLAIN = re.compile(r"[a-z0-9]+")
_ACCENTS = {
    "\u0301": "$",
    "\u0300": "%",
    "\u0306": "&",
    "\u0302": "'",
    "\u030c": "(",
    "\u030a": ")",
    "\u0308": "+",
    "\u0303": "-",
    "\u0327": "0",
}
"""Marks in the order of the Unicode collation, acute before grave, all behind a letter without any."""
_STEMMER = snowballstemmer.stemmer("french")


def words_of(text: str) -> list[str]:
    """The distinct words of a text in order, small: `Fêtes d’Œuvres` gives `fêtes`, `d`, `oeuvres`."""
    plain = unicodedata.normalize("NFC", text).translate(_LIGATURES).lower()
    return list(dict.fromkeys(word for word in _WORD.findall(plain) if folded(word)))


@lru_cache(maxsize=50_000)
def folded(word: str) -> str:
    """A word without its accents."""
    if word.isascii():
        return word
    return unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode().lower()


@lru_cache(maxsize=50_000)
def stem_of(word: str) -> str:
    """What the inflections of a word have in common, folded: `randonnées` and `randonner` give `randon`."""
    return folded(_STEMMER.stemWord(word)) or folded(word)


def stems_of(word: str) -> tuple[str, ...]:
    """The stem of a word, and that of the word as it is typed without accents."""
    return tuple(dict.fromkeys((stem_of(word), stem_of(folded(word)))))


def tokens_of(words: Iterable[str]) -> str:
    """Words as they stand in a document: see `index/words.py`."""
    return " ".join(dict.fromkeys(_token(word) for word in words if len(word) <= LONGEST))


def plain_key(name: str) -> str:
    """The folded words of a name with blanks between them: what its beginnings are compared by."""
    plain = unicodedata.normalize("NFKD", name.translate(_LIGATURES))
    return " ".join(_PLAIN.findall(plain.replace("’", " ").encode("ascii", "ignore").decode().lower()))


def sort_key(name: str) -> str:
    """By what a French dictionary orders names: letters, then accents, then capitals; signs are blanks."""
    plain: list[str] = []
    accents: list[str] = []
    capitals: list[str] = []
    for sign in unicodedata.normalize("NFKD", " ".join(name.split()))[: LONGEST_NAME * 2]:
        if sign in _ACCENTS and accents:
            accents[-1] += _ACCENTS[sign]
            continue
        letters = sign.translate(_LIGATURES).lower()
        plain.append(letters if _PLAIN.fullmatch(letters) else "" if unicodedata.combining(sign) else " ")
        accents.append(" " * len(plain[-1]))
        capitals.append("0" * len(plain[-1]) if sign == letters else "1" * len(plain[-1]))
    letters_only = " ".join("".join(plain).split())[:LONGEST_NAME]
    return "\x01".join([letters_only, "".join(accents).rstrip(), "".join(capitals).rstrip("0")]).rstrip(
        "\x01"
    )


@lru_cache(maxsize=50_000)
def _token(word: str) -> str:
    return STEM.join([folded(word), *stems_of(word)])
