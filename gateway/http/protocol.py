"""HTTP/1.1 on the wire: uvicorn's httptools protocol, strict about heads, with deadlines for the slow."""

from __future__ import annotations

import asyncio
import logging
import math
import re
from collections.abc import Callable
from typing import Any, Literal

import orjson
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from gateway.http.exchange import Exchange
from gateway.http.express import Express
from gateway.http.heads import RAW_HEAD, Known
from gateway.http.replies import Sent, lines_of

Phase = Literal["headers", "body"]

BODY_GRACE_SECONDS = 1.0
"""The application answers 408 at its own deadline; whatever it does, the connection ends this much later."""

MOST_HEAD_BYTES = 65_536
MOST_HEADERS = 100
HOST = re.compile(rb"[A-Za-z0-9._~-]*(:[0-9]{1,5})?|\[[0-9A-Fa-f:.]+\](:[0-9]{1,5})?")
"""A name, an address or nothing, and a port: what may stand in a Host header."""

REFUSAL = orjson.dumps(
    {"errors": [{"message": "The request is not HTTP/1.1.", "extensions": {"code": "BAD_REQUEST"}}]}
)
STATUS_LINES = {400: b"400 Bad Request", 431: b"431 Request Header Fields Too Large"}

quiet = logging.getLogger("gateway.http.wire")
quiet.setLevel(logging.ERROR)  # uvicorn warns of every malformed request: a stranger could fill the log


class Ambiguous(Exception):  # noqa: N818  # not a failure of ours: the caller's head is not clear
    """A head that could mean two things."""


