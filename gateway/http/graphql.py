"""The endpoint /graphql: admits, reads, runs, answers as GraphQL over HTTP asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import msgspec
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Message, Receive

from gateway.clock import Clock
from gateway.execution.documents import Document
from gateway.execution.incremental import is_incremental
from gateway.execution.runner import Operation, Runner
from gateway.execution.subscribing import is_subscription
from gateway.graph.request import RequestScope
from gateway.http.gate import Gate
from gateway.http.identifying import Identify, caller_of
from gateway.http.leaving import to_its_end, unless_gone
from gateway.http.lifetime import lifetime_of
from gateway.http.media import GRAPHQL, NoneAccepted, accepted, prefers_html
from gateway.http.persisted import PersistedDocuments
from gateway.http.pieces import PieceAnswers
from gateway.http.problem import Problem
from gateway.http.rates import RateLimits
from gateway.http.reading import Asked, read_asked, read_rest
from gateway.http.replies import Reply, reply_of, response_of
from gateway.http.showing import sources_shown
from gateway.http.stored import Question, StoredReplies, question_of
from gateway.http.streams import Streams
from gateway.http.subscribing import EventAnswers
from gateway.http.visit import Visit
from gateway.observe.tracing import Trace, traced
from gateway.opened import OpenedSources

Page = Callable[[Request], Response]

CALLER_GONE = 499
"""What proxies write in their logs for it; nobody receives it."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What the endpoint is made of; `stored` is None where no answers are kept, `page` where no GraphiQL.

    `rates` counts cost units, `writes` mutations.
    """

    runner: Runner
    opened: Callable[[], OpenedSources]
    persisted: PersistedDocuments
    gate: Gate
    identify: Identify
    rates: RateLimits
    writes: RateLimits
    streams: Streams
    clock: Clock
    stored: StoredReplies | None
    page: Page | None
    max_body_bytes: int
    read_seconds: float
    tracing: bool = True


class GraphQLEndpoint:
    """The endpoint; `answer` is its Starlette handler."""

    def __init__(self, parts: Parts) -> None:
        """`parts.opened` gives the running sources: they open after the routes are made."""
        self.parts = parts
        self.events = EventAnswers(
            runner=parts.runner,
            streams=parts.streams,
            rates=parts.rates,
            clock=parts.clock,
            run=self._answered,
            new_scope=self._scope,
        )
        self.pieces = PieceAnswers(
            runner=parts.runner,
            streams=parts.streams,
            rates=parts.rates,
            gate=parts.gate,
            clock=parts.clock,
            new_scope=self._scope,
        )

    async def answer(self, request: Request) -> Response:
        """Answer one request; never raises for anything a caller can send."""
        parts = self.parts
        if parts.page is not None and _wants_page(request):
            return parts.page(request)
        visit = Visit.of(request)
        try:
            visit.media_type = _media_type(visit)
            response = await self._respond(request, visit)
        except Problem as problem:
            response = problem.response(visit.media_type)
        except ClientDisconnect:
            return Response(status_code=CALLER_GONE)
        response.headers.update(parts.rates.headers(visit.account))
        return response

    async def _respond(self, request: Request, visit: Visit) -> Response:
        parts = self.parts
        await self._admit(visit)
        parts.gate.refuse_when_full()  # before a byte of the body is read or parsed
        asked = await read_asked(request, max_bytes=parts.max_body_bytes, seconds=parts.read_seconds)
        operation = self.operation_of(asked)
        if visit.wants_events or (visit.takes_events and is_subscription(parts.runner, operation)):
            return await self.events.answer(visit, operation)
        if visit.takes_parts and is_incremental(parts.runner, operation):
            return self.pieces.answer(visit, operation)
        reply, age = await self.reply_to(visit, operation)
        parts.rates.charge(visit.account, 1 if age is not None else reply.cost)
        return response_of(reply, visit.reader, age=age or 0)

    async def _admit(self, visit: Visit) -> None:
        """Find out who asks, and whether they may ask now; a bad token costs its address a unit."""
        rates = self.parts.rates
        visit.account = rates.caller(visit.address)
        rates.refuse_when_empty(visit.account)
        try:
            visit.caller = await caller_of(visit.authorizations, self.parts.identify)
        except Problem:
            rates.charge(visit.account, 1)
            raise
        visit.account = rates.account(visit.address, visit.caller)
        rates.refuse_when_empty(visit.account)

    def operation_of(self, asked: Asked) -> Operation:
        """The operation to run; raises `Problem` for a document that is not known or not allowed."""
        trace = Trace() if self.parts.tracing and asked.traced else None
        with traced(trace):
            text = self.parts.persisted.text_of(asked)
            if trace is not None:
                self.parts.runner.documents.prepare(text)  # now, so that its time is in the record
        return Operation(text, asked.name, asked.variables, asked.read_only, joined=True, trace=trace)

    async def reply_to(self, visit: Visit, operation: Operation) -> tuple[Reply, int | None]:
        """The reply, and its age when it was kept."""
        stored = self.parts.stored
        writes = not operation.read_only and self.parts.runner.documents.writes(
            operation.query, operation.name
        )
        if writes or stored is None or not visit.caller.anonymous or operation.trace:
            return await (self._write if writes else self._read)(visit, operation), None
        key = self._question(visit, operation)
        if visit.seen is not None:
            stored.note(visit.seen, key)
        kept = stored.get(key)
        if kept is not None:
            return kept
        if not self._lifetime(operation):
            return await self._read(visit, operation), None
        work = stored.fetch(key, lambda: self._run(visit, operation))
        return await unless_gone(visit.receive, work)

    def _question(self, visit: Visit, operation: Operation) -> Question:
        """What is asked, with the state of the content: what was taken back must not be given again."""
        opened, document = self.parts.opened(), self._document(operation)
        if opened.versions is None or document is None:
            return question_of(operation, visit.locales, revision=opened.revision)
        shown = sources_shown(self.parts.runner.core, document, operation.name, opened)
        return question_of(operation, visit.locales, opened.versions.of(shown), opened.revision)

    async def rest_of(self, first: Message, receive: Receive) -> bytes:
        """A body of which only a part has come, within the limits of size and time."""
        parts = self.parts
        return await read_rest(first, receive, max_bytes=parts.max_body_bytes, seconds=parts.read_seconds)

    async def _read(self, visit: Visit, operation: Operation) -> Reply:
        return await unless_gone(visit.receive, self._run(visit, operation))

    async def _write(self, visit: Visit, operation: Operation) -> Reply:
        """A mutation: it has a rate of its own, and runs to its end though its caller hangs up."""
        writes = self.parts.writes
        account = writes.account(visit.address, visit.caller)
        writes.refuse_when_empty(account)

        async def charged() -> Reply:
            reply = await self._run(visit, operation)
            writes.charge(account, visit.written)
            return reply

        return await to_its_end(charged())  # who hangs up is charged as well

    async def _run(self, visit: Visit, operation: Operation) -> Reply:
        async with self.parts.gate.slot():
            with traced(operation.trace):
                scope = self._scope(visit)
                answer = await self.parts.runner.run(operation, scope)
        visit.written = scope.written
        if operation.trace is not None:
            told = {**answer.extensions, "tracing": operation.trace.as_json()}
            recorded = msgspec.structs.replace(answer, extensions=told)
            return reply_of(recorded, 0)  # a record is of one run alone
        return reply_of(answer, self._lifetime(operation) if answer.executed else 0)

    def _scope(self, visit: Visit) -> RequestScope:
        return RequestScope(self.parts.opened(), visit.locales, caller=visit.caller, address=visit.address)

    async def _answered(self, visit: Visit, operation: Operation) -> Reply:
        reply, _ = await self.reply_to(visit, operation)
        return reply

    def _lifetime(self, operation: Operation) -> int:
        document = self._document(operation)
        return lifetime_of(self.parts.runner.core, document, operation.name) if document else 0

    def _document(self, operation: Operation) -> Document | None:
        """The document of an operation; None for one that cannot run."""
        prepared = self.parts.runner.documents.prepare(operation.query)
        return prepared if isinstance(prepared, Document) else None


def _wants_page(request: Request) -> bool:
    names = request.query_params.keys()
    asks_nothing = request.method == "GET" and not names & {"query", "extensions"}
    return asks_nothing and prefers_html(request.headers.get("accept"))


def _media_type(visit: Visit) -> str:
    if visit.wants_events:
        return GRAPHQL  # of what is refused before there are events
    try:
        return accepted(visit.headers.get("accept"))
    except NoneAccepted as error:
        raise Problem(406, "NOT_ACCEPTABLE", str(error)) from None
