"""`/widget/1/query`: runs one of our own operations for a partner's page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

import msgspec
import orjson
from starlette.requests import Request
from starlette.responses import Response

from gateway.embed.operations import OPERATIONS, WidgetOperation, limit_of, wanted_language
from gateway.embed.partners import Partner, Partners
from gateway.embed.pruning import prune
from gateway.embed.scoping import FACTS, narrow, within
from gateway.embed.spare import SpareAnswers
from gateway.errors import CODES
from gateway.execution.runner import Answer, Operation, Runner
from gateway.graph.request import RequestScope
from gateway.health import State
from gateway.http.problem import Problem
from gateway.http.rates import RateLimits
from gateway.opened import OpenedSources
from gateway.partners.quota import Quotas

# Offers may be shown for a day while the gateway is away; people's contents must be able to vanish.
KEPT = {
    "offers": "public, max-age=60, s-maxage=300, stale-while-revalidate=600, stale-if-error=86400",
    "offer": "public, max-age=60, s-maxage=300, stale-while-revalidate=600, stale-if-error=86400",
    "map": "public, max-age=60, s-maxage=300, stale-while-revalidate=600, stale-if-error=86400",
    "stories": "public, max-age=60, s-maxage=60, stale-while-revalidate=60",
}
NOT_KEPT = "no-store"
KEPT_SECONDS = {"offers": 300.0, "offer": 300.0, "map": 300.0, "stories": 60.0}
"""How long an answer may stand in once the quota of a key is used up: as in a shared cache."""

EXPOSED = "RateLimit, RateLimit-Policy, Retry-After"

Variables = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shown:
    """Pruned data, the sources that gave an older copy, and whether nothing is missing.

    An older copy that stands in for a used-up quota says so as `quota`.
    """

    data: Any
    stale: list[str]
    whole: bool


@dataclass(frozen=True, slots=True)
class WidgetQuery:
    """Answers widgets. `opened` gives the running sources: they open after the routes are made."""

    runner: Runner
    opened: Callable[[], OpenedSources]
    partners: Partners
    quotas: Quotas
    addresses: RateLimits
    spare: SpareAnswers[Shown]
    picture_origins: Sequence[str] = ()

    async def answer(self, request: Request) -> Response:
        """One answer in the shape of GraphQL; CORS is answered for the key's origins only."""
        headers = {"Vary": "Origin", "X-Content-Type-Options": "nosniff", "Cache-Control": NOT_KEPT}
        try:
            partner = await allowed_partner(request, self.partners)
            if origin := request.headers.get("origin"):
                headers["Access-Control-Allow-Origin"] = origin
                headers["Access-Control-Expose-Headers"] = EXPOSED
                headers["Timing-Allow-Origin"] = origin
            return await self._run(request, partner, headers)
        except Problem as problem:
            return _refusal(problem, headers)

    async def ask(self, operation: WidgetOperation, request: Request, partner: Partner) -> Shown:
        """What an operation may show with a key; raises `Problem` when there is nothing to show.

        A key whose quota is used up gets what was shown before, as long as that may be kept.
        """
        parameters = dict(request.query_params)
        variables = narrow(operation.name, operation.variables(parameters), partner.scope)
        locales = wanted_language(parameters)
        limit = limit_of(parameters, 3) if operation.name == "stories" else 1
        question = (operation.documents, repr(sorted(variables.items())), limit, locales, partner.scope)
        revision = self.opened().revision
        address = self.addresses.caller(request.client.host if request.client else None)
        self.addresses.refuse_when_empty(address)
        try:
            self.quotas.refuse_when_empty(partner)
        except Problem:
            kept = self.spare.get(question, revision)
            if kept is None:
                raise
            return replace(kept, stale=[*kept.stale, "quota"])
        answer, stale, cost = await self._data(operation, variables, locales, partner)
        self.quotas.charge(partner, cost)
        self.addresses.charge(address, cost)
        data = prune(operation.name, answer.data, limit=limit, picture_origins=self.picture_origins)
        shown = Shown(data, stale, whole=not answer.faults)
        if shown.whole and not stale:
            self.spare.put(question, revision, shown, KEPT_SECONDS[operation.name])
        return shown

    async def _data(
        self, operation: WidgetOperation, variables: Variables, locales: tuple[str, ...], partner: Partner
    ) -> tuple[Answer, list[str], int]:
        """A usable answer within the key's scope, the sources that gave an older copy, what it cost."""
        scope = RequestScope(self.opened(), locales)
        answer = await self._answered(operation, variables, scope)
        cost = _cost(answer)
        facts = None if partner.scope.is_open else FACTS.get(operation.name)
        if facts is not None:
            known = await self._answered(facts, variables, scope)
            answer = msgspec.structs.replace(
                answer, data=within(operation.name, answer.data, known.data, partner.scope)
            )
            cost += _cost(known)
        return answer, sorted(scope.stale), cost

    async def _answered(
        self, operation: WidgetOperation, variables: Variables, scope: RequestScope
    ) -> Answer:
        asked = Operation(operation.document(), None, variables, read_only=True)
        answer = await self.runner.run(asked, scope)
        return msgspec.structs.replace(answer, data=_usable(answer, operation))

    async def _run(self, request: Request, partner: Partner, headers: dict[str, str]) -> Response:
        operation = _operation(request)
        shown = await self.ask(operation, request, partner)
        extensions = {
            "pictureOrigins": list(self.picture_origins),
            "stale": shown.stale,
            "asOf": self._as_of(shown.stale),
        }
        body = orjson.dumps({"data": shown.data, "extensions": extensions})
        headers["ETag"] = f'"{sha256(body).hexdigest()[:20]}"'
        headers |= self.quotas.headers(partner)
        if shown.whole and not shown.stale:
            headers["Cache-Control"] = KEPT[operation.name]
        if headers["ETag"] in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        return Response(body, headers=headers, media_type="application/json; charset=utf-8")

    def _as_of(self, stale: Sequence[str]) -> str | None:
        """Since when the source of an older copy has not answered; None when all is fresh or none is down."""
        known = [self.opened().health.of(name) for name in stale if name in self.opened().by_name]
        return min((one.since.isoformat() for one in known if one.state is State.DOWN), default=None)


