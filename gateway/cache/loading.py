"""Which keys are being loaded at this moment, by which call, and who waits for it."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import Generic, TypeVar

from gateway.cache.entries import Entry
from gateway.cache.shelf import Shelf
from gateway.errors import GatewayError, SourceError
from gateway.upstream.flight import Flight

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

LoadMany = Callable[[Sequence[K]], Awaitable[Mapping[K, "V | GatewayError | None"]]]
"""Gets distinct keys and returns what the source knows; an error as a value costs only its key."""

logger = logging.getLogger("gateway.cache")


class Load(Generic[K, V]):
    """One call for several keys, and what it brought for each: an entry or an error.

    A key in `superseded` was changed by somebody else after this call was made: what the call brings
    for it is too old to be kept or given.
    """

    def __init__(
        self, keys: Sequence[K], load_many: LoadMany[K, V], shelf: Shelf[K, V], *, keep: bool
    ) -> None:
        """Starts at the next turn of the loop; with `keep` it goes on when nobody waits."""
        self.keys = keys
        self.superseded: set[K] = set()
        self.entries: dict[K, Entry[V]] = {}
        self.errors: dict[K, GatewayError] = {}
        self._load_many = load_many
        self._shelf = shelf
        self.flight = Flight(self._run if not keep else self._run_behind, keep=keep)

    async def _run(self) -> None:
        asked = self._shelf.moment()
        try:
            found = await self._load_many(self.keys)
        except GatewayError as error:
            found = dict.fromkeys(self.keys, error)
        for key in self.keys:
            value = found.get(key)
            if isinstance(value, GatewayError):
                self._failed(key, value)
            elif key not in self.superseded:
                self.entries[key] = self._shelf.put(key, value, asked)

    async def _run_behind(self) -> None:
        try:
            await self._run()
        except Exception:
            # nobody waits for it, so nobody else would report this fault
            logger.exception("a reload in the background failed")

    def _failed(self, key: K, error: GatewayError) -> None:
        self.errors[key] = error
        if isinstance(error, SourceError):
            self._shelf.postpone(key)


class Loading(Generic[K, V]):
    """The loads under way, by key."""

    def __init__(self, shelf: Shelf[K, V]) -> None:
        """Nothing is being loaded."""
        self._shelf = shelf
        self._by_key: dict[K, Load[K, V]] = {}
        self.started = 0
        self.failed = 0

    def of(self, key: K) -> Load[K, V] | None:
        """The load of a key that has not ended; it may have been cancelled and be cleaning up."""
        load = self._by_key.get(key)
        return None if load is None or load.flight.done else load

    def start(self, keys: Sequence[K], load_many: LoadMany[K, V], *, keep: bool = False) -> Load[K, V]:
        """Begin one load for all these keys."""
        load = Load(keys, load_many, self._shelf, keep=keep)
        self._by_key.update(dict.fromkeys(keys, load))
        self.started += 1
        load.flight.on_end(lambda: self._ended(load))
        return load

    @contextmanager
    def joined(self, loads: Iterable[Load[K, V]]) -> Iterator[None]:
        """Count as waiting for loads; each is remembered until everybody has what it brought."""
        with ExitStack() as stack:
            for load in loads:
                stack.callback(self._tidy, load)
                stack.enter_context(load.flight.joined())
            yield

    def supersede(self, keys: Iterable[K]) -> None:
        """What is being loaded for these keys is out of date already."""
        for key in keys:
            load = self._by_key.pop(key, None)
            if load is not None:
                load.superseded.add(key)

    def __iter__(self) -> Iterator[K]:
        """The keys that are being loaded or handed out."""
        return iter(list(self._by_key))

    async def stop(self) -> None:
        """Cancel all loads and wait until they have ended."""
        for load in dict.fromkeys(self._by_key.values()):
            load.flight.abandon()
            await load.flight.ended()

    def _ended(self, load: Load[K, V]) -> None:
        self.failed += bool(load.errors)
        self._tidy(load)

    def _tidy(self, load: Load[K, V]) -> None:
        if not load.flight.done or load.flight.waiters:
            return
        for key in load.keys:
            if self._by_key.get(key) is load:
                del self._by_key[key]
