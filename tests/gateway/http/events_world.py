"""Readers of events, and two sources to follow: one that is told by the test, one over a collection."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass, field
from typing import Annotated, Any

import strawberry
from starlette.types import ASGIApp, Message

from gateway.errors import SourceUnavailable
from gateway.mutations import refuse
from gateway.source import Context, Happening, Source, subscription
from gateway.store.watching import Hub
from tests.gateway.tiny import Farm, Shelf, farm, tiny_source


@dataclass
class Bell(Shelf):
    """A runtime: each follower gets what is rung from its beginning on."""

    queues: list[asyncio.Queue[Any]] = field(default_factory=list)
    closed: int = 0
    hub: Hub[str] | None = None

    def ring(self, value: Any, mark: str | None = None) -> None:
        for queue in self.queues:
            queue.put_nowait((value, mark))


Least = Annotated[int, strawberry.argument(description="The least number of a farm.")]


@subscription(description="Farms that open.", cost=3)
async def farm_opened(ctx: Context[Bell], least: Least = 0) -> AsyncIterator[Happening[Farm]]:
    if least < 0:
        refuse("INVALID_ARGUMENT", "least")
    queue: asyncio.Queue[Any] = asyncio.Queue()
    ctx.runtime.queues.append(queue)
    ctx.runtime.note("followed", ctx.since, ctx.caller.subject)
    try:
        while True:
            value, mark = await queue.get()
            if value is None:
                return
            if isinstance(value, Exception):
                raise value
            if value >= least:
                yield Happening(farm(str(value)), mark)
    finally:
        ctx.runtime.queues.remove(queue)
        ctx.runtime.closed += 1


@subscription(description="Farms of the database.")
async def farm_stored(ctx: Context[Bell]) -> AsyncIterator[Happening[Farm]]:
    hub = ctx.runtime.hub
    assert hub is not None
    following: AsyncGenerator[Happening[str], None] = hub.follow(ctx.since)
    try:
        async for happening in following:
            yield Happening(farm(happening.value), happening.mark)
    finally:
        await following.aclose()


@subscription(description="For managers.", roles=("COMMUNITY_MANAGER",))
async def secret_told(ctx: Context[Bell]) -> AsyncIterator[Happening[int]]:
    yield Happening(7)


@subscription(description="Farms, one after another.")
async def farm_counted(ctx: Context[Bell]) -> AsyncIterator[Happening[Farm]]:
    for number in range(3):
        yield Happening(farm(str(number)), f"m{number}")


def bell_source() -> Source[Any]:
    return tiny_source("belling", subscriptions=(farm_opened, farm_stored, farm_counted, secret_told))


def outage() -> SourceUnavailable:
    return SourceUnavailable("The source is away.")


class Reader:
    """One request for events, spoken to the app itself: nothing but the network is left out."""

    def __init__(
        self, app: ASGIApp, query: str, *, variables: Any = None, address: str = "127.0.0.1", **headers: str
    ) -> None:
        """Begins at once."""
        sent = {"accept": "text/event-stream", "content-type": "application/json", "host": "gateway"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        self._scope = {
            "type": "http",
            "http_version": "1.1",
            "method": "POST",
            "path": "/graphql",
            "raw_path": b"/graphql",
            "query_string": b"",
            "headers": [(name.encode(), value.encode()) for name, value in sent.items()],
            "client": (address, 4000),
        }
        self._body = json.dumps({"query": query, "variables": variables}).encode()
        self._said = False
        self._gone = asyncio.Event()
        self.messages: asyncio.Queue[Message] = asyncio.Queue()
        self.blocked = asyncio.Event()
        self.blocked.set()
        self.task = asyncio.ensure_future(app(self._scope, self._receive, self._send))

    async def start(self) -> Message:
        async with asyncio.timeout(5):
            return await self.messages.get()

    async def text(self) -> str:
        """The next piece of the body."""
        async with asyncio.timeout(5):
            message = await self.messages.get()
        return message["body"].decode()

    async def event(self) -> tuple[str, str | None, Any]:
        """Name, id and data of the next event; heartbeats are passed over."""
        text = await self.text()
        while text == ":\n\n":
            text = await self.text()
        found = dict(line.split(": ", 1) for line in text.splitlines() if line)
        return found["event"], found.get("id"), json.loads(found["data"]) if found["data"] else None

    async def leave(self) -> None:
        self._gone.set()
        await self.ended()

    async def ended(self) -> None:
        async with asyncio.timeout(5):
            await self.task

    async def _receive(self) -> Message:
        if not self._said:
            self._said = True
            return {"type": "http.request", "body": self._body, "more_body": False}
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Message) -> None:
        await self.blocked.wait()
        self.messages.put_nowait(message)
