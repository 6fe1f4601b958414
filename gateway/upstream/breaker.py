"""A circuit breaker: leaves a failing upstream alone, then lets one call find out whether it is back."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from enum import Enum

from gateway.clock import Clock
from gateway.upstream.policy import BreakerPolicy

STRETCHES = 100
"""The window is counted in so many parts."""


class Outcome(Enum):
    """What a finished call says about the health of the upstream."""

    GOOD = "it works"
    BAD = "it fails"
    ANSWERED = "it is alive, but did not give what was asked: counts neither way"
    ABANDONED = "nobody waited for the end: nothing is known"


@dataclass(slots=True)
class _Stretch:
    """Calls of a short time, counted together: one entry a call would be as many as there are calls."""

    since: float
    calls: int = 0
    bad: int = 0


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
        self._recent: deque[_Stretch] = deque()
        self._calls = self._bad = 0
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
            self._calls = self._bad = self._row = 0

    def _count(self, outcome: Outcome) -> None:
        if outcome is not Outcome.GOOD and outcome is not Outcome.BAD:
            return
        bad = outcome is Outcome.BAD
        self._row = self._row + 1 if bad else 0
        stretch = self._stretch()
        stretch.calls += 1
        stretch.bad += bad
        self._calls += 1
        self._bad += bad
        if bad and self._too_many():
            self._open()

    def _stretch(self) -> _Stretch:
        """The stretch of time that a call of now is counted in; what is older than the window is dropped."""
        now, recent = self._clock.monotonic(), self._recent
        if not recent or now - recent[-1].since > self._policy.window / STRETCHES:
            recent.append(_Stretch(now))
        while recent[0].since < now - self._policy.window:
            old = recent.popleft()
            self._calls -= old.calls
            self._bad -= old.bad
        return recent[-1]

    def _too_many(self) -> bool:
        calls = self._calls
        often = calls >= self._policy.calls and self._bad / calls >= self._policy.share
        return often or self._row >= self._policy.consecutive

    def _open(self) -> None:
        self._permit += 1
        self._open_until = self._clock.monotonic() + self._open_for