class GuardedProtocol(HttpToolsProtocol):
    """One connection. `seconds` bounds the headers of each request, and its body again.

    A request whose head came before, byte for byte, and whose body came with it, is not parsed again:
    `express` answers it without ASGI.
    """

    seconds = 8.0
    express: Express | None = None
    leave: Callable[[], None] = staticmethod(lambda: None)
    """Called when the server stops: answers that last must end, or it would wait for them."""

    def __init__(self, *args: Any, **options: Any) -> None:
        """As uvicorn makes it."""
        super().__init__(*args, **options)
        self.logger = quiet
        self._missing: Phase | None = "headers"  # what of the request under way has not arrived yet
        self._begun = False
        self._head = 0
        self._phase: Phase | None = None
        self._late: asyncio.TimerHandle | None = None
        self._exchange: Exchange | None = None
        self._came = b""  # the bytes that are read now, if a request may begin with them
        self._idle_since = math.inf
        self._usual: tuple[Any, bytes] = (None, b"")

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn
        """The first request must begin, and its headers end, in time."""
        super().connection_made(transport)
        self._watch()

    def data_received(self, data: bytes) -> None:
        """Read, and see what is still missing."""
        cycle: Any = self.cycle
        rests = not self._begun and (cycle is None or cycle.response_complete)
        if rests and self.express is not None and self._at_once(data, self.express):
            return
        self._came = data if rests else b""
        if self._missing == "headers":
            self._head += len(data)
        super().data_received(data)
        self._came = b""
        if self._missing == "headers" and self._head > MOST_HEAD_BYTES:
            self._refuse(431)
        self._watch()

    def on_message_begin(self) -> None:
        """A head begins."""
        super().on_message_begin()
        self._missing, self._begun = "headers", True

    def on_header(self, name: bytes, value: bytes) -> None:
        """One header; too many are refused before they are kept."""
        if len(self.headers) >= MOST_HEADERS:
            raise Ambiguous
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """The head has ended: it must be clear before anything runs."""
        self._check_head()
        self._missing, self._head = "body", 0
        if raw := self._raw_head():
            self.scope["extensions"] = {RAW_HEAD: {"raw": raw}}
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """The request has arrived."""
        super().on_message_complete()
        self._missing, self._begun = None, False

    def on_response_complete(self) -> None:
        """The next request may have begun already."""
        self.server_state.total_requests += 1
        if self.transport.is_closing():
            return
        self.flow.resume_reading()
        if self.pipeline:
            cycle, app = self.pipeline.pop()
            self._start_asgi_task(cycle, app)
        else:
            self._idle_since = self.loop.time()
            if self.timeout_keep_alive_task is None:
                self._wait_idle(self.timeout_keep_alive)
        self._watch()

    def shutdown(self) -> None:
        """The server stops."""
        self.leave()
        super().shutdown()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing to wait for any longer."""
        self._expect(None)
        super().connection_lost(exc)
        if self.timeout_keep_alive_task is not None:
            self.timeout_keep_alive_task.cancel()
        if self._exchange is not None:
            self._exchange.leave()

    def send_400_response(self, msg: str) -> None:
        """Uvicorn's refusal of what is not HTTP, in our JSON shape."""
        del msg
        self._refuse(400)

    def timeout_keep_alive_handler(self) -> None:
        """Uvicorn stops and starts this timer with every request; here it looks when the last one ended."""
        self.timeout_keep_alive_task = None
        left = self._idle_since + self.timeout_keep_alive - self.loop.time()
        if left <= 0:
            super().timeout_keep_alive_handler()
        elif left < math.inf:
            self._wait_idle(left)

    def _wait_idle(self, seconds: float) -> None:
        self.timeout_keep_alive_task = self.loop.call_later(seconds, self.timeout_keep_alive_handler)

    def _unset_keepalive_if_required(self) -> None:
        self._idle_since = math.inf

    def _at_once(self, data: bytes, express: Express) -> bool:
        """Serve a request that is known by its head; False for any other, which must be parsed."""
        end = data.find(b"\r\n\r\n") + 4
        known = express.known((self.client[0], data[:end])) if end > 4 and self.client else None
        if known is None or len(data) != end + known.length:
            return False
        self._missing, self._head, self._idle_since = None, 0, math.inf
        self._watch()
        question = data[end:] or known.query
        self._exchange = exchange = self.cycle = Exchange()  # type: ignore[assignment]  # it stands in for one
        found = None if self.flow.write_paused else express.at_once(known, question)
        if found is not None:
            self._write(exchange, found)
            return True
        exchange.task = self.loop.create_task(self._answer(exchange, express, known, question))
        self.tasks.add(exchange.task)
        return True

    async def _answer(self, exchange: Exchange, express: Express, known: Known, question: bytes) -> None:
        try:
            found = await express.answer(known, question)
            if self.flow.write_paused:
                await self.flow.drain()
            self._write(exchange, found)
        except asyncio.CancelledError:
            if not exchange.disconnected:
                raise
        finally:
            if exchange.task is not None:
                self.tasks.discard(exchange.task)
            if not exchange.response_complete:
                self.transport.close()  # nobody shall wait for what does not come

    def _write(self, exchange: Exchange, found: Sent) -> None:
        """One write for head and body: two would be two calls to the system."""
        if exchange.disconnected or self.transport.is_closing():
            return
        headers = self.server_state.default_headers
        if self._usual[0] is not headers:  # uvicorn makes others once a second
            self._usual = (headers, lines_of(headers))
        end = b"\r\n" if exchange.keep_alive else b"connection: close\r\n\r\n"
        self.transport.write(
            b"".join((STATUS_LINE[found.status], self._usual[1], found.lines, end, found.body))
        )
        exchange.response_started = exchange.response_complete = True
        if not exchange.keep_alive or b"connection: close\r\n" in found.lines:
            self.transport.close()
        self.on_response_complete()

    def _raw_head(self) -> tuple[str, bytes] | None:
        """The bytes of a head that began what came now; None where the connection may end after it."""
        lasting = self.parser.get_http_version() == "1.1" and self.parser.should_keep_alive()
        if not (self._came and lasting and self.client):
            return None
        end = self._came.find(b"\r\n\r\n") + 4
        # what came may begin with an empty line, or hold two requests: then another head would be taken
        first = end > 4 and self._came[:1].isalpha() and self._came[:end].count(b" HTTP/1.1\r\n") == 1
        raw, self._came = self._came[:end], b""
        return (self.client[0], raw) if first else None

    def _check_head(self) -> None:
        names = [name for name, _ in self.headers]
        hosts = [value for name, value in self.headers if name == b"host"]
        if self.parser.get_http_version() != "1.0" and len(hosts) != 1:
            raise Ambiguous
        if any(not HOST.fullmatch(value) for value in hosts):
            raise Ambiguous
        if b"transfer-encoding" in names and b"content-length" in names:
            raise Ambiguous
        if not self.url.startswith(b"/") and self.url != b"*":
            raise Ambiguous  # a whole address: only proxies are sent one
        if b"upgrade" in names and self._get_upgrade() == b"websocket":
            raise Ambiguous

    def _refuse(self, status: int) -> None:
        self._missing = None
        if self.transport.is_closing():
            return
        answering: Any = self.cycle
        if answering and answering.response_started and not answering.response_complete:
            self.transport.close()  # an answer is under way: nothing else can be said
            return
        head = (
            b"HTTP/1.1 %s\r\ncontent-type: application/json; charset=utf-8\r\n"
            b"content-length: %d\r\nconnection: close\r\n\r\n"
        )
        self.transport.write(head % (STATUS_LINES[status], len(REFUSAL)) + REFUSAL)
        self.transport.close()

    def _watch(self) -> None:
        phase = self._missing
        if self.transport.is_closing() or (phase == "headers" and not self._begun and self.cycle is not None):
            phase = None
        if phase != self._phase:
            self._expect(phase)

    def _expect(self, phase: Phase | None) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None
        self._phase = phase
        if phase:
            seconds = self.seconds + (BODY_GRACE_SECONDS if phase == "body" else 0.0)
            self._late = self.loop.call_later(seconds, self.transport.close)
