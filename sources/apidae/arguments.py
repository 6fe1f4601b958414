"""What every check of an argument shares: the error of a wrong one, the longest list of values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from gateway.errors import BadInput, LimitExceeded

MOST_ITEMS = 100

T = TypeVar("T")


def limited(values: Sequence[T], argument: str) -> Sequence[T]:
    """The values; `LIMIT_ITEMS` when they are more than `MOST_ITEMS`."""
    if len(values) > MOST_ITEMS:
        raise LimitExceeded(
            "LIMIT_ITEMS", limit=MOST_ITEMS, actual=len(values), message=f"{argument} is too long."
        )
    return values


def wrong(argument: str, message: str, hint: str | None = None) -> BadInput:
    """The error `INVALID_ARGUMENT` of an argument, to be raised."""
    return BadInput("INVALID_ARGUMENT", message, hint=hint, argument=argument)
