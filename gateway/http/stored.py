"""Whole answers kept for anonymous queries, here and in a shared store; one execution for all who ask."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable, Sequence
from dataclasses import dataclass

import orjson

from gateway.cache.shared import SharedCache
from gateway.clock import Clock
from gateway.execution.runner import Operation
from gateway.graph.text import lookup_chain
from gateway.http.replies import Reply
from gateway.upstream.flight import SingleFlight

ENTRY_BYTES = 500
"""What an entry costs beside its body and its document: objects, hashes, links of the dictionary."""

SEPARATOR = b"\n"

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


@dataclass(frozen=True, slots=True)
class Question:
    """All that an anonymous answer depends on: the operation, the languages, the state of the content.

    `versions` are those of the sources that it shows, `revision` counts what this process took back so far.
    """

    query: str
    name: str | None
    variables: bytes
    locales: tuple[str, ...]
    versions: tuple[tuple[str, int], ...] = ()
    revision: int = 0

    @property
    def digest(self) -> str:
        """What other processes call it; what one of them took back they learn by the versions."""
        parts = [self.query, self.name, self.variables.decode(), self.locales, self.versions]
        return hashlib.sha256(orjson.dumps(parts)).hexdigest()

    @property
    def size(self) -> int:
        """Its bytes, about."""
        return len(self.query) + len(self.variables)


def question_of(
    operation: Operation,
    locales: Sequence[str],
    versions: tuple[tuple[str, int], ...] = (),
    revision: int = 0,
) -> Question:
    """The question that an operation is, with its variables in one order."""
    variables = orjson.dumps(operation.variables, option=orjson.OPT_SORT_KEYS)
    return Question(
        operation.query, operation.name, variables, tuple(lookup_chain(locales)), versions, revision
    )


class StoredReplies:
    """Replies by key, up to a number of bytes; the one used longest ago leaves first.

    Only what may be kept is: no error, no answer made of older copies.
    """

    def __init__(
        self, limit: int, clock: Clock, shared: Callable[[], SharedCache | None] = lambda: None
    ) -> None:
        """`limit` in bytes; `shared` gives the store that other processes use too, if there is one."""
        self._limit = limit
        self._clock = clock
        self._shared = shared
        self._entries: OrderedDict[Question, _Entry] = OrderedDict()
        self._flights: SingleFlight[Question, tuple[Reply, int | None]] = SingleFlight()
        self._seen: OrderedDict[Hashable, tuple[Question, int]] = OrderedDict()
        self._seen_bytes = 0
        self._bytes = self._hits = self._misses = self._evicted = 0

    def seen(self, question: Hashable) -> tuple[Reply, int] | None:
        """As `get`, for a question as it looks on the wire, if `note` was told what it means."""
        meant = self._seen.get(question)
        return self.get(meant[0]) if meant else None

    def note(self, question: Hashable, key: Question) -> None:
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

    def get(self, key: Question) -> tuple[Reply, int] | None:
        """A kept reply and its age in seconds; None when there is none that is young enough."""
        entry = self._entries.get(key)
        age = self._clock.monotonic() - entry.at if entry else 0.0
        if entry is None or age >= entry.reply.seconds:
            return None
        self._entries.move_to_end(key)
        self._hits += 1
        return entry.reply, int(age)

    async def fetch(self, key: Question, make: Callable[[], Awaitable[Reply]]) -> tuple[Reply, int | None]:
        """The shared store's reply and its age, or what `make` gives; one for all who ask meanwhile."""
        self._misses += 1

        async def kept() -> tuple[Reply, int | None]:
            shared = self._shared()
            found = await _shared_reply(shared, key, self._clock) if shared else None
            if found is not None:
                self._keep(key, found[0], age=found[1])
                return found
            reply = await make()
            self._keep(key, reply)
            if shared and _may_be_kept(reply):
                await shared.put(key.digest, _written(reply, self._clock), reply.seconds)
            return reply, None

        return await self._flights.run(key, kept)

    @property
    def stats(self) -> StoredStats:
        """Counts for whoever watches."""
        return StoredStats(self._hits, self._misses, self._evicted, len(self._entries), self._bytes)

    def _keep(self, key: Question, reply: Reply, age: int = 0) -> None:
        self._drop(key)
        size = len(reply.body) + ENTRY_BYTES + key.size
        if not _may_be_kept(reply) or size > self._limit:
            return
        self._entries[key] = _Entry(reply, self._clock.monotonic() - age, size)
        self._bytes += size
        while self._bytes > self._limit:
            self._drop(next(iter(self._entries)))
            self._evicted += 1

    def _drop(self, key: Question) -> None:
        entry = self._entries.pop(key, None)
        self._bytes -= entry.size if entry else 0


def _length(key: Hashable) -> int:
    parts = key if isinstance(key, tuple) else ()
    return sum(len(part) for part in parts if isinstance(part, str | bytes))


def _may_be_kept(reply: Reply) -> bool:
    return reply.seconds > 0 and not reply.stale


async def _shared_reply(shared: SharedCache, key: Question, clock: Clock) -> tuple[Reply, int] | None:
    found = await shared.get(key.digest)
    return _read(found, clock) if found else None


def _written(reply: Reply, clock: Clock) -> bytes:
    head = orjson.dumps([clock.now().timestamp(), reply.seconds, reply.cost])
    return head + SEPARATOR + reply.body


def _read(value: bytes, clock: Clock) -> tuple[Reply, int] | None:
    head, _, body = value.partition(SEPARATOR)
    try:
        at, seconds, cost = orjson.loads(head)
        age = max(0, int(clock.now().timestamp() - at))
        return (Reply(body, None, seconds, stale=False, cost=cost), age) if age < seconds else None
    except (ValueError, TypeError):
        return None  # another version of this program wrote it
