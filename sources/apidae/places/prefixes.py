"""Finds names by the beginning of any of their words, without regard to case, accents and hyphens."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from typing import Generic, TypeVar

from sources.apidae.words import plain_key

T = TypeVar("T")

LAST = "\U0010ffff"


class Prefixes(Generic[T]):
    """Names with what they name; the earlier of two is the more important one."""

    def __init__(self, named: Iterable[tuple[str, T]]) -> None:
        """Names in the order of their importance."""
        self._items: list[T] = []
        entries: list[tuple[str, int, int]] = []
        for rank, (name, item) in enumerate(named):
            self._items.append(item)
            words = plain_key(name).split(" ")
            entries += [(" ".join(words[start:]), start > 0, rank) for start in range(len(words))]
        self._entries = sorted(entries)

    def find(self, prefix: str, most: int) -> list[T]:
        """At most `most` items, first those whose whole name begins so, each group by importance."""
        folded = plain_key(prefix)
        if not folded:
            return []
        start = bisect_left(self._entries, (folded, 0, 0))
        end = bisect_left(self._entries, (folded + LAST, 0, 0))
        best: dict[int, int] = {}
        for _, inner, rank in self._entries[start:end]:
            best[rank] = min(inner, best.get(rank, 1))
        ranked = sorted(best, key=lambda rank: (best[rank], rank))
        return [self._items[rank] for rank in ranked[:most]]
