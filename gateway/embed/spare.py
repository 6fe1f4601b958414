"""Answers that were shown before, for keys whose quota is used up: better old cards than a hole in a page."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

from gateway.clock import Clock

T = TypeVar("T")

MOST = 100


class SpareAnswers(Generic[T]):
    """The last answers by question, in this process; what somebody withdrew since is not given again."""

    def __init__(self, clock: Clock, most: int = MOST) -> None:
        """Holds nothing yet."""
        self._clock = clock
        self._most = most
        self._kept: OrderedDict[Hashable, tuple[int, float, T]] = OrderedDict()

    def put(self, question: Hashable, revision: int, answer: T, seconds: float) -> None:
        """Keep an answer for a while; the one that was used longest ago makes room."""
        self._kept[question] = (revision, self._clock.monotonic() + seconds, answer)
        self._kept.move_to_end(question)
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)

    def get(self, question: Hashable, revision: int) -> T | None:
        """The answer unless it is too old, or was given before something was withdrawn."""
        found = self._kept.get(question)
        if found is None or found[0] != revision or found[1] <= self._clock.monotonic():
            return None
        self._kept.move_to_end(question)
        return found[2]
