"""Fair orders: by chance that anybody can follow, so that nobody is always last."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from hashlib import blake2b

BEGINNING = date(2021, 10, 1)


def shuffled(keys: Sequence[str], seed: str) -> list[str]:
    """The keys in an order that the seed makes; the same seed gives the same order."""
    return sorted(keys, key=lambda key: place_of(key, seed))


def place_of(key: str, seed: str) -> tuple[str, str]:
    """Where a key stands in the order of a seed."""
    return blake2b(key.encode(), key=seed.encode()[:64], digest_size=12).hexdigest(), key


def turn(keys: Sequence[str], day: date, count: int) -> list[str]:
    """Whose turn it is on a day, `count` of them, in an order of the day.

    All stand in a circle, and each day begins where the day before has ended: over any stretch of days
    every key is shown as often as any other, give or take one.
    """
    circle = shuffled(keys, "circle")
    begun = (day - BEGINNING).days * count
    chosen = {circle[place % len(circle)] for place in range(begun, begun + count)} if circle else set()
    return shuffled(list(chosen), day.isoformat())
