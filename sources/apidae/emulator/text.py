"""Folding of French text: case, accents and punctuation are put aside before words are compared."""

import re
import unicodedata
from functools import lru_cache

_WORD = re.compile(r"[a-z0-9]+")
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss"})


def fold(text: str) -> str:
    """The text in lower case without accents; ligatures are written as two letters."""
    plain = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
    return plain.encode("ascii", "ignore").decode("ascii").lower() if not plain.isascii() else plain.lower()


def words(text: str) -> list[str]:
    """The folded words of a text, in order, with repetitions."""
    return _WORD.findall(fold(text.replace("’", " ")))


@lru_cache(maxsize=4096)
def sentence_words(sentence: str) -> tuple[str, ...]:
    """The distinct folded words of one sentence, remembered because generated texts repeat their
    sentences.
    """
    return tuple(dict.fromkeys(words(sentence)))


def key(name: str) -> str:
    """A name reduced to its folded words: what two spellings of a commune have in common."""
    return " ".join(words(name))


def slug(name: str) -> str:
    """A name as it stands in a web address: folded words joined by hyphens."""
    return "-".join(words(name))
