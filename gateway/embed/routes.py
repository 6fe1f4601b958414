"""The routes of everything that partner sites embed."""

from __future__ import annotations

from collections.abc import Callable

from starlette.routing import BaseRoute, Route

from gateway.embed.files import widget_file
from gateway.embed.partners import ORIGIN, read_partners
from gateway.embed.query import WidgetQuery
from gateway.execution.runner import Runner
from gateway.opened import OpenedSources
from gateway.settings import GatewaySettings, SettingsError


def configured_embed_routes(
    settings: GatewaySettings, runner: Runner, opened: Callable[[], OpenedSources]
) -> list[BaseRoute]:
    """The routes as a deployer set them; raises `SettingsError` for a wrong file of partners."""
    origins = tuple(settings.picture_origins.split())
    if not all(ORIGIN.fullmatch(origin) for origin in origins):
        raise SettingsError("The setting GATEWAY_PICTURE_ORIGINS holds something that is no origin.")
    return embed_routes(WidgetQuery(runner, opened, read_partners(settings.partners), origins))


def embed_routes(query: WidgetQuery) -> list[BaseRoute]:
    """Routes under `/widget/1/`."""
    return [
        Route("/widget/1/query", query.answer, methods=["GET"]),
        Route("/widget/1/{name:path}", widget_file, methods=["GET"]),
    ]
