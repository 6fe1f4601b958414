"""How many may work at the same time; whoever comes later waits in turn."""

from __future__ import annotations

import asyncio
from collections import deque


class Places:
    """So many places, `free` of them; `take` costs nothing, which cannot be said of a semaphore."""

    def __init__(self, number: int) -> None:
        """All are free. Usable on one event loop."""
        self.free = number
        self._number = number
        self._waiting: deque[asyncio.Future[None]] = deque()

    @property
    def taken(self) -> int:
        """How many are not free."""
        return self._number - self.free

    def take(self) -> bool:
        """Take a place at once, if one is free and nobody waits for it."""
        if not self.free or self._waiting:
            return False
        self.free -= 1
        return True

    async def wait(self) -> None:
        """Take a place when it is our turn."""
        if self.take():
            return
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(waiter)
        try:
            await waiter  # whoever gives hands the place over
        except BaseException:
            if waiter.done() and not waiter.cancelled():
                self.give()
            elif waiter in self._waiting:  # else `give` has passed it over
                self._waiting.remove(waiter)
            raise

    def give(self) -> None:
        """Give a place to who has waited longest, or back."""
        while self._waiting:
            waiter = self._waiting.popleft()
            if not waiter.done():
                waiter.set_result(None)
                return
        self.free += 1
