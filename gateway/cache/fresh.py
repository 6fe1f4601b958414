"""The cache in front of every upstream read: fresh, stale or dead, and one load at a time per key."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from gateway.cache.entries import Ages, Cached, Entries, Entry
from gateway.cache.loading import Load, Loading, LoadMany
from gateway.cache.shelf import Shelf
from gateway.clock import Clock, SystemClock
from gateway.errors import GatewayError, SourceError
from gateway.observe.tracing import note_cache

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

Found = dict[K, "Entry[V] | GatewayError"]


@dataclass(frozen=True, slots=True)
class CacheStats:
    """Counts of keys since the start, and what is kept now.

    `hits` were given at once and fresh (keys known as unknown included), `stale` were old when given,
    `misses` had to wait for a load; `loads` and `failures` count calls of the loading function.
    """

    hits: int
    stale: int
    misses: int
    loads: int
    failures: int
    evictions: int
    entries: int
    bytes: int


class FreshCache(Generic[K, V]):
    """Keeps what a source answered and knows how old it is; see `Ages`.

    Fresh values are given at once. A stale one is reloaded first (`revalidate="wait"`) or given at once
    and reloaded behind (`"background"`); when the reload fails with a `SourceError`, or `is_down` says
    that it would, the stale value is given. A dead one is never given. Once a value was given, nobody
    who asks later gets an older one. The key must hold all that the value depends on: language, partner.
    """

    def __init__(
        self,
        ages: Ages,
        *,
        max_entries: int = 10_000,
        max_bytes: int | None = None,
        size: Callable[[V], int] | None = None,
        clock: Clock | None = None,
        revalidate: Literal["wait", "background"] = "wait",
        is_down: Callable[[], bool] = lambda: False,
    ) -> None:
        """`size` gives the bytes of a value and is needed for `max_bytes`."""
        if max_bytes is not None and size is None:
            raise ValueError("max_bytes needs a size function")
        self._entries: Entries[K, V] = Entries(max_entries, max_bytes, size)
        self._shelf = Shelf(ages, self._entries, clock or SystemClock(), is_down)
        self._loading: Loading[K, V] = Loading(self._shelf)
        self._background = revalidate == "background"
        self._hits = self._stale = self._misses = 0

    async def get(self, key: K, load: Callable[[], Awaitable[V | None]]) -> Cached[V] | None:
        """The value of a key; None when the source does not know it (`load` returned None).

        Raises the `GatewayError` of the load when there is nothing stale to give instead.
        """

        async def one(keys: Sequence[K]) -> Mapping[K, V | GatewayError | None]:
            return {keys[0]: await load()}

        found = (await self.get_many((key,), one)).get(key)
        if isinstance(found, GatewayError):
            raise found
        return found

    async def get_many(
        self, keys: Sequence[K], load_many: LoadMany[K, V]
    ) -> dict[K, Cached[V] | GatewayError]:
        """What is known of the keys: a value, or the error that kept it away; unknown keys are left out.

        All keys that are neither fresh nor being loaded for somebody else go into one call of
        `load_many`. Only what is no `GatewayError` is raised.
        """
        found = await self._found(keys, load_many)
        now = self._shelf.now()
        seen = ((key, _as_seen(found[key], now)) for key in dict.fromkeys(keys))
        return {key: cached for key, cached in seen if cached is not None}

    async def values(self, keys: Sequence[K], load_many: LoadMany[K, V]) -> dict[K, V | GatewayError]:
        """As `get_many`, for those who do not ask how old a value is."""
        found = await self._found(keys, load_many)
        seen = ((key, one.value if isinstance(one, Entry) else one) for key, one in found.items())
        return {key: value for key, value in seen if value is not None}

    def peek(self, key: K) -> Cached[V] | None:
        """What is kept, fresh or stale, without loading or counting as a use."""
        now = self._shelf.now()
        entry = self._shelf.alive(key, now, touch=False)
        return None if entry is None else _cached(entry, now)

    def put(self, key: K, value: V | None) -> None:
        """Keep a value that came by another way; a load under way for the key loses against it."""
        self._loading.supersede((key,))
        self._shelf.put(key, value, self._shelf.moment())

    def invalidate(self, key: K) -> None:
        """Forget a key; a load under way for it does not count any more."""
        self._loading.supersede((key,))
        self._entries.drop(key)

    def invalidate_where(self, matches: Callable[[K], bool]) -> int:
        """Forget all keys that match; returns how many were kept."""
        kept = [key for key in self._entries if matches(key)]
        self._loading.supersede([key for key in self._loading if matches(key)])
        for key in kept:
            self._entries.drop(key)
        return len(kept)

    def stats(self) -> CacheStats:
        """The counts as they are now."""
        return CacheStats(
            hits=self._hits,
            stale=self._stale,
            misses=self._misses,
            loads=self._loading.started,
            failures=self._loading.failed,
            evictions=self._entries.evicted,
            entries=len(self._entries),
            bytes=self._entries.bytes,
        )

    async def aclose(self) -> None:
        """Cancel the loads under way; whoever waits gets an error or what is stale."""
        await self._loading.stop()

    async def _found(
        self, keys: Sequence[K], load_many: LoadMany[K, V]
    ) -> Mapping[K, Entry[V] | GatewayError]:
        """An entry or an error for each key."""
        fresh = self._entries.all_fresh(keys, self._shelf.now())
        if fresh is not None:  # nothing has to be asked or waited for
            self._count(hits=len(fresh))
            return fresh
        found: Found[K, V] = {}
        wanted = list(dict.fromkeys(keys))
        while wanted:
            missing = self._give_kept(wanted, found, load_many)
            wanted = await self._give_loaded(missing, found, load_many) if missing else []
        return found

    def _give_kept(
        self, wanted: Sequence[K], found: Found[K, V], load_many: LoadMany[K, V]
    ) -> dict[K, Entry[V] | None]:
        """Give what may be given at once; returns the other keys, each with its stale entry if any."""
        missing: dict[K, Entry[V] | None] = {}
        behind: list[K] = []
        now = self._shelf.now()
        for key in wanted:
            entry = self._shelf.alive(key, now)
            if entry is not None and now < entry.stale_at:
                self._count(hits=1)
                found[key] = entry
            elif entry is None or (self._shelf.may_reload(entry, now) and not self._background):
                missing[key] = entry
            else:
                self._count(stale=1)
                found[key] = entry
                if self._shelf.may_reload(entry, now) and self._loading.of(key) is None:
                    behind.append(key)
        if behind:
            self._loading.start(behind, load_many, keep=True)
        return missing

    async def _give_loaded(
        self, missing: Mapping[K, Entry[V] | None], found: Found[K, V], load_many: LoadMany[K, V]
    ) -> list[K]:
        """Wait for the loads of these keys; returns those that somebody changed meanwhile."""
        loads = {key: load for key in missing if (load := self._loading.of(key)) is not None}
        fading = {key for key, load in loads.items() if not load.flight.running}
        if new := [key for key in missing if key not in loads]:
            loads |= dict.fromkeys(new, self._loading.start(new, load_many))
        with self._loading.joined(dict.fromkeys(loads.values())):
            for load in dict.fromkeys(loads.values()):
                await self._until_ended(load)
            again = [key for key, load in loads.items() if key in fading | load.superseded]
            for key in loads.keys() - set(again):
                self._settle(key, loads[key], missing[key], found)
        return again

    async def _until_ended(self, load: Load[K, V]) -> None:
        try:
            await load.flight.result()
        except GatewayError as error:  # it was cancelled
            load.errors = dict.fromkeys(load.keys, error)

    def _settle(self, key: K, load: Load[K, V], fallback: Entry[V] | None, found: Found[K, V]) -> None:
        error = load.errors.get(key)
        if fallback is not None and self._shelf.now() >= fallback.dead_at:
            fallback = None
        if fallback is not None and isinstance(error, SourceError):
            self._count(stale=1)
            found[key] = fallback
        else:
            self._count(misses=1)
            found[key] = error or load.entries[key]

    def _count(self, *, hits: int = 0, stale: int = 0, misses: int = 0) -> None:
        self._hits += hits
        self._stale += stale
        self._misses += misses
        note_cache(hits=hits, stale=stale, misses=misses)


def _cached(entry: Entry[V], now: float) -> Cached[V] | None:
    """The entry as its reader sees it, None for a key that the source does not know."""
    if entry.value is None:
        return None
    left = entry.stale_at - now
    return Cached(entry.value, entry.fetched_at, stale=left <= 0, fresh_for=max(0.0, left))


def _as_seen(found: Entry[V] | GatewayError, now: float) -> Cached[V] | GatewayError | None:
    return _cached(found, now) if isinstance(found, Entry) else found
