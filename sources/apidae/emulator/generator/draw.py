"""Draws that depend only on a seed and a rank, so that the same catalogue is made again and again."""

from math import sqrt
from random import Random


def source_of(seed: str, rank: int) -> Random:
    """The random source of one object."""
    return Random(f"{seed}/{rank}")


def spread(rank: int, salt: int) -> float:
    """A number in [0, 1) that walks evenly with the rank: even short catalogues hold each share.

    Each salt (a number that is no square) walks its own way, so that two shares fall together as often as
    chance
    would have it.
    """
    return ((rank + 0.5) * sqrt(salt)) % 1.0


def chance(rank: int, salt: int, share: float) -> bool:
    """True for about `share` of the ranks."""
    return spread(rank, salt) < share
