"""Many followers of one change stream: it is opened with the first, closed with the last, never doubled."""

from __future__ import annotations

import asyncio
import logging
import re
from bisect import bisect_right
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import Any, Generic, NamedTuple, TypeVar

from bson import Timestamp

from gateway.clock import Clock
from gateway.errors import BadInput, SourceError, SourceInvalid, StreamLost
from gateway.source import Happening
from gateway.store.collection import Collection
from gateway.store.terms import Document, Pipeline

logger = logging.getLogger("gateway.store")

T = TypeVar("T")

RETRY_SECONDS = 0.5
OLDEST_SECONDS = 3600
"""How old a mark may be: following from it reads everything since again."""

OF_DOCUMENTS = frozenset({"insert", "update", "replace", "delete"})

END = 1 << 32
"""A number after all changes of one moment."""

MARK = re.compile(r"[0-9a-f]{1,8}-[0-9a-f]{1,8}-[0-9a-f]{1,8}")

Read = Callable[[Document], Awaitable["T | None"]]
"""From a change to what followers get, once for all of them; None for what concerns nobody."""


class Position(NamedTuple):
    """Where in the stream: the server's time of a change, and its number among those of the same time."""

    seconds: int
    step: int
    number: int

    @property
    def mark(self) -> str:
        """As text, for `Last-Event-ID`; tells a moment and nothing else."""
        return "-".join(f"{part:x}" for part in self)

    @classmethod
    def of_mark(cls, mark: str) -> Position:
        """The position of a mark; `INVALID_CURSOR` for what is none."""
        if not MARK.fullmatch(mark):
            raise BadInput("INVALID_CURSOR", "This mark does not belong to this stream.")
        return cls(*(int(part, 16) for part in mark.split("-")))


class Hub(Generic[T]):
    """The changes of a collection, read once and given to everybody who follows.

    What was read last is kept (`keep` changes in all, however many follow), so a follower holds a position
    and no queue. Outages of MongoDB are bridged without a loss, as long as its oplog reaches back.
    """

    def __init__(
        self,
        collection: Collection,
        read: Read[T],
        clock: Clock,
        *,
        pipeline: Pipeline = (),
        full_document: str | None = "updateLookup",
        keep: int = 1000,
    ) -> None:
        """Contacts nothing before somebody follows."""
        self._collection = collection
        self._read = read
        self._clock = clock
        self._options: dict[str, Any] = {"pipeline": pipeline, "full_document": full_document}
        self._keep = keep
        self.followers = 0
        self._held = 0
        self._joining = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None
        self._forget()

    async def follow(self, since: str | None = None) -> AsyncGenerator[Happening[T], None]:
        """What happens from now on, or after the mark `since`; `followers` counts those who stand in it.

        Raises `StreamLost` for a follower who is too slow or whose mark is too old.
        """
        wanted = Position.of_mark(since) if since else None
        joined = False
        self._held += 1
        try:
            async with self._joining:  # the first one starts the stream, the others find it
                seen = await self._join(wanted)
            self.followers += 1
            joined = True
            while True:
                found = self._next(seen)
                if found is None:
                    await self._changed.wait()
                    continue
                seen, value = found
                if value is not None:
                    yield Happening(value, seen.mark)
        finally:
            self.followers -= joined
            self._held -= 1
            if self._held == 0:
                await self.aclose()

    async def aclose(self) -> None:
        """Stop watching; followers, if there are any, wait for ever, so end them first."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            await asyncio.wait({task})
        if self._held == 0:
            self._forget()

    def _forget(self) -> None:
        self._token: Document | None = None
        self._positions: list[Position] = []
        self._values: list[T | None] = []
        self._floor = self._head = Position(0, 0, 0)
        self._failure: SourceError | None = None
        self._changed = asyncio.Event()

    async def _join(self, wanted: Position | None) -> Position:
        """Where a follower begins; the stream runs, and holds everything after it."""
        if not self._running or (wanted is not None and wanted < self._floor):
            now = await self._collection.server_time()
            if wanted is not None and wanted.seconds < now.time - OLDEST_SECONDS:
                raise StreamLost
            if not self._running:
                self._restart(Position(now.time, now.inc, END))
        if wanted is None:
            return self._head
        if wanted < self._floor:
            self._restart(wanted)  # nobody gets anything twice: each knows how far it is
        return wanted

    @property
    def _running(self) -> bool:
        return self._task is not None and self._failure is None

    def _restart(self, begin: Position) -> None:
        """Read the stream from `begin` on."""
        if self._task is not None:
            self._task.cancel()
        head = max(self._head, begin)
        self._forget_values()
        self._floor, self._head = begin, head
        self._task = asyncio.get_running_loop().create_task(self._watch(begin), name="hub")

    def _forget_values(self) -> None:
        self._token, self._failure = None, None
        self._positions, self._values = [], []

    def _next(self, seen: Position) -> tuple[Position, T | None] | None:
        if self._failure is not None:
            raise self._failure
        if seen < self._floor:
            raise StreamLost
        place = bisect_right(self._positions, seen)
        return (self._positions[place], self._values[place]) if place < len(self._positions) else None

    async def _watch(self, begin: Position) -> None:
        while True:
            try:
                await self._watch_once(begin)
                return self._fail(StreamLost())  # the collection was dropped
            except SourceInvalid as error:
                logger.warning("a change stream of %s is lost: %r", self._collection.source, error)
                return self._fail(StreamLost())
            except SourceError as error:
                logger.info("a change stream of %s waits: %s", self._collection.source, error.code)
                await self._clock.sleep(RETRY_SECONDS)

    async def _watch_once(self, begin: Position) -> None:
        # what happened at the very moment of `begin` is read again, unless nobody wants any of it
        step = begin.step + (begin.number == END)
        start = None if self._token else Timestamp(begin.seconds, step)
        async with self._collection.watch(
            resume_after=self._token, start_at=start, **self._options
        ) as changes:
            async for change in changes:
                await self._take(change)

    async def _take(self, change: Document) -> None:
        value = await self._value(change) if change["operationType"] in OF_DOCUMENTS else None
        at: Timestamp = change["clusterTime"]
        last = self._positions[-1] if self._positions else self._floor
        number = last.number + 1 if self._positions and last[:2] == (at.time, at.inc) else 0
        self._positions.append(Position(at.time, at.inc, number))
        self._values.append(value)
        self._token = change["_id"]
        if len(self._positions) > self._keep:
            half = len(self._positions) // 2
            self._floor = self._positions[half - 1]
            del self._positions[:half], self._values[:half]
        self._head = max(self._head, self._positions[-1])
        self._wake()

    async def _value(self, change: Document) -> T | None:
        try:
            return await self._read(change)
        except SourceError:
            raise  # the change is read again, after a rest
        except Exception:
            logger.exception("a change of %s cannot be read and is left out", self._collection.source)
            return None

    def _fail(self, error: SourceError) -> None:
        self._failure = error
        self._wake()

    def _wake(self) -> None:
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()
