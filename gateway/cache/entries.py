"""What a cache keeps: entries of known age, bounded in number and bytes, the least used leaving first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, NamedTuple, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ages:
    """Seconds: fresh up to `soft`, stale up to `hard`, then dead.

    `unknown` is how long a key that the source does not know stays known as such; `pause` how long a
    stale value is answered without another try after its reload failed.
    """

    soft: float
    hard: float
    unknown: float = 30.0
    pause: float = 5.0


class Cached(NamedTuple, Generic[V]):
    """A value with the moment it was asked for (UTC); `fresh_for` seconds it may be kept downstream."""

    value: V
    fetched_at: datetime
    stale: bool
    fresh_for: float


@dataclass(slots=True)
class Entry(Generic[V]):
    """One kept answer; `value` is None when the source does not know the key.

    Times are monotonic: stale from `stale_at`, dead from `dead_at`, not reloaded before `retry_at`.
    """

    value: V | None
    fetched_at: datetime
    stale_at: float
    dead_at: float
    retry_at: float = 0.0
    size: int = 0


class Entries(Generic[K, V]):
    """Entries by key, at most `most` of them and `most_bytes` in all."""

    def __init__(self, most: int, most_bytes: int | None, size: Callable[[V], int] | None) -> None:
        """Without `size` bytes are not counted."""
        self._kept: OrderedDict[K, Entry[V]] = OrderedDict()
        self._most = most
        self._most_bytes = most_bytes
        self._size = size
        self.bytes = 0
        self.evicted = 0

    def __len__(self) -> int:
        """How many entries are kept."""
        return len(self._kept)

    def __iter__(self) -> Iterator[K]:
        """The keys, least used first."""
        return iter(list(self._kept))

    def get(self, key: K, *, touch: bool = True) -> Entry[V] | None:
        """The entry, which counts as a use unless `touch` is off."""
        entry = self._kept.get(key)
        if entry is not None and touch:
            self._kept.move_to_end(key)
        return entry

    def all_fresh(self, keys: Sequence[K], now: float) -> dict[K, Entry[V]] | None:
        """The entries of all keys, which counts as a use of them, when all of them are fresh; else None."""
        kept, touch = self._kept, self._kept.move_to_end
        found: dict[K, Entry[V]] = {}
        for key in keys:
            entry = kept.get(key)
            if entry is None or now >= entry.stale_at:
                return None
            touch(key)
            found[key] = entry
        return found

    def put(self, key: K, entry: Entry[V]) -> None:
        """Keep an answer, and let go of others if there is no room; one too large for all is not kept."""
        self.drop(key)
        if self._size is not None and entry.value is not None:
            entry.size = self._size(entry.value)
        if self._most_bytes is not None and entry.size > self._most_bytes:
            return
        self._kept[key] = entry
        self.bytes += entry.size
        while len(self._kept) > self._most or self.bytes > (self._most_bytes or self.bytes):
            self.drop(next(iter(self._kept)))
            self.evicted += 1

    def drop(self, key: K) -> None:
        """Forget a key, if it is there."""
        entry = self._kept.pop(key, None)
        if entry is not None:
            self.bytes -= entry.size
