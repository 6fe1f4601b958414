"""Stands around every call of a function of a source: what callers may be told of what it raises."""

from __future__ import annotations

import logging
import secrets
from contextlib import AbstractContextManager
from types import TracebackType
from typing import TYPE_CHECKING

from gateway.errors import Denied, GatewayError, Internal, SourceError
from gateway.graph.text import choose
from gateway.mutations.codes import USER_CODES
from gateway.mutations.refusal import Refusal, Refused
from gateway.observe.tracing import Trace

if TYPE_CHECKING:
    from gateway.health import HealthBoard
    from gateway.opened import OpenedSource

logger = logging.getLogger("gateway.graph")


class Guarded:
    """A block in which a function of a source runs; only errors that callers may see leave it."""

    __slots__ = ("_asking", "_health", "_refusals", "_source", "_trace")

    def __init__(
        self, source: OpenedSource, health: HealthBoard, trace: Trace | None, *, refusals: bool = False
    ) -> None:
        """With `refusals` those of mutations leave it as they are."""
        self._source = source
        self._health = health
        self._trace = trace
        self._refusals = refusals
        self._asking: AbstractContextManager[None] | None = None

    def __enter__(self) -> None:
        if self._trace is not None:
            self._asking = self._trace.asking(self._source.name)
            self._asking.__enter__()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._asking is not None:
            self._asking.__exit__(None, None, None)
        if not isinstance(error, Exception) or (self._refusals and isinstance(error, Refused)):
            return
        told = self._told(error)
        if told is not error:
            raise told from None

    def _told(self, error: Exception) -> Exception:
        source = self._source
        if isinstance(error, SourceError):
            error.source = error.source or source.name
            self._health.failed(error)
            return error
        if isinstance(error, GatewayError | StopAsyncIteration):
            return error
        if isinstance(error, Refused):
            return denied(error.refusals[0])
        return internal(source, type(error).__name__, error)


def internal(source: OpenedSource, text: str, error: Exception | None = None) -> Internal:
    """A failure whose details are for the log only; the reference leads there."""
    reference = secrets.token_hex(4)
    logger.error("unexpected failure in %s: %s (reference %s)", source.name, text, reference, exc_info=error)
    return Internal(reference=reference)


def denied(refusal: Refusal) -> Denied:
    """A refusal where no mutation could tell it by its user errors."""
    text = choose(refusal.texts or USER_CODES[refusal.code].texts, ("en",))
    return Denied(refusal.code, text.value if text else refusal.code)
