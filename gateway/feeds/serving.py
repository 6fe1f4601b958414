"""Serves feeds over HTTP: one making for all who ask at once, validators, refusals as RFC 9457 has them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Hashable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response

from gateway.console.home import origin_of
from gateway.execution.runner import Runner
from gateway.feeds.asking import Conversation
from gateway.feeds.parameters import Parameters
from gateway.feeds.site import PublicSite
from gateway.http.caching import NO_STORE, cache_control, etag_of, is_known
from gateway.http.gate import Gate
from gateway.http.problem import Problem
from gateway.http.rates import RateLimits
from gateway.identity import ANONYMOUS
from gateway.opened import OpenedSources
from gateway.upstream.flight import SingleFlight

AT_ONCE, WAITING, PATIENCE = 3, 60, 20.0
"""Feeds that are made at the same time, requests that wait for that, and how long in seconds."""

ALWAYS = {"Access-Control-Allow-Origin": "*", "X-Content-Type-Options": "nosniff"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a feed is made from: parts of the path, parameters, the graph; `origin` is our own address."""

    path: Mapping[str, str]
    parameters: Parameters
    graph: Conversation
    site: PublicSite
    origin: str
    url: str
    now: datetime


@dataclass(frozen=True, slots=True)
class Made:
    """A feed: its bytes, and how many seconds caches may keep it. A `location` leads elsewhere, for good."""

    body: bytes
    media_type: str
    seconds: int
    headers: Mapping[str, str] = field(default_factory=dict)
    location: str | None = None


Maker = Callable[[Asked], Awaitable[Made]]


@dataclass(frozen=True, slots=True)
class _Kept:
    made: Made
    control: str
    cost: int


@dataclass
class Desk:
    """Makes feeds for whoever asks; `origin` is the service's public address, "" for the caller's `Host`."""

    runner: Runner
    opened: Callable[[], OpenedSources]
    rates: RateLimits
    site: PublicSite
    origin: str = ""
    _gate: Gate = field(default_factory=lambda: Gate(limit=AT_ONCE, queue=WAITING, seconds=PATIENCE))
    _flights: SingleFlight[Hashable, _Kept] = field(default_factory=SingleFlight)

    def endpoint(self, maker: Maker, *known: str) -> Callable[[Request], Awaitable[Response]]:
        """The endpoint of a feed that knows these parameters, and `lang`."""

        async def answer(request: Request) -> Response:
            try:
                return await self._answer(request, maker, frozenset({*known, "lang"}))
            except Problem as problem:
                return details(problem)

        return answer

    async def _answer(self, request: Request, maker: Maker, known: frozenset[str]) -> Response:
        parameters = Parameters(dict(request.query_params), known)
        account = self.rates.account(request.client.host if request.client else None, ANONYMOUS)
        self.rates.refuse_when_empty(account)
        origin = self.origin or origin_of(request)
        key = (request.url.path, *sorted(request.query_params.multi_items()), origin)
        cost = 1
        try:
            kept = await self._flights.run(key, lambda: self._make(request, parameters, origin, maker))
            cost = kept.cost
        finally:
            self.rates.charge(account, cost)
        return _sent(kept, request.headers.get("if-none-match"))

    async def _make(self, request: Request, parameters: Parameters, origin: str, maker: Maker) -> _Kept:
        opened = self.opened()
        graph = Conversation(self.runner, self.opened, parameters.locales())
        query = f"?{request.url.query}" if request.url.query else ""
        url = f"{origin}{request.url.path}{query}"
        async with self._gate.slot():
            site = replace(self.site, name=await self._name())
            made = await maker(
                Asked(request.path_params, parameters, graph, site, origin, url, opened.clock.now())
            )
        control = cache_control(made.seconds, stale=graph.stale) if graph.whole else NO_STORE
        return _Kept(made, control, graph.cost)

    async def _name(self) -> str:
        """The name of the platform as its site tells it; the one that is known when nobody tells."""
        with suppress(Problem):
            told = (await Conversation(self.runner, self.opened).ask("site_name"))["site"]
            return str(told["name"])
        return self.site.name


def details(problem: Problem) -> Response:
    """A refusal as problem details."""
    return problem.details(ALWAYS)


def _sent(kept: _Kept, if_none_match: str | None) -> Response:
    made = kept.made
    headers = {**ALWAYS, **made.headers, "Cache-Control": kept.control}
    if made.location is not None:
        return Response(status_code=301, headers={**headers, "Location": made.location})
    headers["ETag"] = etag_of(made.body, made.media_type)
    if is_known(if_none_match, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return Response(made.body, headers=headers, media_type=made.media_type)
