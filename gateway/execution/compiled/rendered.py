"""Pieces of answers that were written before: the bytes of an object for a selection, as long as it lives."""

from __future__ import annotations

from itertools import count
from typing import Any

PARTS = tuple[bytes, ...]
Key = tuple[int, int, int]
"""A function, a choice of languages and arguments, the identity of an object."""

ENTRY_BYTES = 300
"""What a piece costs beside its bytes: the key, the tuple, its places in two dictionaries."""

SEEN = "_seen_by_executor"
tokens = count(1)
"""Numbers that name compiled functions and choices of arguments; none comes twice in a process."""


class Rendered:
    """Pieces by key, up to a number of bytes; those that were not used for long leave together.

    An object is its own version: whoever changes what they show makes another object. It is held as long
    as its piece, so nothing else can have its identity. Only what comes a second time is worth keeping.

    There are a young and an old half. What is found in the old one moves to the young one; when that is full
    it becomes the old one, and what was left there is gone. So a hit costs one look into one dictionary.
    """

    def __init__(self, limit: int) -> None:
        """`limit` in bytes; 0 keeps nothing."""
        self._half = limit // 2
        self.young: dict[Key, PARTS] = {}
        self._young_held: dict[Key, tuple[Any, int]] = {}
        self._young_bytes = 0
        self._old: dict[Key, PARTS] = {}
        self._old_held: dict[Key, tuple[Any, int]] = {}
        self._old_bytes = 0

    @property
    def bytes(self) -> int:
        """What is kept now."""
        return self._young_bytes + self._old_bytes

    def again(self, key: Key) -> PARTS | None:
        """A piece that is not among the young ones, if it was kept."""
        parts = self._old.pop(key, None)
        if parts is None:
            return self.young.get(key)  # another run has brought it back meanwhile
        item, size = self._old_held.pop(key)
        self._old_bytes -= size
        self._keep(key, item, parts, size)
        return parts

    def put(self, key: Key, item: Any, parts: PARTS) -> None:
        """Keep a piece of an object that has come before."""
        attributes = getattr(item, "__dict__", None)
        if attributes is None:
            return
        if SEEN not in attributes:
            attributes[SEEN] = True
            return
        size = sum(map(len, parts)) + ENTRY_BYTES
        if size <= self._half and key not in self.young:  # two may have rendered it at the same time
            self._keep(key, item, parts, size)

    def _keep(self, key: Key, item: Any, parts: PARTS, size: int) -> None:
        if self._young_bytes + size > self._half:
            self._old, self._old_held, self._old_bytes = self.young, self._young_held, self._young_bytes
            # runs under way go on reading the dictionary that was young when they began
            self.young, self._young_held, self._young_bytes = {}, {}, 0
        self.young[key] = parts
        self._young_held[key] = (item, size)
        self._young_bytes += size
