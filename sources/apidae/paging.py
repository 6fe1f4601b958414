"""Cursors of lists that Apidae pages by position, and how a place is found again after a shift."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from gateway.errors import BadInput
from gateway.graph.connection import decode_cursor, encode_cursor

LIST_NAME = "offers"
KEPT = 3
"""How many of the last ids a cursor remembers: while one of them is still listed, it leads on exactly."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a list: how many items come before it, and the last of their ids, the nearest last."""

    offset: int = 0
    ids: tuple[int, ...] = ()
    seed: str = ""

    def after(self, number: int, offset: int) -> Spot:
        """The place behind an item that is the `offset`-th of the list."""
        return Spot(offset, (*self.ids, number)[-KEPT:], self.seed)


START = Spot()


class Cursors:
    """Writes and reads cursors that fit only the filter and order they were made for.

    A cursor holds positions and ids. The filter is in it as a keyed hash, so that nobody can guess a place
    or a text from it; the key is the same in every process of a deployment.
    """

    def __init__(self, secret: str) -> None:
        """`secret` is any secret of the deployment."""
        self._key = hashlib.blake2b(secret.encode(), digest_size=32, person=b"offers").digest()

    def mark(self, query: dict[str, Any]) -> str:
        """A short text that stands for a query; its random seed travels beside it, not in it."""
        told = {name: value for name, value in query.items() if name != "randomSeed"}
        text = orjson.dumps(told, option=orjson.OPT_SORT_KEYS)
        return hashlib.blake2b(text, digest_size=9, key=self._key).hexdigest()

    def write(self, mark: str, spot: Spot) -> str:
        """The cursor of a place."""
        return encode_cursor(LIST_NAME, mark, spot.offset, list(spot.ids), spot.seed)

    def read(self, cursor: str, mark: str) -> Spot:
        """The place of a cursor; `INVALID_CURSOR` unless it was made for this query."""
        found, offset, ids, seed = decode_cursor(cursor, LIST_NAME, str, int, list, str)
        spot = _spot(offset, ids, seed)
        if found != mark or spot is None:
            raise invalid()
        return spot


def seed_of(cursor: str, argument: str = "after") -> str:
    """The random seed that a cursor carries."""
    seed: str = decode_cursor(cursor, LIST_NAME, str, int, list, str, argument=argument)[3]
    return seed


def moved(spot: Spot, start: int, listed: Sequence[int], *, by_id: bool) -> int:
    """Where a list goes on behind `spot`, given the ids that are now listed from position `start`.

    The nearest remembered id that is still there decides. With none left, a list ordered by id goes on
    behind where the last one was; any other list at its old position, less the ids that are gone.
    """
    for number in reversed(spot.ids):
        if number in listed:
            return start + listed.index(number) + 1
    if by_id and listed:
        return start + bisect_right(listed, spot.ids[-1])
    return max(0, spot.offset - len(spot.ids))


def invalid(argument: str = "after") -> BadInput:
    """The error for a cursor of another list."""
    return BadInput(
        "INVALID_CURSOR",
        "This cursor does not belong to this list.",
        hint="Pass a cursor of a page of the same list with the same filter, sort and seed.",
        argument=argument,
    )


def _spot(offset: int, ids: list[Any], seed: str) -> Spot | None:
    fits = 0 < offset < 10**7 and 1 <= len(ids) <= KEPT and len(seed) <= 100
    return Spot(offset, tuple(ids), seed) if fits and all(type(one) is int for one in ids) else None
