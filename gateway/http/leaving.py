"""Callers who hang up: nobody works for them any longer."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any, TypeVar

from starlette.requests import ClientDisconnect, Request

T = TypeVar("T")


async def unless_gone(request: Request, work: Awaitable[T]) -> T:
    """The result of the work; it is cancelled, and `ClientDisconnect` raised, when the caller hangs up."""
    running = asyncio.ensure_future(work)
    gone = asyncio.ensure_future(_disconnected(request))
    try:
        await asyncio.wait({running, gone}, return_when=asyncio.FIRST_COMPLETED)
        if not running.done():
            raise ClientDisconnect
        return running.result()
    finally:
        running.cancel()
        gone.cancel()
        await asyncio.gather(running, gone, return_exceptions=True)


async def _disconnected(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


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
