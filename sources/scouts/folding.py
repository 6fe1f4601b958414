"""Names without case and accents: for sorting, and for finding words whatever their spelling."""

from __future__ import annotations

import re
import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "’": "'"})
_WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """`Émile du Val` becomes `emile du val`."""
    decomposed = unicodedata.normalize("NFKD", text.lower().translate(_LIGATURES))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def words_of(*texts: str) -> list[str]:
    """The distinct folded words of texts, in their order."""
    return list(dict.fromkeys(word for text in texts for word in _WORD.findall(fold(text))))
