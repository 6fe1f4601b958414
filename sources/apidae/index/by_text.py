"""The condition on words: each of them occurs in an offer, as a beginning or in another inflection."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sources.apidae.catalogue import OfferQuery
from sources.apidae.index.columns import Mask
from sources.apidae.index.condition import Around, Condition
from sources.apidae.index.table import Table
from sources.apidae.words import words_of


def _text(table: Table, query: OfferQuery, _: Around) -> Mask:
    words = words_of(query.text or "")
    found = np.full(table.size, bool(words))
    for word in words:
        found &= table.words.matching(word, table.size)
    return found


def score_of(table: Table, text: str) -> NDArray[np.int64]:
    """How many of the words are in the name of each offer."""
    score = np.zeros(table.size, dtype=np.int64)
    for word in words_of(text):
        score += table.words.matching(word, table.size, in_name=True)
    return score


TEXTS: tuple[Condition, ...] = (Condition(arguments={"text": "text"}, keep=_text, live=frozenset({"text"})),)
