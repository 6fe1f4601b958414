"""Names as parts of urls and as hashtags."""

from __future__ import annotations

import re
import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "Oe", "æ": "ae", "Æ": "Ae", "ß": "ss", "ø": "o", "Ø": "O"})
_ENDING = re.compile(r"(?:[a-z0-9]+-)*([1-9][0-9]{0,14})")
LONGEST = 80


def fold(name: str) -> str:
    """Lower-case words of ASCII letters and digits, joined by hyphens."""
    plain = unicodedata.normalize("NFKD", name.translate(_LIGATURES)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def slug_of(name: str, number: int) -> str:
    """The slug of an offer: its folded name, cut at a word, and its number."""
    words = fold(name)
    if len(words) > LONGEST:
        words = words[: LONGEST + 1].rpartition("-")[0] or words[:LONGEST]
    return f"{words}-{number}" if words else str(number)


def number_of(slug: str) -> int | None:
    """The number at the end of a slug; the words before it may be out of date."""
    found = _ENDING.fullmatch(slug) if len(slug) <= LONGEST + 20 else None
    return int(found[1]) if found else None


def hashtag_of(name: str) -> str:
    """A name as a hashtag without `#`."""
    return fold(name).replace("-", "")
