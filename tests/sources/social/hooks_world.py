"""The source with its addresses served on loopback, subscribed to the emulator's webhooks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx
import uvicorn
from social_world import Meta, World
from starlette.applications import Starlette

from sources.social.source import source

VERIFY = "canary-verify-token"
HOOK = "/hooks/meta"


@asynccontextmanager
async def served_hooks(world: World) -> AsyncIterator[str]:
    """The address of a server in this loop that has the source's routes."""
    assert source.routes is not None
    app = Starlette(routes=list(source.routes(world.context)))
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning", lifespan="off"))
    task = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110  # it has no event
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        await task


async def subscribe(meta: Meta, url: str, **more: Any) -> None:
    await asyncio.to_thread(
        meta.control, "webhooks", callback=f"{url}{HOOK}", verify_token=VERIFY, page_fields=["feed"], **more
    )


async def in_thread(call: Callable[..., Any], *arguments: Any, **more: Any) -> Any:
    """The emulator calls back while its control is being asked: not from this loop."""
    return await asyncio.to_thread(call, *arguments, **more)


async def eventually(check: Callable[[], Awaitable[bool]], seconds: float = 3.0) -> bool:
    async with asyncio.timeout(seconds):
        while not await check():  # noqa: ASYNC110  # what it waits for is in a database
            await asyncio.sleep(0.02)
    return True


@asynccontextmanager
async def http(url: str) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=url) as client:
        yield client
