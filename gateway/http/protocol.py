"""HTTP/1.1 on the wire: uvicorn's httptools protocol, strict about heads, with deadlines for the slow."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable
from typing import Any, Literal

import orjson
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

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
    """One connection. `seconds` bounds the headers of each request, and its body again."""

    seconds = 8.0
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

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn
        """The first request must begin, and its headers end, in time."""
        super().connection_made(transport)
        self._watch()

    def data_received(self, data: bytes) -> None:
        """Read, and see what is still missing."""
        if self._missing == "headers":
            self._head += len(data)
        super().data_received(data)
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
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """The request has arrived."""
        super().on_message_complete()
        self._missing, self._begun = None, False

    def on_response_complete(self) -> None:
        """The next request may have begun already."""
        super().on_response_complete()
        self._watch()

    def shutdown(self) -> None:
        """The server stops."""
        self.leave()
        super().shutdown()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing to wait for any longer."""
        self._expect(None)
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:
        """Uvicorn's refusal of what is not HTTP, in our JSON shape."""
        del msg
        self._refuse(400)

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
