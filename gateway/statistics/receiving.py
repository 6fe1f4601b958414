"""`POST /widget/1/seen` and `POST /statistics/seen`: beacons of `fetch` and `sendBeacon`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from gateway.console.home import origin_of
from gateway.embed.partners import Partner, Partners
from gateway.errors import CODES, SourceError
from gateway.http.cors import ANY
from gateway.http.identifying import Identify, caller_of
from gateway.http.problem import Problem
from gateway.http.reading import body_of
from gateway.partners.runtime import Runtime
from gateway.source import Context
from gateway.statistics.beacon import MOST_BYTES, Beacon, is_own, is_person, read_beacon
from gateway.statistics.record import Event

OF_WIDGETS = (Event.IMPRESSION, Event.CLICK)
OF_FRONTENDS = (Event.VIEW, Event.CLICK)
READ_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Receiver:
    """Takes beacons. `context` gives the running service, None where nothing is counted."""

    partners: Partners
    context: Callable[[], Context[Runtime] | None]
    identify: Identify
    frontends: frozenset[str]
    """Origins of our own frontends, `*` for any."""
    here: str = ""
    """Our own address as browsers know it, when it was set: our iframe pages send from there."""

    def routes(self) -> list[BaseRoute]:
        """One address for widgets, one for our own frontends."""
        return [
            Route("/widget/1/seen", self.of_widget, methods=["POST"]),
            Route("/statistics/seen", self.of_frontend, methods=["POST"]),
        ]

    async def of_widget(self, request: Request) -> Response:
        """Impressions and clicks of a widget: 204, counted or not; `Problem` for what is wrong."""

        async def taken() -> None:
            beacon = read_beacon(await _body(request), OF_WIDGETS, with_key=True)
            partner = await self.partners.known(beacon.key)
            origin = request.headers.get("origin")
            if origin is not None and not self._is_here(request) and not partner.allows(origin):
                raise Problem(403, "ORIGIN_REFUSED", "This key may not be used from this site.")
            await self._count(request, beacon, partner)

        return await _answered(request, taken)

    async def of_frontend(self, request: Request) -> Response:
        """Views of an offer and clicks on our own frontends: 204, counted or not."""

        async def taken() -> None:
            beacon = read_beacon(await _body(request), OF_FRONTENDS, with_key=False)
            origin = request.headers.get("origin")
            if not (self.frontends & {ANY, origin} or self._is_here(request)):
                raise Problem(403, "ORIGIN_NOT_ALLOWED", CODES["ORIGIN_NOT_ALLOWED"].meaning)
            await self._count(request, beacon, None)

        return await _answered(request, taken)

    def _is_here(self, request: Request) -> bool:
        """Whether a page of our own sends it."""
        return request.headers.get("origin") in {origin_of(request), self.here or "nobody"}

    async def _count(self, request: Request, beacon: Beacon, partner: Partner | None) -> None:
        ctx = self.context()
        if ctx is None:
            return
        runtime = ctx.runtime
        account = runtime.beacons.caller(request.client.host if request.client else None)
        runtime.beacons.refuse_when_empty(account)
        runtime.beacons.charge(account, 1)
        caller = await caller_of(request.headers.getlist("authorization"), self.identify)
        agent = request.headers.get("user-agent", "")
        if not is_person(agent) or is_own(caller) or request.headers.get("origin") in runtime.own_origins:
            return
        try:
            known = await runtime.offers.public(beacon.offers, ctx)
        except SourceError:
            return  # whether they are public cannot be known now
        runtime.counters.add(beacon.event, known.values(), partner)


def of_running(context: Callable[[], Context[Any]]) -> Callable[[], Context[Runtime] | None]:
    """The context of the running service, None while it is switched off or absent."""

    def found() -> Context[Runtime] | None:
        try:
            return context()
        except (SourceError, KeyError):
            return None

    return found


async def _answered(request: Request, taken: Callable[[], Awaitable[None]]) -> Response:
    headers = {"Cache-Control": "no-store", "Vary": "Origin"}
    try:
        await taken()
    except Problem as problem:
        response = problem.response()
        response.headers["Vary"] = "Origin"
        return response
    if origin := request.headers.get("origin"):
        headers["Access-Control-Allow-Origin"] = origin
    return Response(status_code=204, headers=headers)


async def _body(request: Request) -> bytes:
    return await body_of(request, max_bytes=MOST_BYTES, seconds=READ_SECONDS)
