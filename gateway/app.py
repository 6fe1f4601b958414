"""The application: settings and sources in, one Starlette app out."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from gateway.cache.shared import open_shared
from gateway.cache.together import follow_content
from gateway.cache.versions import ContentVersions
from gateway.clock import Clock, SystemClock
from gateway.commas import comma_parts
from gateway.console import console_routes, graphiql_page
from gateway.embed import configured_embed_routes, read_partners
from gateway.execution.documents import Limits
from gateway.execution.runner import Runner
from gateway.feeds import configured_feed_routes
from gateway.graph.compose import ComposedSchema, compose
from gateway.home import home_state
from gateway.http.assembly import graphql_endpoint, graphql_route
from gateway.http.graphql import GraphQLEndpoint
from gateway.http.problem import Problem
from gateway.http.served import Served
from gateway.http.status import status_routes
from gateway.identity import Caller
from gateway.identity.authenticator import Authenticator
from gateway.identity.configured import check_identity, open_authenticator
from gateway.jobs import run_jobs
from gateway.manual import manual_routes
from gateway.media.assembly import open_media, picture_urls
from gateway.media.proxy import MediaProxy
from gateway.media.routes import media_routes
from gateway.media.signing import PictureUrls
from gateway.opened import OpenedSources, open_sources
from gateway.partners.runtime import NAME as PARTNERS
from gateway.partners.runtime import book_of
from gateway.registry import find_sources
from gateway.settings import (
    GatewaySettings,
    MongoSettings,
    read_gateway_settings,
    read_mongo_settings,
    read_source_settings,
)
from gateway.source import Source, SourceSettings
from gateway.statistics.receiving import Receiver, of_running
from gateway.store import Store

logger = logging.getLogger("gateway.app")


@dataclass(frozen=True)
class Configuration:
    """All that a deployer said, read and checked."""

    gateway: GatewaySettings
    mongo: MongoSettings
    sources: Sequence[tuple[Source[Any], SourceSettings]]


def configure(environ: Mapping[str, str]) -> Configuration:
    """Read every setting and find every source; raises `SettingsError` or `RegistryError`."""
    gateway = read_gateway_settings(environ)
    check_identity(gateway)
    disabled = comma_parts(gateway.disabled_sources)
    sources = [
        (source, read_source_settings(source, environ, disabled=source.name in disabled))
        for source in find_sources(gateway.sources_path)
    ]
    return Configuration(gateway, read_mongo_settings(environ), sources)


class Gateway:
    """A configured gateway: its schema, its app and, while it runs, its opened sources."""

    def __init__(
        self,
        configuration: Configuration,
        *,
        clock: Clock | None = None,
        store_listeners: Sequence[Any] = (),
        jobs: bool = True,
    ) -> None:
        """`store_listeners` watch MongoDB commands (tests count them); `jobs` runs the sources' jobs."""
        self.configuration = configuration
        self.clock = clock or SystemClock()
        self._listeners = store_listeners
        self._jobs = jobs
        self.opened: OpenedSources | None = None
        self._authenticator: Authenticator | None = None
        self._media: MediaProxy | None = None
        self.schema: ComposedSchema = compose([source for source, _ in configuration.sources])
        settings = configuration.gateway
        self.runner = Runner(
            self.schema,
            Limits(
                tokens=settings.max_query_tokens,
                depth=settings.max_depth,
                aliases=settings.max_aliases,
                cost=settings.max_cost,
            ),
            introspection=settings.introspection,
            seconds=settings.request_seconds,
        )

    def app(self) -> Starlette:
        """The ASGI application."""
        settings = self.configuration.gateway
        endpoint = graphql_endpoint(
            settings,
            self.runner,
            self.running,
            clock=self.clock,
            identify=self.identify,
            page=graphiql_page if settings.graphiql else None,
        )
        app = Served(
            settings,
            endpoint,
            routes=self._routes(endpoint),
            lifespan=self._lifespan,
            exception_handlers={HTTPException: _http_error, Exception: _unexpected},
        )
        app.state.leave = endpoint.parts.streams.leave
        app.router.redirect_slashes = False  # its Location would repeat whatever Host the caller sent
        return app

    def running(self) -> OpenedSources:
        """The opened sources; only while the gateway runs."""
        if self.opened is None:
            raise RuntimeError("the gateway is not running")
        return self.opened

    @functools.cached_property
    def pictures(self) -> PictureUrls:
        """The addresses of pictures; may make the key that signs them."""
        return picture_urls(self.configuration.gateway)

    def media(self) -> MediaProxy:
        """The proxy of pictures; only while the gateway runs."""
        if self._media is None:
            raise RuntimeError("the gateway is not running")
        return self._media

    async def identify(self, headers: Sequence[str]) -> Caller:
        """Who sends these Authorization headers; only while the gateway runs."""
        if self._authenticator is None:
            raise RuntimeError("the gateway is not running")
        return await self._authenticator.caller(headers)

    @contextlib.asynccontextmanager
    async def open(self) -> AsyncIterator[OpenedSources]:
        """Open the store and all sources, prepare collections in the background, watch health."""
        mongo = self.configuration.mongo
        store = await Store.open(mongo.uri, mongo.database, driver=mongo.driver, listeners=self._listeners)
        try:
            async with (
                open_authenticator(self.configuration.gateway, self.clock) as self._authenticator,
                open_sources(
                    self.configuration.sources, store=store, clock=self.clock, pictures=self.pictures
                ) as opened,
                open_media(
                    self.configuration.gateway, self.configuration.sources, self._context_of, self.clock
                ) as self._media,
                open_shared(
                    self.configuration.gateway.shared_cache_url.get_secret_value(), self.clock
                ) as opened.shared,
            ):
                self.opened = opened
                async with asyncio.TaskGroup() as group:
                    background = [
                        group.create_task(opened.prepare_rooms(store), name="prepare"),
                        group.create_task(opened.health.watch(), name="health"),
                    ]
                    if self.configuration.gateway.response_cache_bytes:
                        sources = [source for source, _ in self.configuration.sources]
                        opened.versions = ContentVersions(store.everything, sources, self.clock)
                        following = follow_content(opened.versions, opened.shared, self.clock)
                        background.append(group.create_task(following, name="content"))
                    if self._jobs:
                        background.append(group.create_task(run_jobs(opened), name="jobs"))
                    try:
                        yield opened
                    finally:
                        for task in background:
                            task.cancel()
        finally:
            self.opened = None
            await store.close()

    @contextlib.asynccontextmanager
    async def _lifespan(self, _: Starlette) -> AsyncIterator[None]:
        async with self.open():
            yield

    def _routes(self, endpoint: GraphQLEndpoint) -> list[BaseRoute]:
        settings = self.configuration.gateway
        partners = replace(read_partners(settings.partners), book=lambda: book_of(self.running()))
        counted = Receiver(
            partners=partners,
            context=of_running(self._context_of(PARTNERS)),
            identify=self.identify,
            frontends=frozenset(comma_parts(settings.cors_origins)),
            here=settings.public_url.rstrip("/"),
        )
        routes: list[BaseRoute] = [
            graphql_route(endpoint, settings),
            *status_routes(self.running, self.schema.as_str()),
            *console_routes(lambda: home_state(self.running())),
            *manual_routes(self.runner.core),
            *counted.routes(),
            *configured_embed_routes(
                settings, self.runner, self.running, partners, endpoint.parts.rates, self.clock
            ),
            *configured_feed_routes(settings, self.runner, self.running, endpoint.parts.rates),
            *media_routes(self.pictures, self.media, copies=settings.media_copies),
        ]
        for source, _ in self.configuration.sources:
            if source.routes is not None:
                routes.extend(source.routes(self._context_of(source.name)))
        return routes

    def _context_of(self, name: str) -> Any:
        return lambda: self.running().job_context(self.running().by_name[name])


async def _http_error(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101  # Starlette calls this for nothing else
    code = {404: "NOT_FOUND", 405: "METHOD_NOT_ALLOWED"}.get(error.status_code, "BAD_REQUEST")
    words = "Nothing is served at this address." if code == "NOT_FOUND" else "This request cannot be served."
    return Problem(error.status_code, code, words, error.headers or {}).response()


async def _unexpected(_: Request, error: Exception) -> Response:
    logger.error("a request failed with %s", type(error).__name__, exc_info=error)
    return Problem(500, "INTERNAL", "Something went wrong in the gateway.").response()
