"""The endpoint /graphql: admits, reads, runs, answers as GraphQL over HTTP asks."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Message, Receive

from gateway.execution.documents import Document
from gateway.execution.runner import Operation, Runner
from gateway.graph.request import RequestScope
from gateway.graph.text import accepted_locales
from gateway.http.gate import Gate
from gateway.http.leaving import unless_gone
from gateway.http.lifetime import lifetime_of
from gateway.http.media import JSON, NoneAccepted, accepted, prefers_html
from gateway.http.persisted import PersistedDocuments
from gateway.http.problem import Problem
from gateway.http.rates import RateLimits
from gateway.http.reading import Asked, read_asked, read_rest
from gateway.http.replies import Reader, Reply, reply_of, response_of
from gateway.http.stored import StoredReplies, key_of
from gateway.opened import OpenedSources

Page = Callable[[Request], Response]

CALLER_GONE = 499
"""What proxies write in their logs for it; nobody receives it."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What the endpoint is made of; `stored` is None where no answers are kept, `page` where no GraphiQL."""

    runner: Runner
    opened: Callable[[], OpenedSources]
    persisted: PersistedDocuments
    gate: Gate
    rates: RateLimits
    stored: StoredReplies | None
    page: Page | None
    max_body_bytes: int
    read_seconds: float


class GraphQLEndpoint:
    """The endpoint; `answer` is its Starlette handler."""

    def __init__(self, parts: Parts) -> None:
        """`parts.opened` gives the running sources: they open after the routes are made."""
        self.parts = parts

    async def answer(self, request: Request) -> Response:
        """Answer one request; never raises for anything a caller can send."""
        parts = self.parts
        if parts.page is not None and _wants_page(request):
            return parts.page(request)
        caller = parts.rates.caller(request.client.host if request.client else None)
        media_type = JSON
        try:
            media_type = _media_type(request)
            response = await self._respond(request, media_type, caller)
        except Problem as problem:
            response = problem.response(media_type)
        except ClientDisconnect:
            return Response(status_code=CALLER_GONE)
        response.headers.update(parts.rates.headers(caller))
        return response

    async def _respond(self, request: Request, media_type: str, caller: str | None) -> Response:
        parts = self.parts
        parts.rates.refuse_when_empty(caller)
        parts.gate.refuse_when_full()  # before a byte of the body is read or parsed
        asked = await read_asked(request, max_bytes=parts.max_body_bytes, seconds=parts.read_seconds)
        reader = _reader(request, media_type)
        locales = accepted_locales(request.headers.get("accept-language"))
        reply, age = await self.reply_to(asked, locales, request.receive, shared=not reader.authorized)
        parts.rates.charge(caller, 1 if age is not None else reply.cost)
        return response_of(reply, reader, age=age or 0)

    async def reply_to(
        self,
        asked: Asked,
        locales: tuple[str, ...],
        receive: Receive,
        *,
        shared: bool = True,
        seen: Hashable = None,
    ) -> tuple[Reply, int | None]:
        """The reply, and its age when it was kept; `seen` is what the same question looks like on the wire.

        Only what is `shared`, asked without a token, is given from what is kept, or kept.
        """
        text = self.parts.persisted.text_of(asked)
        operation = Operation(text, asked.name, asked.variables, asked.read_only)
        stored = self.parts.stored
        if stored is None or not shared:
            return await unless_gone(receive, self._run(operation, locales)), None
        key = key_of(text, asked, locales)
        if seen is not None:
            stored.note(seen, key)
        kept = stored.get(key)
        if kept is not None:
            return kept
        if not self._lifetime(operation):
            return await unless_gone(receive, self._run(operation, locales)), None
        return await unless_gone(receive, stored.fetch(key, lambda: self._run(operation, locales))), None

    async def rest_of(self, first: Message, receive: Receive) -> bytes:
        """A body of which only a part has come, within the limits of size and time."""
        parts = self.parts
        return await read_rest(first, receive, max_bytes=parts.max_body_bytes, seconds=parts.read_seconds)

    async def _run(self, operation: Operation, locales: tuple[str, ...]) -> Reply:
        async with self.parts.gate.slot():
            answer = await self.parts.runner.run(operation, RequestScope(self.parts.opened(), locales))
        return reply_of(answer, self._lifetime(operation) if answer.executed else 0)

    def _lifetime(self, operation: Operation) -> int:
        runner = self.parts.runner
        prepared = runner.documents.prepare(operation.query)
        if not isinstance(prepared, Document):
            return 0
        return lifetime_of(runner.core, prepared, operation.name)


def _wants_page(request: Request) -> bool:
    names = request.query_params.keys()
    asks_nothing = request.method == "GET" and not names & {"query", "extensions"}
    return asks_nothing and prefers_html(request.headers.get("accept"))


def _media_type(request: Request) -> str:
    try:
        return accepted(request.headers.get("accept"))
    except NoneAccepted as error:
        raise Problem(406, "NOT_ACCEPTABLE", str(error)) from None


def _reader(request: Request, media_type: str) -> Reader:
    get = request.method == "GET"
    return Reader(
        media_type,
        get,
        authorized="authorization" in request.headers,
        if_none_match=request.headers.get("if-none-match") if get else None,
    )
