"""The console's routes: home page, its files, the examples as JSON."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import orjson
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from gateway.console import assets
from gateway.console.examples import examples_today
from gateway.console.home import home_page
from gateway.console.state import HomeState


def console_routes(state: Callable[[], HomeState], *, dist: Path = assets.DIST) -> list[BaseRoute]:
    """Routes `/`, `/console/<file>` and `/favicon.ico`; `state` is asked once per view of the home page."""

    async def home(request: Request) -> Response:
        return home_page(request, state())

    async def file(request: Request) -> Response:
        return _file(request, request.path_params["name"], dist)

    async def icon(request: Request) -> Response:
        return _file(request, assets.versioned("favicon.svg"), dist)

    async def examples(request: Request) -> Response:  # noqa: ARG001 - an endpoint is called with its request
        body = orjson.dumps([example.as_dict() for example in examples_today()])
        return Response(body, media_type="application/json", headers={"Cache-Control": "no-cache"})

    return [
        Route("/", home, methods=["GET"]),
        Route("/console/examples.json", examples, methods=["GET"]),
        Route("/console/{name}", file, methods=["GET"]),
        Route("/favicon.ico", icon, methods=["GET"]),
    ]


def _file(request: Request, name: str, dist: Path) -> Response:
    asset = assets.find(name, dist)
    if asset is None:
        return PlainTextResponse("There is no such file.", status_code=404)
    return asset.response(request.headers.get("accept-encoding", ""))
