"""Which pages may call the graph from a browser (CORS); everybody else's browser is told nothing."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gateway.errors import CODES
from gateway.http.problem import Problem

ANY = "*"
METHODS = "GET, POST"
HEADERS = ("Accept", "Accept-Language", "Content-Type", "If-None-Match", "Last-Event-ID")
EXPOSED = "Age, ETag, RateLimit, RateLimit-Policy, Retry-After"
PREFLIGHT_SECONDS = 600


class Cors:
    """ASGI middleware. Allowed origins may send a token; where any may call, none can.

    Cookies are never allowed: nothing here reads one.
    """

    def __init__(self, app: ASGIApp, origins: Sequence[str] = ()) -> None:
        """`origins` like `https://www.example.org`, or `*`; none switches CORS off."""
        self._app = app
        self._any = ANY in origins
        self._origins = frozenset(origins)
        self._headers = ", ".join(HEADERS if self._any else (*HEADERS, "Authorization"))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a preflight here; give an allowed origin the right to read any other answer."""
        if scope["type"] != "http" or not self._origins:
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        allowed = self._allowed(headers.get("origin"))
        if scope["method"] == "OPTIONS" and "access-control-request-method" in headers:
            response: ASGIApp = self._preflight(allowed)
        else:
            response = self._app

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._mark(MutableHeaders(scope=message), allowed)
            await send(message)

        await response(scope, receive, marked)

    def _allowed(self, origin: str | None) -> str | None:
        if self._any:
            return ANY
        return origin if origin in self._origins else None

    def _preflight(self, allowed: str | None) -> Response:
        if allowed is None:
            return Problem(403, "ORIGIN_NOT_ALLOWED", CODES["ORIGIN_NOT_ALLOWED"].meaning).response()
        headers = {
            "Access-Control-Allow-Methods": METHODS,
            "Access-Control-Allow-Headers": self._headers,
            "Access-Control-Max-Age": str(PREFLIGHT_SECONDS),
        }
        return Response(status_code=204, headers=headers)

    def _mark(self, headers: MutableHeaders, allowed: str | None) -> None:
        if not self._any:
            # also without an Origin: a shared cache must not give a page what it kept for an app
            headers.add_vary_header("Origin")
        if allowed is not None:
            headers["Access-Control-Allow-Origin"] = allowed
            headers["Access-Control-Expose-Headers"] = EXPOSED


def headers_without_origin(origins: Sequence[str]) -> list[tuple[bytes, bytes]]:
    """What an answer carries that nobody's page asked for: as `Cors` marks it."""
    if not origins:
        return []
    if ANY in origins:
        allowed = b"access-control-allow-origin", ANY.encode()
        return [allowed, (b"access-control-expose-headers", EXPOSED.encode())]
    return [(b"vary", b"Origin")]
