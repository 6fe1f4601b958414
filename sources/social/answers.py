"""Reads what the Graph API answers, good or bad, and raises an alarm for what nobody expected."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from gateway.errors import SourceError, SourceMisconfigured
from gateway.upstream import Answer
from sources.social.budget.governor import Governor
from sources.social.budget.usage import APP_BUDGET, read_usage
from sources.social.codes import ALARMS, PAUSES, MetaError, Verdict, read_error

logger = logging.getLogger("sources.social")

GRAPH_VERSION = "v26.0"
VERSION_HEADER = "facebook-api-version"
OF_THE_APP = frozenset({4, 341, 368})
"""Throttle codes that stop every call of the app, whatever it was made on."""


class Memory:
    """What all clients of a process share: budgets, tokens that were refused, alarms that were raised."""

    def __init__(self, governor: Governor) -> None:
        """Nothing known yet."""
        self.governor = governor
        self.refused: dict[str, str] = {}
        self._raised: set[str] = set()

    def alarm(self, text: str) -> None:
        """Tell the operator, once."""
        if text not in self._raised:
            self._raised.add(text)
            logger.error("alarm: %s", text)


class Answers:
    """Reads the answers to calls on one budget, made with one token."""

    def __init__(self, memory: Memory, budget: str, token_print: str = "") -> None:
        """`token_print` is a name of the token, not the token."""
        self._memory = memory
        self._token = token_print
        self.budget = budget

    @property
    def governor(self) -> Governor:
        """Whether calls may be made."""
        return self._memory.governor

    def classify(self, answer: Answer) -> SourceError | None:
        """The error of an answer that is not 2xx; None when its body does not explain it."""
        self.look(answer.headers)
        error = read_error(answer.json())
        return None if error is None else self.as_source_error(error, self._minutes(answer.headers))

    def body(self, answer: Answer) -> Any:
        """The JSON of a good answer; raises a `SourceError` when it is an error in disguise."""
        self.look(answer.headers)
        body = answer.json()
        if (error := read_error(body)) is not None:
            raise self.as_source_error(error, self._minutes(answer.headers))
        return body

    def look(self, headers: Mapping[str, str]) -> None:
        """Take note of what the headers of an answer, or of an item of a batch, tell."""
        self.governor.learn(headers, self.budget)
        served = headers.get(VERSION_HEADER, GRAPH_VERSION)
        if served != GRAPH_VERSION:
            # an expired version is served in silence as the oldest living one
            self._memory.alarm(f"the Graph API serves {served[:20]!r} instead of {GRAPH_VERSION}")

    def as_source_error(self, error: MetaError, minutes: float | None = None) -> SourceError:
        """The typed error, after the alarm when it is one nobody expected, and the block that it means."""
        if error.verdict in ALARMS:
            self._memory.alarm(f"the Graph API answered {error.name}: {error.verdict.value}")
        if error.verdict is Verdict.CREDENTIALS:
            self._memory.refused[self._token] = error.name
        failure = error.as_source_error(minutes)
        if error.verdict in PAUSES:
            failure.retry_after = self._block(error, failure.retry_after)
        return failure

    def refuse_dead_token(self) -> None:
        """Raise when the token was refused before: asking again with it helps nobody."""
        if (why := self._memory.refused.get(self._token)) is not None:
            raise SourceMisconfigured(detail=why)

    def _block(self, error: MetaError, seconds: float | None) -> float:
        if error.code in OF_THE_APP:
            self.governor.block(self.budget, seconds)
            return self.governor.block(APP_BUDGET, seconds)
        return self.governor.block(self.budget, seconds)

    def _minutes(self, headers: Mapping[str, str]) -> float | None:
        told = read_usage(headers, self.budget)
        own = told.get(self.budget)
        if own is not None and own.minutes:
            return own.minutes
        return max((usage.minutes for usage in told.values() if usage.minutes), default=None)
