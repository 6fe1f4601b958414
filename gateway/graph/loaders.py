"""Loaders that batch: aiodataloader made safe against cancelled callers and crooked batches."""

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
    value fails only its key. A caller that is cancelled cancels only itself.
    """

    def __init__(self, fetch: Fetch[K, V], max_batch: int | None = None) -> None:
        """Needs a running loop; make one per request."""
        self._fetch = fetch
        self.batches = 0
        self._loader: DataLoader[K, Any] = DataLoader(self._ordered, max_batch_size=max_batch)

    async def load(self, key: K) -> V | None:
        """The value of one key, None when it is unknown; raises the error of this key."""
        value: V | None = await asyncio.shield(self._loader.load(key))
        return value

    async def load_many(self, keys: Sequence[K]) -> list[V | None]:
        """Values in the order of `keys`; raises the first error."""
        if not keys:
            return []
        return list(await asyncio.shield(asyncio.gather(*(self._loader.load(key) for key in keys))))

    async def load_each(self, keys: Sequence[K]) -> list[Any]:
        """Values in the order of `keys`, an exception in place of each that failed."""
        waiting = asyncio.gather(*(self._loader.load(key) for key in keys), return_exceptions=True)
        return list(await asyncio.shield(waiting))

    def prime(self, key: K, value: V) -> None:
        """Make a value known that came by another way, so that nobody asks for it."""
        self._loader.prime(key, value)

    async def _ordered(self, keys: list[K]) -> list[Any]:
        self.batches += 1
        try:
            found = await self._fetch(keys)
        except asyncio.CancelledError:
            # a cancelled batch would leave every waiter hanging for ever
            return [SourceUnavailable("The read was cancelled.") for _ in keys]
        except Exception as error:  # noqa: BLE001  # whatever fails, each key must get its answer
            return [error for _ in keys]
        return [found.get(key) for key in keys]
