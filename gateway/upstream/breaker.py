"""A circuit breaker: leaves a failing upstream alone, then lets one call find out whether it is back."""

from __future__ import annotations

from collections import deque
from enum import Enum

from gateway.clock import Clock
from gateway.upstream.policy import BreakerPolicy


class Outcome(Enum):
    """What a finished call says about the health of the upstream."""

    GOOD = "it works"
    BAD = "it fails"
    ANSWERED = "it is alive, but did not give what was asked: counts neither way"
    ABANDONED = "nobody waited for the end: nothing is known"


class Breaker:
    """Closed, open, or half open with one probe under way.

    Call `enter` before a call, unless `refused_for` says to wait, and give its permit to `leave` after
    it. A permit from before a change of state counts no more, so late failures of old calls do not
    prolong an outage.
    """

    def __init__(self, policy: BreakerPolicy, clock: Clock) -> None:
        """Starts closed."""
        self._policy = policy
        self._clock = clock
        self._permit = 0
        self._open_until: float | None = None
        self._open_for = policy.open_first
        self._probing = False
        self._recent: deque[tuple[float, bool]] = deque()
        self._bad = 0
        self._row = 0

    @property
    def closed(self) -> bool:
        """Whether calls pass freely."""
        return self._open_until is None

    def refused_for(self) -> float | None:
        """Seconds until a call has a chance, None when one would be let through now."""
        if self._open_until is None:
            return None
        left = self._open_until - self._clock.monotonic()
        if left > 0:
            return left
        return 1.0 if self._probing else None

    def enter(self) -> int:
        """A permit to call; to be asked for only when `refused_for` is None."""
        if self._open_until is not None:
            self._probing = True
            self._permit += 1
        return self._permit

    def leave(self, permit: int, outcome: Outcome) -> None:
        """Say how the call with this permit ended."""
        if permit != self._permit:
            return
        if self._probing:
            self._probed(outcome)
        else:
            self._count(outcome)

    def _probed(self, outcome: Outcome) -> None:
        self._probing = False
        if outcome is Outcome.ABANDONED:
            return  # still due: the next call is the probe
        if outcome is Outcome.BAD:
            self._open_for = min(self._open_for * 2, self._policy.open_most)
            self._open()
        else:
            self._open_until = None
            self._open_for = self._policy.open_first
            self._permit += 1
            self._recent.clear()
            self._bad = self._row = 0

    def _count(self, outcome: Outcome) -> None:
        if outcome not in {Outcome.GOOD, Outcome.BAD}:
            return
        bad = outcome is Outcome.BAD
        now = self._clock.monotonic()
        self._recent.append((now, bad))
        self._bad += bad
        self._row = self._row + 1 if bad else 0
        while self._recent[0][0] < now - self._policy.window:
            self._bad -= self._recent.popleft()[1]
        if bad and self._too_many():
            self._open()

    def _too_many(self) -> bool:
        calls = len(self._recent)
        often = calls >= self._policy.calls and self._bad / calls >= self._policy.share
        return often or self._row >= self._policy.consecutive

    def _open(self) -> None:
        self._permit += 1
        self._open_until = self._clock.monotonic() + self._open_for
