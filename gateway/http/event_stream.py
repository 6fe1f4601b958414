"""Server-sent events: a response that lasts, with heartbeats, until its reader, its source or we leave."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import ExitStack, aclosing
from typing import Any

from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from gateway.clock import Clock

logger = logging.getLogger("gateway.http")

MEDIA_TYPE = "text/event-stream"
HEARTBEAT = b":\n\n"
HEARTBEAT_SECONDS = 12.0
SEND_SECONDS = 20.0
"""Who takes nothing for so long is gone, whatever the network says."""

HEADERS = {
    "Cache-Control": "no-store",
    "X-Accel-Buffering": "no",  # a proxy that collects events until it has enough delivers none in time
    "X-Content-Type-Options": "nosniff",
}

Events = AsyncGenerator[bytes, None]


def event_of(name: str, data: bytes = b"", mark: str | None = None) -> bytes:
    """One event as GraphQL over SSE writes it; `data` is one line of JSON, `mark` its `Last-Event-ID`."""
    lines = [f"event: {name}\n".encode()]
    if mark is not None:
        lines.append(f"id: {mark}\n".encode())
    return b"".join([*lines, b"data: ", data, b"\n\n"])


class EventStream(Response):
    """Sends what `events` gives, each as it comes; the generator is always closed."""

    def __init__(
        self,
        events: Events,
        clock: Clock,
        leaving: asyncio.Event,
        places: ExitStack | None = None,
        *,
        media_type: str = MEDIA_TYPE,
    ) -> None:
        """`leaving` ends it from our side; the reader then comes back, with its last mark.

        `places` are given back at the end, whether or not anything was sent.
        """
        super().__init__(status_code=200, headers=HEADERS, media_type=media_type)
        del self.headers["content-length"]
        self._events = events
        self._clock = clock
        self._leaving = leaving
        self._places = places or ExitStack()
        self._heartbeat = HEARTBEAT if media_type == MEDIA_TYPE else b""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send until one of the three leaves."""
        del scope
        with self._places:
            async with aclosing(self._events):
                await self._serve(receive, send)

    async def _serve(self, receive: Receive, send: Send) -> None:
        gone, left = _gone(receive), self._leaving.wait()
        ends: list[asyncio.Future[Any]] = [asyncio.ensure_future(gone), asyncio.ensure_future(left)]
        try:
            start = {"type": "http.response.start", "status": 200, "headers": self.raw_headers}
            await self._send(send, start)
            await self._relay(send, ends)
        except TimeoutError:
            logger.info("a reader of events took nothing for %.0f s", SEND_SECONDS)
        finally:
            for end in ends:
                end.cancel()
            await asyncio.gather(*ends, return_exceptions=True)

    async def _relay(self, send: Send, ends: list[asyncio.Future[Any]]) -> None:
        gone = ends[0]
        next_event = asyncio.ensure_future(anext(self._events, None))
        beat = asyncio.ensure_future(self._clock.sleep(HEARTBEAT_SECONDS))
        try:
            while True:
                await asyncio.wait({next_event, beat, *ends}, return_when=asyncio.FIRST_COMPLETED)
                if any(end.done() for end in ends):
                    break
                text = self._heartbeat
                if next_event.done():
                    text = next_event.result() or b""
                    if not text:
                        break
                    next_event = asyncio.ensure_future(anext(self._events, None))
                else:
                    beat = asyncio.ensure_future(self._clock.sleep(HEARTBEAT_SECONDS))
                await self._send(send, _body(text))
        finally:
            for work in (next_event, beat):
                work.cancel()
            await asyncio.gather(next_event, beat, return_exceptions=True)
        if not gone.done():
            await self._send(send, _body(b"", more=False))

    @staticmethod
    async def _send(send: Send, message: Message) -> None:
        async with asyncio.timeout(SEND_SECONDS):
            await send(message)


def _body(text: bytes, *, more: bool = True) -> Message:
    return {"type": "http.response.body", "body": text, "more_body": more}


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
