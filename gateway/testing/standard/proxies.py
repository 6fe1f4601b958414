"""Fault proxies for the standard tests: on a thread of their own, and one that damages what it passes on."""

from __future__ import annotations

import asyncio
import gzip
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import orjson
from aiohttp import web

from gateway.testing.faults import FaultProxy


@contextmanager
def proxying(target: str) -> Iterator[FaultProxy]:
    """A fault proxy that serves from a thread; `set` and `calls` may be used from any thread."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="fault-proxy", daemon=True)
    thread.start()
    proxy = FaultProxy(target)
    asyncio.run_coroutine_threadsafe(proxy.__aenter__(), loop).result(timeout=10)
    try:
        yield proxy
    finally:
        asyncio.run_coroutine_threadsafe(_close(proxy), loop).result(timeout=10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(timeout=10)
        loop.close()


async def _close(proxy: FaultProxy) -> None:
    await proxy.__aexit__()
    waiting = asyncio.all_tasks() - {asyncio.current_task()}
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)


Change = Callable[[Any], Any]


@dataclass
class DamagingProxy(FaultProxy):
    """Passes JSON answers on after `change`."""

    change: Change = field(default=lambda body: body)

    async def _pass_on(self, request: web.Request) -> web.Response:
        answer = await super()._pass_on(request)
        body = answer.body if isinstance(answer.body, bytes) else b""
        if answer.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        try:
            changed = orjson.dumps(self.change(orjson.loads(body)))
        except orjson.JSONDecodeError:
            return answer
        kept = {k: v for k, v in answer.headers.items() if k.lower().startswith(("x-", "facebook-"))}
        return web.Response(status=answer.status, body=changed, headers=kept, content_type="application/json")
