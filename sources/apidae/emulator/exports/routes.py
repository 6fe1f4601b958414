"""Addresses of exports: the zips, their confirmation, and the control endpoint that makes one."""

from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sources.apidae.emulator.errors import ApiError, bad_request, bad_text
from sources.apidae.emulator.http import json_response, refusal
from sources.apidae.emulator.world import World

from .desk import Desk, announce


def export_routes(world: World, base: str) -> list[Route]:
    """`/exports/`, `export/confirmation` below the API's `base`, and `/__emu/exports`.

    `POST /__emu/exports` takes `reset`, `flavour` (grouped, single, xml), `fault`, `hook` (where to post
    the notification; none: nowhere) and `notification` (values to put in the place of true ones).
    """
    desk = Desk(world)

    async def fetch(request: Request) -> Response:
        made = desk.made.get(request.path_params["stem"])
        if made is None:
            return refusal(bad_text("Export inconnu"))
        made.fetched += 1
        return Response(made.body, media_type="application/zip")

    async def confirm(request: Request) -> Response:
        made = desk.made.get(request.query_params.get("hash", ""))
        if made is None:
            return refusal(bad_text("Export inconnu"))
        made.confirmed += 1
        return Response("OK", media_type="text/plain")

    async def listed(_: Request) -> Response:
        return json_response([made.shape() for made in desk.made.values()])

    async def make(request: Request) -> Response:
        try:
            wish = _wish(await request.body())
            made = desk.make(wish)
        except ApiError as error:
            return refusal(error)
        told = desk.notification(made, str(request.base_url).rstrip("/"), wish)
        hook = wish.get("hook")
        status = await announce(hook, told) if isinstance(hook, str) else None
        return json_response({**made.shape(), "notification": told, "hook_status": status})

    return [
        Route("/exports/{stem}.zip", fetch),
        Route(base + "export/confirmation", confirm, methods=["GET", "POST"]),
        Route("/__emu/exports", listed, methods=["GET"]),
        Route("/__emu/exports", make, methods=["POST"]),
    ]


def _wish(body: bytes) -> dict[str, Any]:
    try:
        value = orjson.loads(body or b"{}")
    except orjson.JSONDecodeError as error:
        raise bad_request("The body is not JSON") from error
    if not isinstance(value, dict):
        raise bad_request("The body is not a JSON object")
    return value
