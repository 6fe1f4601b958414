"""What one operation cost: times of its phases, and per source what was asked of it and for how long."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass
from time import perf_counter
from typing import Any

Seconds = Callable[[], float]


@dataclass(slots=True)
class SourceTrace:
    """What was asked of one source.

    `upstream` counts requests to its service, repetitions included; `database` calls to MongoDB; `batches`
    calls of its loaders and links; `hits`, `stale` and `misses` keys of its caches.
    """

    upstream: int = 0
    database: int = 0
    batches: int = 0
    hits: int = 0
    stale: int = 0
    misses: int = 0
    seconds: float = 0.0
    running: int = 0
    since: float = 0.0


class Trace:
    """The record of one operation; `as_json` is `extensions.tracing`.

    `document` is `KEPT` when it was parsed and validated before, else `NEW`; so is `plan`, and `NONE` where
    the ordinary executor ran.
    """

    def __init__(self, seconds: Seconds = perf_counter) -> None:
        """Begins now; `seconds` is a clock that only goes forward."""
        self._seconds = seconds
        self._began = seconds()
        self._phases: dict[str, float] = {}
        self._sources: dict[str, SourceTrace] = {}
        self.document = "KEPT"
        self.plan = "NONE"

    def source(self, name: str) -> SourceTrace:
        """The counts of one source."""
        return self._sources.setdefault(name, SourceTrace())

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Time of a part of the work; a phase that is entered again adds to itself."""
        began = self._seconds()
        try:
            yield
        finally:
            self._phases[name] = self._phases.get(name, 0.0) + self._seconds() - began

    @contextmanager
    def asking(self, name: str) -> Iterator[None]:
        """Time in which something of a source runs; what overlaps is counted once."""
        counts = self.source(name)
        if not counts.running:
            counts.since = self._seconds()
        counts.running += 1
        token = _source.set(name)
        try:
            yield
        finally:
            _source.reset(token)
            counts.running -= 1
            if not counts.running:
                counts.seconds += self._seconds() - counts.since

    def as_json(self) -> dict[str, Any]:
        """Milliseconds and counts; no address, no argument, no key."""
        return {
            "milliseconds": _milliseconds(self._seconds() - self._began),
            "document": self.document,
            "plan": self.plan,
            "phases": [
                {"name": name, "milliseconds": _milliseconds(seconds)}
                for name, seconds in self._phases.items()
            ],
            "sources": [_source_json(name, counts) for name, counts in sorted(self._sources.items())],
        }


def _source_json(name: str, counts: SourceTrace) -> dict[str, Any]:
    return {
        "name": name,
        "milliseconds": _milliseconds(counts.seconds),
        "upstreamCalls": counts.upstream,
        "databaseCalls": counts.database,
        "batches": counts.batches,
        "cache": {"hits": counts.hits, "stale": counts.stale, "misses": counts.misses},
    }


def _milliseconds(seconds: float) -> float:
    return round(seconds * 1000, 3)


_trace: ContextVar[Trace | None] = ContextVar("trace", default=None)
_source: ContextVar[str] = ContextVar("traced_source", default="")


def current_trace() -> Trace | None:
    """The record of the operation that this code works for; None when nobody asked for one."""
    return _trace.get()


_NOTHING: AbstractContextManager[None] = nullcontext()


def traced(trace: Trace | None) -> AbstractContextManager[None]:
    """Make a record the current one of everything that is started meanwhile."""
    return _NOTHING if trace is None else _traced(trace)


@contextmanager
def _traced(trace: Trace) -> Iterator[None]:
    token = _trace.set(trace)
    try:
        yield
    finally:
        _trace.reset(token)


def phase(name: str) -> AbstractContextManager[None]:
    """A phase of the current record, if there is one."""
    trace = _trace.get()
    return _NOTHING if trace is None else trace.phase(name)


def note_cache(*, hits: int = 0, stale: int = 0, misses: int = 0) -> None:
    """Count keys that a cache was asked for by the source that runs now."""
    trace = _trace.get()
    if trace is None:
        return
    counts = trace.source(_source.get())
    counts.hits += hits
    counts.stale += stale
    counts.misses += misses
