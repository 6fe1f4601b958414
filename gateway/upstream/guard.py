"""Decides whether a call may be made and learns from how it ended: breaker, pause, budget and state."""

from __future__ import annotations

from gateway.clock import Clock
from gateway.errors import SourceError, SourceMisconfigured, SourceTimeout, SourceUnavailable
from gateway.upstream.breaker import Breaker, Outcome
from gateway.upstream.pacing import Pause, RetryBudget
from gateway.upstream.policy import Policy
from gateway.upstream.watch import Watch


class Guard:
    """The memory of one upstream. Ask `check` and `enter` before a call, then say how it ended."""

    def __init__(self, source: str, policy: Policy, clock: Clock) -> None:
        """Presumes that the upstream works."""
        self._source = source
        self._breaker = Breaker(policy.breaker, clock)
        self._pause = Pause(clock)
        self._budget = RetryBudget(policy.retry_ratio, policy.retry_reserve)
        self.watch = Watch(source, clock)

    def called(self) -> None:
        """Count a call, so that the budget of repetitions grows with their number."""
        self._budget.called()

    def check(self) -> None:
        """Raise at once when the upstream asked for a pause or is left alone."""
        if (refusal := self._pause.refusal()) is not None:
            raise refusal
        if (wait := self._breaker.refused_for()) is not None:
            raise SourceUnavailable(source=self._source, detail="left alone after failures", retry_after=wait)

    def enter(self) -> int:
        """A permit for one call, to be given back by exactly one of the methods below."""
        self.check()
        return self._breaker.enter()

    def worked(self, permit: int) -> None:
        """The call brought an answer."""
        self._breaker.leave(permit, Outcome.GOOD)
        if self._breaker.closed:
            self.watch.works()

    def failed(self, permit: int, error: SourceError) -> None:
        """The call ended with an error."""
        failing = isinstance(error, SourceUnavailable | SourceTimeout)
        self._breaker.leave(permit, Outcome.BAD if failing else Outcome.ANSWERED)
        if error.retry_after is not None:
            self._pause.begin(error.retry_after, error)
        if isinstance(error, SourceMisconfigured) or not self._breaker.closed:
            self.watch.down(error)

    def abandoned(self, permit: int) -> None:
        """Nobody waited for the end of the call."""
        self._breaker.leave(permit, Outcome.ABANDONED)

    def may_repeat(self, error: SourceError) -> bool:
        """Whether the failed call may be sent again at once; takes it from the budget."""
        return error.transient and error.retry_after is None and self._breaker.closed and self._budget.take()
