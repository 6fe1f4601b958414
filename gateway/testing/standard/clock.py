"""A clock set to a fixed day, which runs on or is moved: the same content at every run of the tests."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

from gateway.clock import SystemClock

MOMENT = datetime(2026, 6, 15, 10, 0, tzinfo=UTC)

FORGOTTEN = 400 * 86_400.0
"""Seconds: no copy is given any more that is so old."""


class StageClock(SystemClock):
    """It is always `MOMENT`, until a test moves on; durations and sleeps are real."""

    __slots__ = ("_aged", "_ahead")

    def __init__(self) -> None:
        """Not moved yet."""
        self._ahead = 0.0
        self._aged = 0.0

    def now(self) -> datetime:
        """The fixed moment and what was advanced."""
        return MOMENT + timedelta(seconds=self._ahead)

    def monotonic(self) -> float:
        """Real seconds and what was advanced."""
        return time.monotonic() + self._ahead + self._aged

    def advance(self, seconds: float) -> None:
        """Let time pass: copies age, pauses end."""
        self._ahead += seconds

    def age(self, seconds: float) -> None:
        """Let copies age while the date stays."""
        self._aged += seconds
