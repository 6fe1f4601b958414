"""Real servers on loopback that misbehave on purpose, and count how often they were asked."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from aiohttp import web
from aiohttp.test_utils import TestServer

Reply = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Service:
    """An http service whose answers a test scripts: the n-th of `replies`, the last one for ever."""

    def __init__(self, *replies: Reply):
        self.replies = list(replies)
        self.requests: list[web.Request] = []
        self.bodies: list[bytes] = []
        self.base_url = ""
        self._counted = asyncio.Condition()

    @property
    def calls(self) -> int:
        return len(self.requests)

    async def reached(self, calls: int) -> None:
        """Wait until so many requests have arrived."""
        async with self._counted:
            await self._counted.wait_for(lambda: self.calls >= calls)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        async with self._counted:
            self.requests.append(request)
            number = self.calls
            self._counted.notify_all()
        self.bodies.append(await request.read())
        return await self.replies[min(number, len(self.replies)) - 1](request)


def answer(status: int = 200, body: bytes = b'{"ok":true}', **headers: str) -> Reply:
    """Always the same answer; header names are written with underscores."""
    named = {"Content-Type": "application/json"} | {
        name.replace("_", "-"): text for name, text in headers.items()
    }

    async def reply(request: web.Request) -> web.Response:
        return web.Response(status=status, body=body, headers=named)

    return reply


def held(until: asyncio.Event, then: Reply | None = None) -> Reply:
    """Answers once the event is set."""

    async def reply(request: web.Request) -> web.StreamResponse:
        await until.wait()
        return await (then or answer())(request)

    return reply


async def cut(request: web.Request) -> web.StreamResponse:
    """Closes the connection without a word."""
    request.transport.abort()
    return web.Response()


@asynccontextmanager
async def serving(*replies: Reply) -> AsyncIterator[Service]:
    service = Service(*replies)
    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", service.handle)
    async with TestServer(app, shutdown_timeout=0.1) as server:
        service.base_url = str(server.make_url("/api"))
        yield service


class RawService:
    """A TCP service that says what bytes it likes; `closed` tells that the client closed its side."""

    def __init__(self, talk: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]):
        self.talk = talk
        self.calls = 0
        self.sent = 0
        self.closed = asyncio.Event()
        self.base_url = ""

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await reader.readuntil(b"\r\n\r\n")
            self.calls += 1
            await self.talk(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            self.closed.set()
            writer.close()


@asynccontextmanager
async def speaking(
    talk: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]],
) -> AsyncIterator[RawService]:
    service = RawService(talk)
    server = await asyncio.start_server(service.handle, "127.0.0.1", 0)
    service.base_url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/api"
    try:
        yield service
    finally:
        server.close()
        await asyncio.sleep(0.01)


OK_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
