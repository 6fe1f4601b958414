"""`/widget/1/query`: runs one of our own operations for a partner's page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

from gateway.embed.operations import OPERATIONS, WidgetOperation, limit_of, wanted_language
from gateway.embed.partners import Partner, Partners
from gateway.embed.pruning import prune
from gateway.errors import CODES
from gateway.execution.runner import Answer, Operation, Runner
from gateway.graph.request import RequestScope
from gateway.health import State
from gateway.http.problem import Problem
from gateway.opened import OpenedSources

# Offers may be shown for a day while the gateway is away; people's contents must be able to vanish.
KEPT = {
    "offers": "public, max-age=60, s-maxage=300, stale-while-revalidate=600, stale-if-error=86400",
    "offer": "public, max-age=60, s-maxage=300, stale-while-revalidate=600, stale-if-error=86400",
    "map": "public, max-age=60, s-maxage=300, stale-while-revalidate=600, stale-if-error=86400",
    "stories": "public, max-age=60, s-maxage=60, stale-while-revalidate=60",
}
NOT_KEPT = "no-store"


@dataclass(frozen=True, slots=True)
class Shown:
    """Pruned data, the sources that gave an older copy, and whether nothing is missing."""

    data: Any
    stale: list[str]
    whole: bool


@dataclass(frozen=True, slots=True)
class WidgetQuery:
    """Answers widgets. `opened` gives the running sources: they open after the routes are made."""

    runner: Runner
    opened: Callable[[], OpenedSources]
    partners: Partners
    picture_origins: Sequence[str] = ()

    async def answer(self, request: Request) -> Response:
        """One answer in the shape of GraphQL; CORS is answered for the key's origins only."""
        headers = {"Vary": "Origin", "X-Content-Type-Options": "nosniff", "Cache-Control": NOT_KEPT}
        try:
            partner = allowed_partner(request, self.partners)
            if origin := request.headers.get("origin"):
                headers["Access-Control-Allow-Origin"] = origin
                headers["Timing-Allow-Origin"] = origin
            return await self._run(request, partner, headers)
        except Problem as problem:
            return _refusal(problem, headers)

    async def ask(self, operation: WidgetOperation, parameters: dict[str, str]) -> Shown:
        """What an operation may show; raises `Problem` when there is nothing to show."""
        variables = operation.variables(parameters)
        scope = RequestScope(self.opened(), wanted_language(parameters))
        asked = Operation(operation.document(), None, variables, read_only=True)
        answer = await self.runner.run(asked, scope)
        data = _usable(answer, operation)
        limit = limit_of(parameters, 3) if operation.name == "stories" else 1
        pruned = prune(operation.name, data, limit=limit, picture_origins=self.picture_origins)
        return Shown(pruned, sorted(scope.stale), whole=not answer.faults)

    async def _run(self, request: Request, partner: Partner, headers: dict[str, str]) -> Response:
        del partner  # what a key may see and how often comes with scopes and rates
        operation = _operation(request)
        shown = await self.ask(operation, dict(request.query_params))
        extensions = {
            "pictureOrigins": list(self.picture_origins),
            "stale": shown.stale,
            "asOf": self._as_of(shown.stale),
        }
        body = orjson.dumps({"data": shown.data, "extensions": extensions})
        headers["ETag"] = f'"{sha256(body).hexdigest()[:20]}"'
        if shown.whole and not shown.stale:
            headers["Cache-Control"] = KEPT[operation.name]
        if headers["ETag"] in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        return Response(body, headers=headers, media_type="application/json; charset=utf-8")

    def _as_of(self, stale: Sequence[str]) -> str | None:
        """Since when the source of an older copy has not answered; None when all is fresh or none is down."""
        known = [self.opened().health.of(name) for name in stale]
        return min((one.since.isoformat() for one in known if one.state is State.DOWN), default=None)


def allowed_partner(request: Request, partners: Partners) -> Partner:
    """The partner of the request's key; `Problem` when it is unknown or used from elsewhere.

    A browser sends `Origin` with every cross-origin fetch. Without one the page is our own, or it is no
    browser, which could write any origin.
    """
    partner = partners.find(request.query_params.get("key", ""))
    if partner is None:
        raise Problem(403, "KEY_UNKNOWN", "This key is not known.")
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


def _refusal(problem: Problem, headers: dict[str, str]) -> Response:
    response = problem.response()
    for name, value in headers.items():
        response.headers[name] = value
    return response
