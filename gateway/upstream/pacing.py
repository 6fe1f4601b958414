"""When to wait: the pause an upstream asks for, and the budget of repeated calls."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from gateway.clock import Clock
from gateway.errors import SourceError

SHORTEST_PAUSE = 1.0


class Pause:
    """The time during which an upstream asked to be left alone, and the error that said so."""

    def __init__(self, clock: Clock) -> None:
        """No pause at first."""
        self._clock = clock
        self._until = -math.inf
        self._reason: SourceError | None = None

    def begin(self, seconds: float, reason: SourceError) -> None:
        """Refuse calls for so long; a longer pause that is under way goes on."""
        until = self._clock.monotonic() + seconds
        if until > self._until:
            self._until = until
            self._reason = reason

    def refusal(self) -> SourceError | None:
        """The error for a call that comes during the pause, with the seconds that are left."""
        if self._reason is None:  # as nearly always
            return None
        left = self._until - self._clock.monotonic()
        if left <= 0:
            return None
        kind = type(self._reason)
        return kind(source=self._reason.source, detail="asked to wait", retry_after=left)


class RetryBudget:
    """A token bucket: every call puts a part of a token in, every repetition takes a whole one out."""

    def __init__(self, ratio: float, reserve: int) -> None:
        """Starts with `reserve` tokens and never holds more than the larger of it and ten."""
        self._ratio = ratio
        self._tokens = float(reserve)
        self._most = float(max(reserve, 10)) if ratio or reserve else 0.0

    def called(self) -> None:
        """Count a call that is not a repetition."""
        if self._tokens < self._most:
            self._tokens = min(self._tokens + self._ratio, self._most)

    def take(self) -> bool:
        """Whether one call may be repeated."""
        # ten deposits of 0.1 must buy one repetition in spite of rounding
        if self._tokens < 1 - 1e-9:
            return False
        self._tokens -= 1
        return True


def retry_after(headers: Mapping[str, str], now: datetime, longest: float) -> float | None:
    """Seconds that `Retry-After` (a number or a date) asks for, between 1 and `longest`; None without one."""
    text = headers.get("Retry-After", "").strip()
    seconds = _seconds(text)
    if seconds is None:
        seconds = _seconds_to(text, now)
    return None if seconds is None else clamp(seconds, longest)


def clamp(seconds: float, longest: float) -> float:
    """A pause that can be believed."""
    return min(max(seconds, SHORTEST_PAUSE), longest)


def _seconds(text: str) -> float | None:
    try:
        seconds = float(text[:40])
    except ValueError:
        return None
    return None if math.isnan(seconds) else seconds


def _seconds_to(text: str, now: datetime) -> float | None:
    try:
        when = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    # a date with zone -0000 comes back naive; HTTP dates are in UTC
    return ((when if when.tzinfo else when.replace(tzinfo=UTC)) - now).total_seconds()
