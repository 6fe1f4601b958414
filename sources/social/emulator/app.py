"""The ASGI application: routes of the Graph API, the CDN, the control and the home page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route

from sources.social.emulator import cdn
from sources.social.emulator.batch import run_batch
from sources.social.emulator.calls import Answer, write_json
from sources.social.emulator.control import control_routes
from sources.social.emulator.errors import GraphError
from sources.social.emulator.graph import answer
from sources.social.emulator.home import home_page
from sources.social.emulator.oembed import PATHS
from sources.social.emulator.options import read_options
from sources.social.emulator.pictures import draw_png, tiny_mp4
from sources.social.emulator.requests import read_call
from sources.social.emulator.state import Emulator
from sources.social.emulator.watch import Watch

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request
    from starlette.types import Receive, Scope, Send

    from sources.social.emulator.clock import Clock


class EmulatorApp(Starlette):
    """The application; faults and the journal stand in front of everything and can cut it off."""

    def __init__(self, emulator: Emulator) -> None:
        """Route everything to one emulator, kept as ``state.emulator``."""
        routes = [
            Route("/", _root, methods=["GET", "POST"]),
            Route("/cdn/{path:path}", _file, methods=["GET"]),
            Mount("/__emu", routes=control_routes()),
            Route("/{path:path}", _graph, methods=["GET", "POST", "DELETE"]),
        ]
        super().__init__(routes=routes)
        self.state.emulator = emulator
        self._watch = Watch(emulator, super().__call__)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection event, watched when it is a request."""
        await self._watch(scope, receive, send)


def create_app(options: Mapping[str, str], *, clock: Clock | None = None) -> Starlette:
    """Make an emulator from text options (see `Options`); raises ValueError for an unknown or bad one."""
    return EmulatorApp(Emulator(read_options(options), clock))


async def _root(request: Request) -> Response:
    """Show the home page to a browser; with parameters or by POST it is the root of the API."""
    if request.method == "GET" and not request.url.query:
        return HTMLResponse(home_page(request.app.state.emulator))
    return await _graph(request)


async def _graph(request: Request) -> Response:
    """Answer a call or a batch."""
    emulator: Emulator = request.app.state.emulator
    if "if-none-match" in request.headers:
        emulator.journal.retired["If-None-Match"] += 1
    try:
        call = await read_call(request)
    except GraphError as fault:
        return _respond(Answer(fault.status, fault.body(emulator.trace()), {}), embed=False)
    if request.method == "POST" and not call.path and "batch" in call.params:
        return _respond(run_batch(emulator, call), embed=False)
    return _respond(answer(emulator, call), embed=call.path in PATHS)


def _respond(found: Answer, *, embed: bool) -> Response:
    caching = "private, no-cache, no-store" + ("" if embed else ", must-revalidate")
    headers = {"cache-control": caching, "access-control-allow-origin": "*", **found.headers}
    if isinstance(found.body, dict) and "error" in found.body and found.status < 500:
        headers["www-authenticate"] = _challenge(found.body["error"]["message"])
    body = write_json(found.body)
    return Response(body, found.status, headers, media_type="application/json; charset=UTF-8")


def _challenge(message: str) -> str:
    """Give the header that repeats an error's message, in characters that a header may hold."""
    plain = "".join(char if " " <= char <= "~" else "?" for char in message[:1_000]).replace('"', "'")
    return f'OAuth "Facebook Platform" "invalid_request" "{plain}"'


async def _file(request: Request) -> Response:
    """Serve a picture or video by its signed url: 403 when altered or expired, 404 when deleted."""
    emulator: Emulator = request.app.state.emulator
    secret = emulator.options.app_secret
    status, text = cdn.check_url(secret, request.url.path, request.url.query, emulator.now())
    picture = emulator.library.files.get(text) if status == 200 else None
    if picture is None:
        return PlainTextResponse("Not Found" if status == 200 else text, 404 if status == 200 else status)
    headers = {"cache-control": "max-age=1209600, no-transform", "access-control-allow-origin": "*"}
    if picture.video:
        return Response(tiny_mp4(picture.key), headers=headers, media_type="video/mp4")
    body = draw_png(picture.key, picture.width, picture.height)
    return Response(body, headers=headers, media_type="image/png")
