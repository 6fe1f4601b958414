"""Reads what the Graph API answers, good or bad, and raises an alarm for what nobody expected."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from gateway.errors import SourceError, SourceMisconfigured
from gateway.upstream import Answer
from sources.social.codes import ALARMS, MetaError, Verdict, read_error
from sources.social.usage import Usage, read_usage

logger = logging.getLogger("sources.social")

GRAPH_VERSION = "v26.0"
VERSION_HEADER = "facebook-api-version"


class Answers:
    """Reads answers; remembers the latest usage and which alarms were raised, each once."""

    def __init__(self) -> None:
        """Nothing known yet."""
        self.usage = Usage()
        self._raised: set[str] = set()
        self._token_refused: str | None = None

    def classify(self, answer: Answer) -> SourceError | None:
        """The error of an answer that is not 2xx; None when its body does not explain it."""
        self._look(answer.headers)
        error = read_error(answer.json())
        return None if error is None else self.as_source_error(error, read_usage(answer.headers).minutes)

    def body(self, answer: Answer) -> Any:
        """The JSON of a good answer; raises a `SourceError` when it is an error in disguise."""
        self._look(answer.headers)
        body = answer.json()
        if (error := read_error(body)) is not None:
            raise self.as_source_error(error, read_usage(answer.headers).minutes)
        return body

    def as_source_error(self, error: MetaError, minutes: float | None = None) -> SourceError:
        """The typed error, after the alarm when it is one nobody expected."""
        if error.verdict in ALARMS:
            self._alarm(f"the Graph API answered {error.name}: {error.verdict.value}")
        if error.verdict is Verdict.CREDENTIALS:
            self._token_refused = error.name
        return error.as_source_error(minutes)

    def refuse_dead_token(self) -> None:
        """Raise when the token was refused before: asking again with it helps nobody."""
        if self._token_refused is not None:
            raise SourceMisconfigured(detail=self._token_refused)

    def forgive(self) -> None:
        """Let the token be tried once more."""
        self._token_refused = None

    def _look(self, headers: Mapping[str, str]) -> None:
        usage = read_usage(headers)
        if usage.percent is not None:
            self.usage = usage
        served = headers.get(VERSION_HEADER, GRAPH_VERSION)
        if served != GRAPH_VERSION:
            # an expired version is served in silence as the oldest living one
            self._alarm(f"the Graph API serves {served[:20]!r} instead of {GRAPH_VERSION}")

    def _alarm(self, text: str) -> None:
        if text not in self._raised:
            self._raised.add(text)
            logger.error("alarm: %s", text)
