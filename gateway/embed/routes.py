"""The routes of everything that partner sites embed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from gateway.clock import Clock
from gateway.embed.configurator import configurator_page
from gateway.embed.files import MEDIA_TYPES, widget_file, widget_versions
from gateway.embed.fragment import fragment
from gateway.embed.frame import frame_page
from gateway.embed.ground import Ground
from gateway.embed.oembed import oembed
from gateway.embed.partners import ORIGIN, Partners
from gateway.embed.post import post_page
from gateway.embed.query import Shown, WidgetQuery
from gateway.embed.report import report_page
from gateway.embed.spare import SpareAnswers
from gateway.execution.runner import Runner
from gateway.http.rates import RateLimits
from gateway.opened import OpenedSources
from gateway.partners.quota import Quotas
from gateway.settings import GatewaySettings, SettingsError

STATIC = Path(__file__).with_name("static")

Answer = Callable[[Request, WidgetQuery], Awaitable[Response]]


def configured_embed_routes(
    settings: GatewaySettings,
    runner: Runner,
    opened: Callable[[], OpenedSources],
    partners: Partners,
    addresses: RateLimits,
    clock: Clock,
) -> list[BaseRoute]:
    """The routes as a deployer set them; raises `SettingsError` for wrong origins of pictures.

    `addresses` are the buckets that requests to the graph draw from too.
    """
    origins = tuple(settings.picture_origins.split())
    if not all(ORIGIN.fullmatch(origin) for origin in origins):
        raise SettingsError("The setting GATEWAY_PICTURE_ORIGINS holds something that is no origin.")
    quotas, spare = Quotas(clock), SpareAnswers[Shown](clock)
    return embed_routes(WidgetQuery(runner, opened, partners, quotas, addresses, spare, origins))


def embed_routes(query: WidgetQuery) -> list[BaseRoute]:
    """Routes under `/widget/1/` and `/embed/`, `/oembed` and `/widgets`."""

    def with_query(answer: Answer) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            return await answer(request, query)

        return endpoint

    async def configurator(request: Request) -> Response:
        return configurator_page(request, query)

    return [
        Route("/widget/1/query", query.answer, methods=["GET"]),
        Route("/widget/1/ground.json", Ground(query.runner, query.opened).answer, methods=["GET"]),
        Route("/widget/versions", widget_versions, methods=["GET"]),
        Route("/widget/{version}/{name:path}", widget_file, methods=["GET"]),
        Route("/embed/files/{name}", own_file, methods=["GET"]),
        Route("/embed/{kind}.html", with_query(fragment), methods=["GET"]),
        Route("/embed/post", with_query(post_page), methods=["GET"]),
        Route("/embed/report", report_page, methods=["GET"]),
        Route("/embed/{kind}", with_query(frame_page), methods=["GET"]),
        Route("/oembed", with_query(oembed), methods=["GET"]),
        Route("/widgets", configurator, methods=["GET"]),
    ]


async def own_file(request: Request) -> Response:
    """A file of our own pages: looked up in what is there, never made into a path."""
    found = {path.name: path for path in STATIC.iterdir()}.get(request.path_params["name"])
    if found is None:
        return PlainTextResponse("There is no such file.", status_code=404)
    headers = {"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
    return Response(found.read_bytes(), headers=headers, media_type=MEDIA_TYPES[found.suffix])
