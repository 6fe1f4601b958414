"""Loaders that batch: a level in one step, single keys through aiodataloader; nobody cancels others."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from typing import Any, Generic, TypeVar

from aiodataloader import DataLoader

from gateway.errors import SourceUnavailable

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

Fetch = Callable[[Sequence[K]], Awaitable[Mapping[K, V | Exception]]]


class BatchLoader(Generic[K, V]):
    """Collects the keys asked in one turn of the loop and fetches them together, each once per request.

    `fetch` gets distinct keys and returns what it found; what is missing is None, an exception as a
    value fails only its key. A caller that is cancelled cancels only itself. A level of keys costs one
    future, however many they are: single loads alone go through aiodataloader, which makes one a key.
    """

    def __init__(self, fetch: Fetch[K, V], max_batch: int | None = None) -> None:
        """Needs a running loop; make one per request."""
        self._fetch = fetch
        self._max_batch = max_batch
        self.batches = 0
        self._known: dict[K, Any] = {}
        self._flying: dict[K, asyncio.Future[None]] = {}
        self._collected: dict[K, None] = {}
        self._next: asyncio.Future[None] | None = None
        self._loader: DataLoader[K, Any] | None = None

    async def load(self, key: K) -> V | None:
        """The value of one key, None when it is unknown; raises the error of this key."""
        if key in self._known:
            value = self._known[key]
            if isinstance(value, Exception):
                raise value
            found: V | None = value
            return found
        if self._loader is None:
            self._loader = DataLoader(self.load_each)
        loaded: V | None = await asyncio.shield(self._loader.load(key))
        return loaded

    async def load_many(self, keys: Sequence[K]) -> list[V | None]:
        """Values in the order of `keys`; raises the first error."""
        return unless_failed(await self.load_each(keys))

    async def load_each(self, keys: Sequence[K]) -> list[Any]:
        """Values in the order of `keys`, an exception in place of each that failed."""
        known = self._known
        missing = [key for key in keys if key not in known]
        if missing:
            for batch in self._batches_of(missing):
                await asyncio.shield(batch)
        return [known[key] for key in keys]

    async def load_alone(self, keys: Sequence[K]) -> list[Any]:
        """As `load_each`, for a caller beside whom nobody uses this loader: nothing is waited for.

        A cancel goes through, and nothing is remembered then.
        """
        known = self._known
        missing = list(dict.fromkeys([key for key in keys if key not in known]))
        if missing and not self._flying:
            size = self._max_batch or len(missing)
            for start in range(0, len(missing), size):
                part = missing[start : start + size] if len(missing) > size else missing
                known.update(await self._values(part))
            return [known[key] for key in keys]
        return await self.load_each(keys)

    def prime(self, key: K, value: V) -> None:
        """Make a value known that came by another way, so that nobody asks for it."""
        self._known.setdefault(key, value)

    def _batches_of(self, keys: Sequence[K]) -> set[asyncio.Future[None]]:
        """What must be waited for until all keys are known; those nobody asked for join the next batch."""
        flying = self._flying
        for key in keys:
            if key not in flying:
                flying[key] = self._following()
                self._collected[key] = None
        return {flying[key] for key in keys}

    def _following(self) -> asyncio.Future[None]:
        if self._next is None:
            loop = asyncio.get_running_loop()
            self._next = loop.create_future()
            # two turns, so that neighbours who first enter a task of their own are still in time
            loop.call_soon(loop.call_soon, self._dispatch)
        return self._next

    def _dispatch(self) -> None:
        keys, done = list(self._collected), self._next
        assert done is not None  # noqa: S101  # nothing is dispatched that was not collected
        self._collected, self._next = {}, None
        fetching = asyncio.ensure_future(self._fetch_all(keys))
        fetching.add_done_callback(lambda _: _settle(done))

    async def _fetch_all(self, keys: list[K]) -> None:
        size = self._max_batch or len(keys)
        parts = [keys[start : start + size] for start in range(0, len(keys), size)]
        if len(parts) == 1:
            await self._fetch_part(keys)
        else:
            await asyncio.gather(*map(self._fetch_part, parts))

    async def _fetch_part(self, keys: list[K]) -> None:
        try:
            values = await self._values(keys)
        except asyncio.CancelledError:
            # a cancelled batch would leave every waiter hanging for ever
            values = {key: SourceUnavailable("The read was cancelled.") for key in keys}
        for key, value in values.items():
            self._known.setdefault(key, value)
            del self._flying[key]

    async def _values(self, keys: list[K]) -> dict[K, Any]:
        self.batches += 1
        try:
            found = await self._fetch(keys)
            return {key: found.get(key) for key in keys}
        except Exception as error:  # noqa: BLE001  # whatever fails, each key must get its answer
            return dict.fromkeys(keys, error)


def unless_failed(values: list[Any]) -> list[Any]:
    """The values of `load_each` or `load_alone`; raises the first error among them."""
    for value in values:
        if isinstance(value, Exception):
            raise value
    return values


def _settle(done: asyncio.Future[None]) -> None:
    if not done.done():
        done.set_result(None)
