"""A gateway's HTTP side over the tiny sources: in this process for most tests, on a real socket for some."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import uvicorn
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from gateway.clock import Clock, ManualClock
from gateway.execution.documents import Limits
from gateway.execution.runner import Runner
from gateway.graph.compose import compose
from gateway.http.assembly import graphql_endpoint, graphql_route
from gateway.http.graphql import GraphQLEndpoint
from gateway.http.served import Served
from gateway.http.server import server_config
from gateway.opened import OpenedSources
from gateway.settings import GatewaySettings, read_gateway_settings
from gateway.source import Source
from gateway.supervise.ports import free_port
from tests.gateway.tiny import Shelf, farm_source, opened, tale_source

NEW = "application/graphql-response+json"
OLD = "application/json"
QUERY = "{ farms(first: 1) { edges { cursor } } }"
DATA = {"farms": {"edges": [{"cursor": "0"}]}}


def page(_: Request) -> Response:
    return PlainTextResponse("the page")


@dataclass
class World:
    """`app` over tiny sources; `shelves` record what was asked of them."""

    settings: GatewaySettings
    app: Served
    endpoint: GraphQLEndpoint
    board: OpenedSources
    shelves: dict[str, Shelf]
    clock: Clock = field(default_factory=ManualClock)

    def client(self, address: str = "127.0.0.1", **headers: str) -> httpx.AsyncClient:
        transport = httpx.ASGITransport(self.app, client=(address, 4000))
        return httpx.AsyncClient(transport=transport, base_url="http://gateway", headers=headers)


def world(sources: tuple[Source[Any], ...] = (), **settings: object) -> World:
    """A world with `GATEWAY_` settings, e.g. `max_in_flight=1`."""
    values = {f"GATEWAY_{name.upper()}": str(value) for name, value in settings.items()}
    read = read_gateway_settings(values)
    used = sources or (farm_source(), tale_source())
    board, shelves = opened(*used)
    clock = ManualClock()
    endpoint = graphql_endpoint(read, Runner(compose(used), Limits()), lambda: board, clock=clock, page=page)

    async def live(_: Request) -> Response:
        return PlainTextResponse("alive")

    routes = [graphql_route(endpoint, read), Route("/live", live)]
    app = Served(read, endpoint, routes=routes)
    app.router.redirect_slashes = False
    return World(read, app, endpoint, board, shelves, clock)


@contextmanager
def served(made: World) -> Iterator[int]:
    """The port of a real server over a world, configured as `serve` does it."""
    port = free_port()
    config = server_config(made.app, made.settings.model_copy(update={"port": port}), lifespan=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        if not thread.is_alive():
            raise RuntimeError("the test server did not start")
        time.sleep(0.01)
    try:
        yield port
    finally:
        server.should_exit = True
        server.force_exit = True
        thread.join(10)


async def until(condition: Callable[[], bool]) -> None:
    """Return as soon as the condition holds; fails after five seconds."""
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110  # what is looked at sets no event
            await asyncio.sleep(0.001)


async def exchange(port: int, *parts: bytes, pause: float = 0.0) -> bytes:
    """Send bytes as they are and read all that comes until the server closes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        for part in parts:
            writer.write(part)
            await writer.drain()
            if pause:
                await asyncio.sleep(pause)
        return await reader.read()
    except ConnectionError:
        return b""
    finally:
        writer.close()
