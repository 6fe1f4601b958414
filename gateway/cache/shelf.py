"""Entries and what their age means: fresh, stale or dead."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import datetime
from typing import Generic, TypeVar

from gateway.cache.entries import Ages, Cached, Entries, Entry
from gateway.clock import Clock

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Shelf(Generic[K, V]):
    """The kept entries of a cache, judged by its clock; what is dead is taken down when it is seen."""

    def __init__(self, ages: Ages, entries: Entries[K, V], clock: Clock, is_down: Callable[[], bool]) -> None:
        """`is_down`: whether the source is known not to answer."""
        self.entries = entries
        self._ages = ages
        self._clock = clock
        self._is_down = is_down

    def moment(self) -> tuple[float, datetime]:
        """The monotonic and the wall time of now."""
        return self._clock.monotonic(), self._clock.now()

    def alive(self, key: K, *, touch: bool = True) -> Entry[V] | None:
        """The entry of a key unless it is dead."""
        entry = self.entries.get(key, touch=touch)
        if entry is None or not self.is_dead(entry):
            return entry
        self.entries.drop(key)
        return None

    def is_dead(self, entry: Entry[V]) -> bool:
        """Whether nobody may be given the entry any more."""
        return self._age(entry) >= (self._ages.unknown if entry.value is None else self._ages.hard)

    def is_fresh(self, entry: Entry[V]) -> bool:
        """Whether the entry may be given without asking the source."""
        return entry.value is None or self._age(entry) < self._ages.soft

    def may_reload(self, entry: Entry[V]) -> bool:
        """Whether asking the source again has a chance; after a failure it rests a little."""
        return self._clock.monotonic() >= entry.retry_at and not self._is_down()

    def postpone(self, key: K) -> None:
        """A reload of the key failed: leave the source in peace for a while."""
        entry = self.entries.get(key, touch=False)
        if entry is not None:
            entry.retry_at = self._clock.monotonic() + self._ages.pause

    def cached(self, entry: Entry[V]) -> Cached[V] | None:
        """The entry as its reader sees it, None for a key that the source does not know."""
        if entry.value is None:
            return None
        left = max(0.0, self._ages.soft - self._age(entry))
        return Cached(entry.value, entry.fetched_at, stale=left == 0, fresh_for=left)

    def _age(self, entry: Entry[V]) -> float:
        return self._clock.monotonic() - entry.asked