async def allowed_partner(request: Request, partners: Partners) -> Partner:
    """The partner of the request's key; `Problem` when it is unknown or used from elsewhere.

    A browser sends `Origin` with every cross-origin fetch. Without one the page is our own, or it is no
    browser, which could write any origin.
    """
    partner = await partners.known(request.query_params.get("key", ""))
    origin = request.headers.get("origin")
    if origin is not None and not partner.allows(origin):
        raise Problem(403, "ORIGIN_REFUSED", "This key may not be used from this site.")
    return partner


def _operation(request: Request) -> WidgetOperation:
    operation = OPERATIONS.get(request.query_params.get("operation", ""))
    if operation is None:
        raise Problem(400, "INVALID_OPERATION", f"The operation must be one of {', '.join(OPERATIONS)}.")
    return operation


def _usable(answer: Answer, operation: WidgetOperation) -> Any:
    """The data when the root field is there; null with an error is a failure here, not an empty list."""
    if answer.executed and answer.data is not None and (answer.data.get(operation.root) or not answer.faults):
        return answer.data
    fault = answer.faults[0] if answer.faults else None
    code = str(fault.extensions["code"]) if fault else "INTERNAL"
    message = fault.message if fault else CODES["INTERNAL"].meaning
    raise Problem(CODES[code].http if code in CODES else 400, code, message)


def _cost(answer: Answer) -> int:
    return int(answer.extensions.get("cost", {}).get("requested", 1))


def _refusal(problem: Problem, headers: dict[str, str]) -> Response:
    response = problem.response()
    for name, value in headers.items():
        response.headers[name] = value
    return response
