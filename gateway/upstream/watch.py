"""What others may know of an upstream: its state, one record per call, one log line each way."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from gateway.clock import Clock
from gateway.errors import SourceError

logger = logging.getLogger("gateway.upstream")

QUIET = 60.0
"""Seconds between two reports of the same upstream going down, so that one that flaps fills no log."""


class Status(Enum):
    """Whether calls are worth trying."""

    OK = "OK"
    DOWN = "DOWN"


@dataclass(frozen=True, slots=True)
class UpstreamState:
    """Status since a moment (UTC), with the code of the error that brought it down."""

    status: Status
    since: datetime
    code: str | None = None


@dataclass(frozen=True, slots=True)
class CallRecord:
    """One call as its caller saw it: `outcome` is OK, CANCELLED, ERROR or the code of the error.

    `attempts` counts the requests that were sent: 0 when the breaker or a pause refused the call.
    """

    source: str
    operation: str
    seconds: float
    outcome: str
    attempts: int


OnCall = Callable[[CallRecord], None]


class Watch:
    """Keeps the state of one upstream and logs when it goes down and when it returns."""

    def __init__(self, source: str, clock: Clock) -> None:
        """Presumed to work until it fails."""
        self._source = source
        self._clock = clock
        self._went = 0.0
        self._quiet_until: float | None = None
        self._reported = False
        self.state = UpstreamState(Status.OK, clock.now())

    def down(self, error: SourceError) -> None:
        """Note that the upstream is to be left alone, or refuses us."""
        if self.state.status is Status.DOWN:
            return
        now = self._went = self._clock.monotonic()
        self.state = UpstreamState(Status.DOWN, self._clock.now(), error.code)
        self._reported = self._quiet_until is None or now >= self._quiet_until
        if self._reported:
            self._quiet_until = now + QUIET
            logger.warning("upstream %s is down: %s, %s", self._source, error.code, error.detail)

    def works(self) -> None:
        """Note a good answer."""
        if self.state.status is Status.OK:
            return
        self.state = UpstreamState(Status.OK, self._clock.now())
        if self._reported:
            away = self._clock.monotonic() - self._went
            logger.warning("upstream %s is back after %.0f s", self._source, away)
