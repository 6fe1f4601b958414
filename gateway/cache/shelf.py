"""Entries and what their age means: fresh, stale or dead."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import datetime
from typing import Generic, NamedTuple, TypeVar

from gateway.cache.entries import Ages, Entries, Entry
from gateway.clock import Clock

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Moment(NamedTuple):
    """One moment on both clocks."""

    monotonic: float
    wall: datetime


class Shelf(Generic[K, V]):
    """The kept entries of a cache, judged by its clock; what is dead is taken down when it is seen."""

    def __init__(self, ages: Ages, entries: Entries[K, V], clock: Clock, is_down: Callable[[], bool]) -> None:
        """`is_down`: whether the source is known not to answer."""
        self.entries = entries
        self._ages = ages
        self._clock = clock
        self._is_down = is_down

    def now(self) -> float:
        """Monotonic seconds, as entries count them."""
        return self._clock.monotonic()

    def moment(self) -> Moment:
        """Now, to be taken before a value is asked for."""
        return Moment(self._clock.monotonic(), self._clock.now())

    def put(self, key: K, value: V | None, asked: Moment) -> Entry[V]:
        """Keep what the source said about a key when it was asked; None means that it does not know it."""
        ages = self._ages
        soft, hard = (ages.soft, ages.hard) if value is not None else (ages.unknown, ages.unknown)
        entry = Entry(value, asked.wall, asked.monotonic + soft, asked.monotonic + hard)
        self.entries.put(key, entry)
        return entry

    def alive(self, key: K, now: float, *, touch: bool = True) -> Entry[V] | None:
        """The entry of a key unless it is dead."""
        entry = self.entries.get(key, touch=touch)
        if entry is None or now < entry.dead_at:
            return entry
        self.entries.drop(key)
        return None

    def may_reload(self, entry: Entry[V], now: float) -> bool:
        """Whether asking the source again has a chance; after a failure it rests a little."""
        return now >= entry.retry_at and not self._is_down()

    def postpone(self, key: K) -> None:
        """A reload of the key failed: leave the source in peace for a while."""
        entry = self.entries.get(key, touch=False)
        if entry is not None:
            entry.retry_at = self.now() + self._ages.pause
