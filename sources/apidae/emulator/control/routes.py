"""The control endpoints, all below `/__emu/`."""

from collections.abc import Awaitable, Callable
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sources.apidae.emulator.errors import ApiError, bad_request
from sources.apidae.emulator.http import json_response, refusal
from sources.apidae.emulator.world import World

from .changes import change, insert, remove
from .faults import MODES, Fault
from .stats import stats_of
from .switches import LABEL_FORMS

Handler = Callable[[World, Request], Awaitable[Any]]


def control_routes(world: World) -> list[Route]:
    """Routes of the control endpoints."""

    def route(path: str, method: str, handler: Handler) -> Route:
        async def endpoint(request: Request) -> Response:
            try:
                return json_response(await handler(world, request))
            except ApiError as error:
                return refusal(error)

        return Route(f"/__emu/{path}", endpoint, methods=[method])

    return [
        route("journal", "GET", _journal),
        route("journal", "DELETE", _clear_journal),
        route("faults", "GET", _faults),
        route("faults", "POST", _add_fault),
        route("switches", "GET", _switches),
        route("switches", "POST", _switch),
        route("stats", "GET", _stats),
        route("objects", "POST", _insert),
        route("objects/{number:int}", "GET", _object),
        route("objects/{number:int}", "POST", _change),
        route("objects/{number:int}", "DELETE", _remove),
    ]


async def _journal(world: World, _: Request) -> Any:
    return world.journal.shape()


async def _clear_journal(world: World, _: Request) -> Any:
    world.journal.clear()
    return world.journal.shape()


async def _faults(world: World, _: Request) -> Any:
    return world.faults.shape()


async def _add_fault(world: World, request: Request) -> Any:
    body = await _body(request)
    mode, service = body.get("mode"), body.get("service")
    if mode not in MODES or (service is not None and not isinstance(service, str)):
        raise bad_request(f"mode must be one of {', '.join(MODES)}, service a text")
    if not all(isinstance(body.get(name), (int, float, type(None))) for name in ("value", "times")):
        raise bad_request("value and times must be numbers")
    world.faults.add(Fault(mode, service, body.get("value"), body.get("times")))
    return world.faults.shape()


async def _switches(world: World, _: Request) -> Any:
    return world.switches.shape()


async def _switch(world: World, request: Request) -> Any:
    body = await _body(request)
    labels, above = body.get("labels", world.switches.labels), body.get("above_200")
    if labels not in LABEL_FORMS or above not in {"cap", "error", None}:
        raise bad_request(f"labels must be one of {', '.join(LABEL_FORMS)}; above_200 is cap or error")
    world.switches.labels = labels
    world.switches.cap = world.switches.cap if above is None else above == "cap"
    return world.switches.shape()


async def _stats(world: World, _: Request) -> Any:
    return stats_of(world.store)


async def _object(world: World, request: Request) -> Any:
    number = request.path_params["number"]
    if number not in world.store.facts:
        raise ApiError(404, str(number))
    return world.store.item(number)


async def _insert(world: World, request: Request) -> Any:
    return insert(world.store, await _body(request))


async def _change(world: World, request: Request) -> Any:
    return change(world.store, request.path_params["number"], await _body(request))


async def _remove(world: World, request: Request) -> Any:
    remove(world.store, request.path_params["number"])
    return {"removed": request.path_params["number"]}


async def _body(request: Request) -> dict[str, Any]:
    try:
        value = orjson.loads(await request.body())
    except orjson.JSONDecodeError as error:
        raise bad_request("The body is not JSON") from error
    if not isinstance(value, dict):
        raise bad_request("The body is not a JSON object")
    return value
