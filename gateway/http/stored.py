"""Whole answers kept in the process for anonymous queries, and one execution for all who ask at once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable, Sequence
from dataclasses import dataclass

import orjson

from gateway.clock import Clock
from gateway.execution.runner import Operation
from gateway.graph.text import lookup_chain
from gateway.http.replies import Reply
from gateway.upstream.flight import SingleFlight

ENTRY_BYTES = 500
"""What an entry costs beside its body and its document: objects, hashes, links of the dictionary."""

SEEN_SHARE = 8
"""Questions as they look on the wire may take one part in eight of the bytes, beside the answers."""


@dataclass(frozen=True, slots=True)
class StoredStats:
    """Counts since the start, and what is kept now."""

    hits: int
    misses: int
    evicted: int
    entries: int
    bytes: int


@dataclass(frozen=True, slots=True)
class _Entry:
    reply: Reply
    at: float
    size: int


def key_of(operation: Operation, locales: Sequence[str], revision: int = 0) -> Hashable:
    """All that an anonymous answer depends on; `revision` counts what was taken back so far."""
    variables = orjson.dumps(operation.variables, option=orjson.OPT_SORT_KEYS)
    return (operation.query, operation.name, variables, *lookup_chain(locales), revision)


class StoredReplies:
    """Replies by key, up to a number of bytes; the one used longest ago leaves first.

    Only what may be kept is: no error, no answer made of older copies.
    """

    def __init__(self, limit: int, clock: Clock) -> None:
        """`limit` in bytes."""
        self._limit = limit
        self._clock = clock
        self._entries: OrderedDict[Hashable, _Entry] = OrderedDict()
        self._flights: SingleFlight[Hashable, Reply] = SingleFlight()
        self._seen: OrderedDict[Hashable, tuple[Hashable, int]] = OrderedDict()
        self._seen_bytes = 0
        self._bytes = self._hits = self._misses = self._evicted = 0

    def seen(self, question: Hashable) -> tuple[Reply, int] | None:
        """As `get`, for a question as it looks on the wire, if `note` was told what it means."""
        meant = self._seen.get(question)
        return self.get(meant[0]) if meant else None

    def note(self, question: Hashable, key: Hashable) -> None:
        """Remember what a question on the wire means: the next one like it is not even parsed."""
        if question in self._seen:
            self._seen.move_to_end(question)
            return
        size = ENTRY_BYTES + _length(question)
        if size > self._limit // SEEN_SHARE:
            return
        self._seen[question] = (key, size)
        self._seen_bytes += size
        while self._seen_bytes > self._limit // SEEN_SHARE:
            _, (_, oldest) = self._seen.popitem(last=False)
            self._seen_bytes -= oldest

    def get(self, key: Hashable) -> tuple[Reply, int] | None:
        """A kept reply and its age in seconds; None when there is none that is young enough."""
        entry = self._entries.get(key)
        age = self._clock.monotonic() - entry.at if entry else 0.0
        if entry is None or age >= entry.reply.seconds:
            return None
        self._entries.move_to_end(key)
        self._hits += 1
        return entry.reply, int(age)

    async def fetch(self, key: Hashable, make: Callable[[], Awaitable[Reply]]) -> Reply:
        """The reply that `make` gives, shared with all who ask for it meanwhile."""
        self._misses += 1

        async def kept() -> Reply:
            reply = await make()
            self._keep(key, reply)
            return reply

        return await self._flights.run(key, kept)

    @property
    def stats(self) -> StoredStats:
        """Counts for whoever watches."""
        return StoredStats(self._hits, self._misses, self._evicted, len(self._entries), self._bytes)

    def _keep(self, key: Hashable, reply: Reply) -> None:
        self._drop(key)
        size = len(reply.body) + ENTRY_BYTES + _length(key)
        if reply.seconds <= 0 or reply.stale or size > self._limit:
            return
        self._entries[key] = _Entry(reply, self._clock.monotonic(), size)
        self._bytes += size
        while self._bytes > self._limit:
            self._drop(next(iter(self._entries)))
            self._evicted += 1

    def _drop(self, key: Hashable) -> None:
        entry = self._entries.pop(key, None)
        self._bytes -= entry.size if entry else 0


def _length(key: Hashable) -> int:
    parts = key if isinstance(key, tuple) else ()
    return sum(len(part) for part in parts if isinstance(part, str | bytes))
