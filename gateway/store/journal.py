"""Counts commands sent to MongoDB, so that tests and benchmarks can say exactly how many there were."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace

from pymongo.monitoring import (
    CommandFailedEvent,
    CommandListener,
    CommandStartedEvent,
    CommandSucceededEvent,
)


@dataclass(frozen=True, slots=True)
class Counts:
    """Commands that were sent, and how many of these failed."""

    started: int = 0
    failed: int = 0


Key = tuple[str, str]
"""Collection (as named in the database; empty for `ping` and the like) and command, e.g. `find`."""


class CommandJournal(CommandListener):
    """A listener to hand to `Store.open(listeners=[journal])`; drivers call it from any thread."""

    def __init__(self) -> None:
        """Starts empty."""
        self._lock = threading.Lock()
        self._counts: dict[Key, Counts] = {}
        self._under_way: dict[tuple[object, int], Key] = {}

    def snapshot(self) -> dict[Key, Counts]:
        """The counts since the last reset."""
        with self._lock:
            return dict(self._counts)

    def count(self, collection: str, command: str | None = None) -> int:
        """How many commands were sent to a collection, of one kind or of all."""
        return sum(
            counts.started
            for (where, what), counts in self.snapshot().items()
            if where == collection and command in {None, what}
        )

    def reset(self) -> None:
        """Forget all counts."""
        with self._lock:
            self._counts.clear()

    def started(self, event: CommandStartedEvent) -> None:
        """Called by the driver."""
        key = (_collection(event), event.command_name)
        with self._lock:
            self._under_way[event.connection_id, event.request_id] = key
            counts = self._counts.get(key, Counts())
            self._counts[key] = replace(counts, started=counts.started + 1)

    def succeeded(self, event: CommandSucceededEvent) -> None:
        """Called by the driver."""
        with self._lock:
            self._under_way.pop((event.connection_id, event.request_id), None)

    def failed(self, event: CommandFailedEvent) -> None:
        """Called by the driver."""
        with self._lock:
            key = self._under_way.pop((event.connection_id, event.request_id), None)
            if key is not None:
                counts = self._counts.get(key, Counts())
                self._counts[key] = replace(counts, failed=counts.failed + 1)


def _collection(event: CommandStartedEvent) -> str:
    named = "collection" if event.command_name == "getMore" else event.command_name
    value = event.command.get(named)
    if event.command_name == "explain" and isinstance(value, dict):
        value = next(iter(value.values()), None)
    return value if isinstance(value, str) else ""
