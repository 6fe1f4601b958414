"""The application as it is served: Starlette, and before all its layers a short way to the graph."""

from __future__ import annotations

from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.types import Receive, Scope, Send

from gateway.commas import comma_parts
from gateway.http.cors import headers_without_origin
from gateway.http.express import Express
from gateway.http.graphql import GraphQLEndpoint
from gateway.http.guard import Guard
from gateway.settings import GatewaySettings


class Served(Starlette):
    """Plain requests to `/graphql` are answered by `Express`; all others pass the layers."""

    def __init__(self, settings: GatewaySettings, endpoint: GraphQLEndpoint, **options: Any) -> None:
        """`options` are Starlette's."""
        hosts = [name.lower() for name in comma_parts(settings.allowed_hosts)]
        super().__init__(middleware=[Middleware(Guard, allowed_hosts=hosts)], **options)
        extra = headers_without_origin(comma_parts(settings.cors_origins))
        self.express = Express(super().__call__, endpoint, hosts, extra)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one scope."""
        await self.express(scope, receive, send)
