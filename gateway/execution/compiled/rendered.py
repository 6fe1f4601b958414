"""Pieces of answers that were written before: the bytes of an object for a selection, as long as it lives."""

from __future__ import annotations

from collections import OrderedDict
from itertools import count
from typing import Any

PARTS = tuple[bytes, ...]
ENTRY_BYTES = 300
"""What a piece costs beside its bytes: the key, the tuple, links of the dictionary."""

SEEN = "_seen_by_executor"
tokens = count(1)
"""Numbers that name compiled functions and choices of arguments; none comes twice in a process."""


class Rendered:
    """Pieces by function, arguments and object, up to a number of bytes; the one not used longest leaves.

    An object is its own version: whoever changes what they show makes another object. It is kept with its
    piece, so nothing else can have its identity. Only an object that comes a second time is worth keeping.
    """

    def __init__(self, limit: int) -> None:
        """`limit` in bytes; 0 keeps nothing."""
        self._limit = limit
        self._entries: OrderedDict[tuple[int, int, int], tuple[Any, PARTS, int]] = OrderedDict()
        self.bytes = 0

    def get(self, token: int, variant: int, item: Any) -> PARTS | None:
        """The piece, if it was kept."""
        key = (token, variant, id(item))
        entry = self._entries.get(key)
        if entry is None or entry[0] is not item:
            return None
        self._entries.move_to_end(key)
        return entry[1]

    def put(self, token: int, variant: int, item: Any, parts: PARTS) -> None:
        """Keep a piece of an object that has come before."""
        attributes = getattr(item, "__dict__", None)
        if attributes is None:
            return
        if SEEN not in attributes:
            attributes[SEEN] = True
            return
        size = sum(map(len, parts)) + ENTRY_BYTES
        if size > self._limit:
            return
        key = (token, variant, id(item))
        known = self._entries.pop(key, None)  # two may have rendered it at the same time
        self._entries[key] = (item, parts, size)
        self.bytes += size - (known[2] if known else 0)
        while self.bytes > self._limit:
            _, (_, _, oldest) = self._entries.popitem(last=False)
            self.bytes -= oldest
