"""Addresses for machines: liveness, readiness, the schema as text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from gateway.health import State
from gateway.opened import OpenedSources

Opened = Callable[[], OpenedSources]


def status_routes(opened: Opened, schema_text: str) -> list[BaseRoute]:
    """`/health/live`, `/health/ready` and `/schema.graphql`."""

    async def live(_: Request) -> Response:
        return _json({"status": "ok"}, 200)

    async def ready(_: Request) -> Response:
        return readiness(opened())

    async def schema(_: Request) -> Response:
        return Response(schema_text, media_type="text/plain; charset=utf-8")

    return [
        Route("/health/live", live),
        Route("/health/ready", ready),
        Route("/schema.graphql", schema),
    ]


def readiness(opened: OpenedSources) -> Response:
    """200 when every enabled source answers; 503 naming those that do not."""
    states = opened.health.all()
    down = [health.source for health in states if health.state is State.DOWN]
    body = {
        "status": "degraded" if down else "ok",
        "down": down,
        "sources": [
            {
                "name": health.source,
                "state": health.state.name,
                "since": health.since.isoformat(),
                "code": health.code,
                "notices": [asdict(notice) for notice in opened.notices(health.source)],
            }
            for health in states
        ],
    }
    return _json(body, 503 if down else 200)


def _json(body: object, status: int) -> Response:
    return Response(
        orjson.dumps(body), status, headers={"Cache-Control": "no-store"}, media_type="application/json"
    )
