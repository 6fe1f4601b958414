"""Heads of requests that came before: what they say is worked out once for all that look the same."""

from __future__ import annotations

from collections import OrderedDict

import msgspec

from gateway.http.replies import Reader

MOST_HEADS = 2_000
MOST_HEAD_BYTES = 4_000

Raw = tuple[str, bytes]
"""The address of who sent a head, and its bytes."""

RAW_HEAD = "partir-ici.raw-head"
"""Name of the extension of a scope in which the server hands over the bytes of a head."""


class Head(msgspec.Struct, frozen=True):
    """What the headers of a plain request say."""

    reader: Reader
    locales: tuple[str, ...]


class Known(msgspec.Struct, frozen=True):
    """A head, who is behind it, and the bytes of the body that follows it; `query` is that of a GET."""

    head: Head
    address: str | None
    length: int
    query: bytes


class KnownHeads:
    """Heads by their bytes, of requests that were read in full once; the one used longest ago leaves."""

    def __init__(self) -> None:
        """Nothing is known yet."""
        self._known: OrderedDict[Raw, Known] = OrderedDict()

    def get(self, raw: Raw) -> Known | None:
        """What a head says that came before, byte for byte."""
        known = self._known.get(raw)
        if known is not None:
            self._known.move_to_end(raw)
        return known

    def put(self, raw: Raw, known: Known) -> None:
        """Remember it, unless it is long."""
        if len(raw[1]) > MOST_HEAD_BYTES:
            return
        self._known[raw] = known
        if len(self._known) > MOST_HEADS:
            self._known.popitem(last=False)
