"""Refuses requests that could mean two things, before any route sees them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from gateway.http.problem import Problem

HOST = re.compile(r"(?P<name>[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?")
MOST_HEADER_BYTES = 64 * 1024
VERSIONS = frozenset({"1.0", "1.1", "2", "3"})
LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})


class Guard:
    """ASGI middleware: one length, one host of ours, no WebSocket."""

    def __init__(self, app: ASGIApp, allowed_hosts: Sequence[str] = ()) -> None:
        """`allowed_hosts` are names in lower case, `*.name` for all below one; none allows any."""
        self._app = app
        self._names = frozenset(name for name in allowed_hosts if not name.startswith("*."))
        self._suffixes = tuple(name[1:] for name in allowed_hosts if name.startswith("*."))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer it here and close the connection."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008, "reason": "WebSocket is not served here."})
            return
        problem = self.refusal(scope) if scope["type"] == "http" else None
        await (problem.response() if problem else self._app)(scope, receive, send)

    def refusal(self, scope: Scope) -> Problem | None:
        """Why this request is not for us; None when it is."""
        if _size(scope) > MOST_HEADER_BYTES:
            return _problem("The headers are too large.", 431)
        if scope["http_version"] not in VERSIONS:
            return _problem("This version of HTTP is not spoken here.", 505)
        words = _ambiguity(Headers(scope=scope))
        if words is None and not self._is_ours(Headers(scope=scope).get("host", "")):
            words = "This service does not answer to that host."
        return _problem(words) if words else None

    def _is_ours(self, host: str) -> bool:
        if not (self._names or self._suffixes):
            return True
        match = HOST.fullmatch(host)
        name = match["name"].lower().removesuffix(".") if match else ""
        return name in self._names or name in LOOPBACK or (bool(name) and name.endswith(self._suffixes))


def _ambiguity(headers: Headers) -> str | None:
    if "transfer-encoding" in headers and "content-length" in headers:
        return "Content-Length and Transfer-Encoding exclude each other."
    if "websocket" in headers.get("upgrade", "").lower():
        return "WebSocket is not served here."
    hosts = headers.getlist("host")
    if len(hosts) > 1 or not all(HOST.fullmatch(host) for host in hosts):
        return "The Host header is not right."
    return None


def _size(scope: Scope) -> int:
    target = len(scope.get("raw_path") or b"") + len(scope["query_string"])
    return target + sum(len(name) + len(value) for name, value in scope["headers"])


def _problem(words: str, status: int = 400) -> Problem:
    return Problem(status, "BAD_REQUEST", words, {"Connection": "close"})
