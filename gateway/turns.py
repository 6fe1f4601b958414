"""One at a time per name, within this process: those who come meanwhile wait for their turn."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Turns:
    """Locks by name that exist only while somebody holds them or waits."""

    def __init__(self) -> None:
        """Nobody holds any."""
        self._held: dict[str, tuple[asyncio.Lock, int]] = {}

    @asynccontextmanager
    async def of(self, name: str) -> AsyncIterator[None]:
        """A block that runs alone among those of the same name."""
        lock, waiting = self._held.get(name, (asyncio.Lock(), 0))
        self._held[name] = (lock, waiting + 1)
        try:
            async with lock:
                yield
        finally:
            waiting = self._held[name][1] - 1
            self._held[name] = (lock, waiting)
            if not waiting:
                del self._held[name]
