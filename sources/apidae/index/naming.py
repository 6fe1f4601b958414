"""Offers by what somebody types of their names."""

from __future__ import annotations

from typing import Any

import numpy as np

from sources.apidae.index.columns import Wholes
from sources.apidae.index.table import Table
from sources.apidae.words import plain_key, words_of


def named_like(table: Table, typed: str, most: int) -> list[dict[str, Any]]:
    """`{_id, stamp}` of at most `most` offers whose name holds all the words, the last one being typed still.

    Those whose name begins so come first, each group by name.
    """
    words = words_of(typed)
    if not words:
        return []
    kept = table.everything.copy()
    for word in words:
        kept &= table.words.matching(word, table.size, in_name=True)
    begin, ranks = plain_key(typed), table.ranks()
    rows = [int(row) for row in np.flatnonzero(kept)]
    rows.sort(key=lambda row: (not table.names[row].startswith(begin), ranks[row]))
    numbers, stamps = table.numbers, table.column("stamp", Wholes).of(table.size)
    return [{"_id": int(numbers[row]), "stamp": int(stamps[row])} for row in rows[:most]]
