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
    """Whose turn it is on a day, `count` of them.

    All have their turn once before anybody has it again; each round has an order of its own. So every
    key is shown as often as any other in whole rounds, and at most twice more or less in between.
    """
    total = len(keys)
    if count >= total:
        return shuffled(keys, day.isoformat())
    begun = (day - BEGINNING).days * count
    found: list[str] = []
    for place in range(begun, begun + count):
        round_, rank = divmod(place, total)
        found.append(shuffled(keys, f"round {round_}")[rank])
    return found
