"""A small real server with the console's routes and a small real schema, and a browser to look at them."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path

import orjson
import pytest
import strawberry
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from strawberry.schema.exceptions import CannotGetOperationTypeError

from gateway.console import HomeState, SourceCard, assets, console_routes
from gateway.console.examples import examples_today
from gateway.console.graphiql import graphiql_from
from gateway.testing.browser import browser, context, visit

__all__ = ["browser", "context", "visit"]  # fixtures for the tests of this folder

SINCE = datetime(2026, 7, 1, 8, 30, tzinfo=UTC)
CARDS = (
    SourceCard(
        "apidae",
        "Offres d'Apidae",
        "Les offres des offices de tourisme, avec leurs engagements.",
        "OK",
        SINCE,
    ),
    SourceCard(
        "scouts",
        "Récits des éclaireurs",
        "Ce que les habitants écrivent.",
        "STALE",
        SINCE,
        "Copie d'il y a 2 h.",
    ),
    SourceCard("social", "Réseaux sociaux", "Les publications des comptes de la région.", "DOWN", SINCE),
)


@strawberry.enum
class SourceState(Enum):
    OK = "OK"
    STALE = "STALE"
    DOWN = "DOWN"


@strawberry.type
class SourceStatus:
    name: str
    title: str
    description: str
    state: SourceState
    as_of: datetime


@strawberry.type
class Query:
    @strawberry.field(description="Where the content comes from.")
    def sources(self) -> list[SourceStatus]:
        return [
            SourceStatus(
                name=card.name,
                title=card.title,
                description=card.description,
                state=SourceState[card.state],
                as_of=card.since,
            )
            for card in CARDS
        ]


SCHEMA = strawberry.Schema(Query)


async def graphql(request: Request) -> Response:
    asked = orjson.loads(await request.body())
    try:
        result = await SCHEMA.execute(
            asked["query"], variable_values=asked.get("variables"), operation_name=asked.get("operationName")
        )
    except CannotGetOperationTypeError:
        return JSONResponse({"errors": [{"message": "There is no such operation."}]}, status_code=400)
    answer: dict[str, object] = {"data": result.data, "extensions": {"cost": {"requested": 3, "limit": 10}}}
    if result.errors:
        answer["errors"] = [error.formatted for error in result.errors]
    return JSONResponse(answer)


class Site:
    """The address of the running server, and the states it tells; a test may change them."""

    def __init__(self) -> None:
        self.cards = list(CARDS)
        self.url = ""
        self.dist = assets.DIST

    def state(self) -> HomeState:
        return HomeState("1.2.3-test", self.cards)

    async def graphiql(self, _: Request) -> Response:
        return graphiql_from(self.dist, examples_today())

    async def ready(self, _: Request) -> Response:
        sources = [{"name": c.name, "state": c.state, "since": c.since.isoformat()} for c in self.cards]
        return JSONResponse({"sources": sources}, status_code=200)

    def app(self) -> Starlette:
        routes = [
            *console_routes(self.state),
            Route("/graphql", graphql, methods=["POST"]),
            Route("/graphql", self.graphiql, methods=["GET"]),
            Route("/health/ready", self.ready),
        ]
        return Starlette(routes=routes)


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        site.url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        server = uvicorn.Server(uvicorn.Config(site.app(), log_level="error", lifespan="off"))
        thread = threading.Thread(target=lambda: asyncio.run(server.serve([listening])))
        thread.start()
        try:
            yield site
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture(scope="session")
def screenshots() -> Path:
    folder = Path(__file__).parents[3] / "var" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
