"""Callers who hang up: nobody works for them any longer."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any, TypeVar

from starlette.requests import ClientDisconnect
from starlette.types import Receive

T = TypeVar("T")

WATCH_AFTER = 0.02
"""Seconds: most work is done before, and a watch costs more than it."""


def unless_gone(receive: Receive | None, work: Awaitable[T]) -> Awaitable[T]:
    """The result of the work; it is cancelled, and `ClientDisconnect` raised, when the caller hangs up.

    Without `receive` the work is left as it is: the server itself cancels it then.
    """
    return work if receive is None else _watched(receive, work)


async def _watched(receive: Receive, work: Awaitable[T]) -> T:
    watch = _Watch(receive)
    try:
        return await work
    except asyncio.CancelledError:
        if watch.gone and watch.worker.uncancel() == 0:
            raise ClientDisconnect from None
        raise
    finally:
        await watch.end()


class _Watch:
    """Cancels the task that made it when the caller hangs up."""

    def __init__(self, receive: Receive) -> None:
        worker = asyncio.current_task()
        assert worker is not None  # noqa: S101  # a server runs each request in a task
        self.worker = worker
        self.gone = False
        self._receive = receive
        self._watching: asyncio.Task[None] | None = None
        self._later = asyncio.get_running_loop().call_later(WATCH_AFTER, self._begin)

    def _begin(self) -> None:
        self._watching = asyncio.ensure_future(self._look())

    async def _look(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self.gone = True
        self.worker.cancel()

    async def end(self) -> None:
        """Watch no longer."""
        self._later.cancel()
        if self._watching is not None:
            self._watching.cancel()
            try:
                await asyncio.gather(self._watching, return_exceptions=True)
            except asyncio.CancelledError:  # the caller left in the same turn in which the work ended
                if not self.gone or self.worker.uncancel():
                    raise


_UNDER_WAY: set[asyncio.Future[Any]] = set()


async def to_its_end(work: Awaitable[T]) -> T:
    """The result of the work, which goes on whoever leaves: half a write is worse than an unread answer."""
    running = asyncio.ensure_future(work)
    _UNDER_WAY.add(running)  # the loop itself would forget it
    running.add_done_callback(_ended)
    return await asyncio.shield(running)


def _ended(done: asyncio.Future[Any]) -> None:
    _UNDER_WAY.discard(done)
    if not done.cancelled():
        done.exception()  # whoever waited raises it; nobody may be left
