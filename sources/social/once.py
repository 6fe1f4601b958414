"""Remembers for each request what all its fields need, as long as the request lives."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

from gateway.source import Context

V = TypeVar("V")


class OncePerRequest(Generic[V]):
    """Asks `look(ctx)` at the first need of a request; fields that run at the same time share the answer."""

    def __init__(self, look: Callable[[Context[Any]], Awaitable[V]]) -> None:
        """Nothing is asked yet."""
        self._look = look
        self._kept: WeakKeyDictionary[Any, asyncio.Future[V]] = WeakKeyDictionary()

    async def of(self, ctx: Context[Any]) -> V:
        """The answer for this request."""
        found = self._kept.get(ctx.request)
        if found is None or found.cancelled():
            found = self._kept[ctx.request] = asyncio.ensure_future(self._look(ctx))
        return await asyncio.shield(found)
