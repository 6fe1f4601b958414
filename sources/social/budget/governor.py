"""Decides whether a call may be made: background work stops early, readers late, a block stops all."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum

from gateway.clock import Clock
from gateway.errors import SourceRateLimited
from sources.social.budget.usage import APP_BUDGET, read_usage

HOUR, DAY = 3_600.0, 86_400.0
LONGEST_BLOCK = timedelta(days=1)
APP_BLOCK = HOUR
"""The Platform limit counts a rolling hour and never says when access is regained."""

OTHER_BLOCK = 900.0


class Urgency(Enum):
    """Who waits for a call, with the percentage of a budget at which it is made no more."""

    BACKGROUND = 75.0
    ON_DEMAND = 95.0


class BudgetPaused(SourceRateLimited):
    """Nobody throttled us: we stop before anybody has to."""


@dataclass(frozen=True, slots=True)
class Budget:
    """What is known of one budget: its latest percentage with its time, and until when it is blocked."""

    percent: float = 0.0
    at: datetime | None = None
    blocked_until: datetime | None = None

    def percent_at(self, now: datetime, window: float) -> float:
        """The percentage, shrinking evenly over the window in which calls are counted."""
        if self.at is None or self._measured_before_a_block_that_is_over(now):
            return 0.0
        age = (now - self.at).total_seconds()
        return self.percent * max(0.0, 1 - age / window) if age >= 0 else 0.0

    def _measured_before_a_block_that_is_over(self, now: datetime) -> bool:
        return self.at is not None and self.blocked_until is not None and self.at <= self.blocked_until <= now

    def falls_to(self, percent: float, now: datetime, window: float) -> float:
        """Seconds until it is below a percentage."""
        if self.at is None or self.percent <= 0:
            return 0.0
        age = (now - self.at).total_seconds()
        return max(1.0, math.ceil(window * (1 - percent / self.percent) - age))


class Governor:
    """The memory of all budgets; `changed` are those that the database does not know yet."""

    def __init__(self, clock: Clock) -> None:
        """Nothing is used yet."""
        self._clock = clock
        self._budgets: dict[str, Budget] = {}
        self.changed: set[str] = set()

    def refuse(self, budget: str, urgency: Urgency) -> None:
        """Raise when a call on this budget may not be made now; the error says how long."""
        known, now, window = self.known(budget), self._clock.now(), window_of(budget)
        if (left := _left(known, now)) > 0:
            raise SourceRateLimited(detail=f"{budget} is blocked", retry_after=left)
        if known.percent_at(now, window) >= urgency.value:
            wait = known.falls_to(urgency.value, now, window)
            raise BudgetPaused(detail=f"{budget} is nearly used up", retry_after=wait)

    def learn(self, headers: Mapping[str, str], budget: str) -> None:
        """Take note of the usage that the answer to a call on `budget` reports."""
        now = self._clock.now()
        for name, usage in read_usage(headers, budget).items():
            if usage.percent is not None:
                self._set(name, replace(self.known(name), percent=usage.percent, at=now))
            if usage.minutes:
                self.block(name, usage.minutes * 60)

    def block(self, budget: str, seconds: float | None = None) -> float:
        """Let nobody call for so long; gives the seconds. Without a time the usual ones of the budget."""
        wait = seconds or (APP_BLOCK if budget == APP_BUDGET else OTHER_BLOCK)
        now, known = self._clock.now(), self.known(budget)
        until = now + min(timedelta(seconds=wait), LONGEST_BLOCK)
        if known.blocked_until is None or until > known.blocked_until:
            self._set(budget, replace(known, blocked_until=until))
        return _left(self.known(budget), now)

    def percent(self, budget: str) -> float:
        """How much of a budget is used as far as is known."""
        return self.known(budget).percent_at(self._clock.now(), window_of(budget))

    def highest(self) -> float | None:
        """The highest percentage of all budgets, None when none was told."""
        told = [name for name, known in self._budgets.items() if known.at is not None]
        return max((self.percent(name) for name in told), default=None)

    def known(self, budget: str) -> Budget:
        """What is known of a budget."""
        return self._budgets.get(budget, Budget())

    def merge(self, budget: str, stored: Budget) -> None:
        """Take over what another process learnt, where it is newer or blocks longer."""
        ours = self.known(budget)
        newer = stored if _later(stored.at, ours.at) else ours
        longer = stored if _later(stored.blocked_until, ours.blocked_until) else ours
        self._budgets[budget] = replace(newer, blocked_until=longer.blocked_until)

    def _set(self, budget: str, known: Budget) -> None:
        if self._budgets.get(budget) != known:
            self._budgets[budget] = known
            self.changed.add(budget)


def window_of(budget: str) -> float:
    """Seconds over which calls on a budget are counted."""
    return HOUR if budget == APP_BUDGET else DAY


def _left(known: Budget, now: datetime) -> float:
    if known.blocked_until is None:
        return 0.0
    left = (known.blocked_until - now).total_seconds()
    # a block in the far future is a clock that was set back
    return left if left <= LONGEST_BLOCK.total_seconds() else 0.0


def _later(one: datetime | None, other: datetime | None) -> bool:
    return one is not None and (other is None or one > other)
