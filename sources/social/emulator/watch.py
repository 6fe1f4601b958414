"""Stands before the application: writes the journal and serves the ordered faults."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qs, unquote

from starlette.responses import HTMLResponse, Response

from sources.social.emulator.calls import write_json
from sources.social.emulator.errors import transient
from sources.social.emulator.versions import split_version

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from sources.social.emulator.faults import Fault
    from sources.social.emulator.state import Emulator

_HTML: Final = (
    "<!DOCTYPE html><html><head><title>Facebook | Error</title></head>"
    "<body><h1>Sorry, something went wrong.</h1></body></html>"
)


class Watch:
    """Records each call with its status, and replaces or delays the answers that a fault is for."""

    def __init__(self, emulator: Emulator, app: ASGIApp) -> None:
        """Watch one application of one emulator."""
        self._emulator = emulator
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve an event; control, home page and other protocols pass unwatched."""
        if scope["type"] != "http" or scope["path"].startswith("/__emu") or _is_home(scope):
            await self._app(scope, receive, send)
            return
        query = scope["query_string"].decode("latin-1")
        status = 0

        async def note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        fault = self._emulator.faults.next_for(scope["path"], unquote(query))
        try:
            await self._serve(fault, scope, receive, note, send)
        finally:
            path = _journal_path(scope["path"])
            in_url = "access_token" in parse_qs(query, keep_blank_values=True)
            self._emulator.journal.call(scope["method"], path, status, token_in_url=in_url)

    async def _serve(
        self, fault: Fault | None, scope: Scope, receive: Receive, note: Send, send: Send
    ) -> None:
        if fault is None:
            await self._app(scope, receive, note)
            return
        self._emulator.journal.faults += 1
        if fault.mode == "delay":
            await asyncio.sleep(fault.value / 1_000)
            await self._app(scope, receive, note)
        elif fault.mode == "close":
            await _close(send)
        elif fault.mode == "cut":
            await self._app(scope, receive, _Cut(note, fault.value))
        else:
            await self._foreign(fault)(scope, receive, note)

    def _foreign(self, fault: Fault) -> Response:
        """Make the answer of a fault that replaces the real one."""
        if fault.mode == "html":
            return HTMLResponse(_HTML, fault.value)
        trouble = transient(fault.value if fault.mode == "transient" else 1)
        status = fault.value if fault.mode == "status" else trouble.status
        body = write_json(trouble.body(self._emulator.trace()))
        return Response(body, status, media_type="application/json; charset=UTF-8")


class _Cut:
    """Sends an answer whose body ends after some percent, as if it were whole."""

    def __init__(self, send: Send, percent: int) -> None:
        self._send = send
        self._percent = min(99, percent)
        self._start: dict[str, Any] = {}
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = dict(message)
            return
        self._body += message.get("body", b"")
        if message.get("more_body", False):
            return
        kept = self._body[: len(self._body) * self._percent // 100]
        plain = [row for row in self._start["headers"] if row[0] != b"content-length"]
        self._start["headers"] = [*plain, (b"content-length", str(len(kept)).encode())]
        await self._send(self._start)
        await self._send({"type": "http.response.body", "body": kept})


async def _close(send: Send) -> None:
    """Close the connection without an answer, through the server's transport, else by an error in process."""
    transport = getattr(getattr(send, "__self__", None), "transport", None)
    if transport is None:
        raise ConnectionResetError("connection closed by an ordered fault")
    transport.abort()
    # The server notices the loss in its next turns; returning before would make it answer 500.
    for _ in range(3):
        await asyncio.sleep(0)


def _is_home(scope: Scope) -> bool:
    return bool(scope["path"] == "/" and scope["method"] == "GET" and not scope["query_string"])


def _journal_path(path: str) -> str:
    """Leave out the version, and the names of files."""
    return "/cdn" if path.startswith("/cdn/") else "/" + split_version(path)[1]
