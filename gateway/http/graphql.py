"""The endpoint /graphql: reads, runs, answers as GraphQL over HTTP asks."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import orjson
from starlette.requests import Request
from starlette.responses import Response

from gateway.execution.runner import Answer, Runner
from gateway.graph.request import RequestScope
from gateway.graph.text import accepted_locales
from gateway.http.media import GRAPHQL, JSON, accepted, prefers_html
from gateway.http.problem import Problem
from gateway.http.reading import read_operation
from gateway.opened import OpenedSources

Page = Callable[[Request], Response]

STATUS_OF_CODE = {"METHOD_NOT_ALLOWED": 405, "LIMIT_DEADLINE": 504}


class GraphQLEndpoint:
    """The endpoint; `answer` is its Starlette handler, `page` is what browsers get (None: no GraphiQL here)."""

    def __init__(
        self, runner: Runner, opened: Callable[[], OpenedSources], *, max_body_bytes: int, page: Page | None
    ) -> None:
        """`opened` gives the running sources: they open after the routes are made."""
        self._runner = runner
        self._opened = opened
        self._max_body_bytes = max_body_bytes
        self._page = page

    async def answer(self, request: Request) -> Response:
        """Answer one request; never raises for anything a caller can send."""
        if self._page is not None and _wants_page(request):
            return self._page(request)
        media_type = JSON
        try:
            media_type = accepted(request.headers.get("accept"))
            operation = await read_operation(request, self._max_body_bytes)
        except Problem as problem:
            return problem.response(media_type)
        scope = RequestScope(self._opened(), accepted_locales(request.headers.get("accept-language")))
        return _response(await _unless_gone(request, self._runner.run(operation, scope)), media_type)


def _wants_page(request: Request) -> bool:
    asks_nothing = request.method == "GET" and "query" not in request.query_params
    return asks_nothing and prefers_html(request.headers.get("accept"))


async def _unless_gone(request: Request, work: Awaitable[Answer]) -> Answer:
    """The answer, or a cancelled execution when the caller hangs up first."""
    running = asyncio.ensure_future(work)
    gone = asyncio.ensure_future(_disconnected(request))
    try:
        await asyncio.wait({running, gone}, return_when=asyncio.FIRST_COMPLETED)
        if not running.done():
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
            return Answer(executed=False)
        return running.result()
    finally:
        running.cancel()
        gone.cancel()
        await asyncio.gather(running, gone, return_exceptions=True)


async def _disconnected(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _response(answer: Answer, media_type: str) -> Response:
    body: dict[str, object] = {}
    if answer.faults:
        body["errors"] = [fault.as_json() for fault in answer.faults]
    if answer.executed:
        body["data"] = answer.data
    if answer.extensions:
        body["extensions"] = answer.extensions
    headers = {"Vary": "Accept, Accept-Language"}
    if answer.faults and answer.faults[0].extensions["code"] == "METHOD_NOT_ALLOWED":
        headers["Allow"] = "POST"
    return Response(
        orjson.dumps(body),
        _status(answer, media_type),
        headers=headers,
        media_type=f"{media_type}; charset=utf-8",
    )


def _status(answer: Answer, media_type: str) -> int:
    if answer.executed:
        return 200
    code = str(answer.faults[0].extensions["code"]) if answer.faults else "BAD_REQUEST"
    if code in STATUS_OF_CODE:
        return STATUS_OF_CODE[code]
    # the older media type promises 200 to every well-formed request
    return 400 if media_type == GRAPHQL else 200
