"""HTTP/1.1 on the wire: uvicorn's h11 protocol with deadlines for callers who send slowly or nothing."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any, Literal

import h11
import orjson
from uvicorn.protocols.http.h11_impl import H11Protocol

Phase = Literal["headers", "body"]

BODY_GRACE_SECONDS = 1.0
"""The application answers 408 at its own deadline; whatever it does, the connection ends this much later."""

REFUSAL = orjson.dumps(
    {"errors": [{"message": "The request is not HTTP/1.1.", "extensions": {"code": "BAD_REQUEST"}}]}
)

quiet = logging.getLogger("gateway.http.wire")
quiet.setLevel(logging.ERROR)  # uvicorn warns of every malformed request: a stranger could fill the log


class GuardedProtocol(H11Protocol):
    """One connection. `seconds` bounds the headers of each request, and its body again."""

    seconds = 8.0
    leave: Callable[[], None] = staticmethod(lambda: None)
    """Called when the server stops: answers that last must end, or it would wait for them."""

    def __init__(self, *args: Any, **options: Any) -> None:
        """As uvicorn makes it."""
        super().__init__(*args, **options)
        self.logger = quiet
        self._phase: Phase | None = None
        self._late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn
        """The first request must begin, and its headers end, in time."""
        super().connection_made(transport)
        self._watch()

    def data_received(self, data: bytes) -> None:
        """Read, and see what is still missing."""
        super().data_received(data)
        self._watch()

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
        if self.conn.our_state not in {h11.IDLE, h11.SEND_RESPONSE}:
            self.transport.close()  # an answer is under way: nothing else can be said
            return
        headers = [("Content-Type", "application/json; charset=utf-8"), ("Connection", "close")]
        headers.append(("Content-Length", str(len(REFUSAL))))
        parts = [
            h11.Response(status_code=400, headers=headers, reason=b"Bad Request"),
            h11.Data(data=REFUSAL),
            h11.EndOfMessage(),
        ]
        for part in parts:
            self.transport.write(self.conn.send(part) or b"")
        self.transport.close()

    def _watch(self) -> None:
        phase: Phase | None = None
        if self.transport.is_closing():
            phase = None
        elif self.conn.their_state is h11.SEND_BODY:
            phase = "body"
        elif self.conn.their_state is h11.IDLE and self._headers_missing():
            phase = "headers"
        if phase != self._phase:
            self._expect(phase)

    def _headers_missing(self) -> bool:
        """Whether a request has begun; the first one counts from the connection on."""
        return bool(self.conn.trailing_data[0]) or self.cycle is None

    def _expect(self, phase: Phase | None) -> None:
        if self._late is not None:
            self._late.cancel()
        self._phase = phase
        seconds = self.seconds + (BODY_GRACE_SECONDS if phase == "body" else 0.0)
        self._late = self.loop.call_later(seconds, self.transport.close) if phase else None
