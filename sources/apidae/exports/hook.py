"""`POST /hooks/apidae`: stores what Apidae announces and answers at once; the work is done behind it."""

from __future__ import annotations

import hmac
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from gateway.clock import Clock
from gateway.errors import SourceError
from gateway.http.problem import Problem
from gateway.http.reading import body_of
from sources.apidae.exports.inbox import FORGED
from sources.apidae.exports.notifications import MOST_BYTES, NotificationError, read
from sources.apidae.exports.refusals import SENTENCES
from sources.apidae.exports.worker import Exports

logger = logging.getLogger("sources.apidae")

PATH = "/hooks/apidae"
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Door:
    """What the hook of a deployment lets in: `token` is "" where none is asked for."""

    exports: Exports
    clock: Clock
    project: int
    hosts: frozenset[str]
    token: str


def hook_routes(door: Callable[[], Door | None]) -> Sequence[BaseRoute]:
    """The route; `door` gives None where exports are off, and it is as if there were no such address."""

    async def receive(request: Request) -> Response:
        try:
            return await _receive(request, door())
        except Problem as problem:
            return problem.response()

    return [Route(PATH, receive, methods=["POST"])]


async def _receive(request: Request, door: Door | None) -> Response:
    if door is None:
        raise Problem(404, "NOT_FOUND", "Nothing is served at this address.")
    given = request.query_params.get("token", "")
    if door.token and not hmac.compare_digest(given.encode(), door.token.encode()):
        raise Problem(403, "BAD_REQUEST", "The token of this address is missing or wrong.")
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        raise Problem(415, "UNSUPPORTED_MEDIA_TYPE", "A form is wanted.")
    try:
        told = read(await body_of(request, max_bytes=MOST_BYTES), door.project, door.hosts)
    except NotificationError as error:
        raise Problem(400, "BAD_REQUEST", str(error)) from None
    try:
        status = await door.exports.inbox.put(told, door.clock.now())
    except SourceError as error:
        raise Problem(
            503, error.code, "The notification could not be stored.", {"Retry-After": "60"}
        ) from None
    if told.refused:
        logger.error("a notification of Apidae was not followed: %s", told.refused)
    if told.refused in FORGED:
        raise Problem(403, "BAD_REQUEST", SENTENCES[told.refused])
    door.exports.soon()
    return JSONResponse({"status": status}, 202, headers={"Cache-Control": "no-store"})
