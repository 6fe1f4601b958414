"""The emulator as an ASGI app: routes of the API, control endpoints, a page for developers."""

from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from .control.faults import RAW_SEND, spoil
from .control.journal import Entry
from .control.routes import control_routes
from .errors import ApiError, bad_text
from .exports.routes import export_routes
from .home import home_page
from .http import callback_of, json_response, query_text, refusal
from .options import Options
from .painting import picture
from .services import agenda, objet, recherche, referentiel
from .services.reply import Reply
from .world import World, make_world

BASE = "/api/v002/"
PICTURES = "/filestore/objets-touristiques/images/{folder:int}/{below:int}/{number:int}{size:path}.jpg"
BIGGEST_BODY = 4_000_000

Service = Callable[[World, str], Reply]
Answer = Callable[[Request], Awaitable[Reply]]

SEARCHES: Mapping[str, Service] = {
    "recherche/list-objets-touristiques": recherche.list_objects,
    "recherche/list-identifiants": recherche.list_ids,
    "agenda/simple/list-objets-touristiques": agenda.simple_objects,
    "agenda/simple/list-identifiants": agenda.simple_ids,
    "agenda/detaille/list-objets-touristiques": agenda.detailed_objects,
    "agenda/detaille/list-identifiants": agenda.detailed_ids,
    "referentiel/elements-reference": referentiel.elements_reference,
    "referentiel/communes": referentiel.communes,
    "referentiel/criteres-internes": referentiel.internal_criteria,
    "referentiel/selections": referentiel.selections,
    "referentiel/selections-par-objet": referentiel.selections_by_object,
}
READS: Mapping[str, Callable[[World, str, Mapping[str, str]], Reply]] = {
    "objet-touristique/get-by-id": objet.get_by_id,
    "objet-touristique/get-by-identifier": objet.get_by_identifier,
}


class Emulator(Starlette):
    """A Starlette app that leaves the server's own `send` in the scope, for the faults that break a
    connection.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        scope[RAW_SEND] = send
        await super().__call__(scope, receive, send)


def create_app(options: Mapping[str, str]) -> Starlette:
    """An emulator with its own catalogue.

    Options, all text: `size`, `seed`, `api_key`, `project_id`, `communes` (path of the communes file),
    `today` (ISO
    date). Raises `ValueError` for a wrong option, `MissingData` when the communes are not installed.
    """
    world = make_world(Options.read(options))
    app = Emulator(routes=_routes(world), max_body_size=BIGGEST_BODY)
    app.state.world = world
    return app


def _routes(world: World) -> list[Route]:
    routes = [Route("/", _home(world), methods=["GET"]), *control_routes(world)]
    routes += export_routes(world, BASE)
    routes.append(Route(PICTURES, picture, methods=["GET"]))
    for name, service in SEARCHES.items():
        endpoint = _endpoint(world, name, _posted(world, service))
        routes.extend(Route(BASE + name + slash, endpoint, methods=["GET", "POST"]) for slash in ("", "/"))
    for name, read in READS.items():
        endpoint = _endpoint(world, name, _named(world, read))
        routes.append(Route(f"{BASE}{name}/{{key:path}}", endpoint, methods=["GET"]))
    routes.append(Route(BASE + "{rest:path}", _unknown, methods=["GET", "POST"]))
    return routes


def _posted(world: World, service: Service) -> Answer:
    async def answer(request: Request) -> Reply:
        return service(world, await query_text(request))

    return answer


def _named(world: World, read: Callable[[World, str, Mapping[str, str]], Reply]) -> Answer:
    async def answer(request: Request) -> Reply:
        return read(world, request.path_params["key"].rstrip("/"), request.query_params)

    return answer


def _endpoint(world: World, name: str, answer: Answer) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        reply, response = await _answered(answer, request)
        fault = world.faults.take(name)
        if fault:
            response = await spoil(fault, response)
        answered = reply.ids_answered if response.status_code == HTTPStatus.OK else 0
        world.journal.record(Entry(name, reply.ids_asked, reply.count_asked, answered, response.status_code))
        return response

    return endpoint


async def _answered(answer: Answer, request: Request) -> tuple[Reply, Response]:
    try:
        reply = await answer(request)
        return reply, json_response(reply.value, callback_of(request))
    except ApiError as error:
        return Reply(None), refusal(error)


async def _unknown(_: Request) -> Response:
    return refusal(bad_text("Service inconnu"))


def _home(world: World) -> Callable[[Request], Awaitable[Response]]:
    async def home(_: Request) -> Response:
        services: list[Any] = [*SEARCHES, *(f"{name}/…" for name in READS)]
        return HTMLResponse(home_page(world, BASE, services))

    return home
