"""Puts the HTTP side together from the settings: the endpoint with its route, and what stands in front."""

from __future__ import annotations

from collections.abc import Callable

from starlette.middleware import Middleware
from starlette.routing import Route

from gateway.cache.shared import SETTING, SharedCache
from gateway.clock import Clock
from gateway.commas import comma_parts
from gateway.execution.documents import Document
from gateway.execution.runner import Runner
from gateway.http.cors import Cors
from gateway.http.gate import Gate
from gateway.http.graphql import GraphQLEndpoint, Page, Parts
from gateway.http.identifying import Identify, nobody
from gateway.http.persisted import PersistedDocuments
from gateway.http.rates import RateLimits
from gateway.http.stored import StoredReplies
from gateway.http.streams import Streams
from gateway.http.trusted import read_trusted
from gateway.opened import OpenedSources
from gateway.settings import GatewaySettings, SettingsError

METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


def graphql_endpoint(
    settings: GatewaySettings,
    runner: Runner,
    opened: Callable[[], OpenedSources],
    *,
    clock: Clock,
    identify: Identify = nobody,
    page: Page | None = None,
) -> GraphQLEndpoint:
    """The endpoint of a gateway; raises `SettingsError` for a wrong file of trusted documents."""
    size = settings.response_cache_bytes
    if settings.shared_cache_url.get_secret_value() and not size:
        raise SettingsError(
            f"{SETTING} needs GATEWAY_RESPONSE_CACHE_BYTES: each process keeps some answers itself."
        )

    def shared() -> SharedCache | None:
        running = opened()
        return running.shared if running.versions and running.versions.known else None

    return GraphQLEndpoint(
        Parts(
            runner=runner,
            opened=opened,
            persisted=_persisted(settings, runner),
            gate=Gate(limit=settings.max_in_flight, queue=settings.max_queue, seconds=settings.queue_seconds),
            identify=identify,
            rates=RateLimits(settings.rate_limit, clock),
            writes=RateLimits(settings.write_limit, clock),
            streams=Streams(settings.max_streams, settings.max_streams_per_address),
            clock=clock,
            stored=StoredReplies(size, clock, shared) if size else None,
            page=page,
            max_body_bytes=settings.max_body_bytes,
            read_seconds=settings.read_seconds,
            tracing=settings.tracing,
        )
    )


def graphql_route(endpoint: GraphQLEndpoint, settings: GatewaySettings) -> Route:
    """`/graphql`, callable from pages of the allowed origins."""
    cors = Middleware(Cors, origins=comma_parts(settings.cors_origins))
    return Route("/graphql", endpoint.answer, methods=METHODS, middleware=[cors])


def _persisted(settings: GatewaySettings, runner: Runner) -> PersistedDocuments:
    def is_valid(text: str) -> bool:
        return isinstance(runner.documents.prepare(text), Document)

    return PersistedDocuments(
        is_valid,
        keep_characters=settings.persisted_characters,
        trusted=read_trusted(settings.trusted_documents, is_valid),
        trusted_only=settings.trusted_only,
    )
