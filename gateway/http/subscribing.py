"""Operations asked as events (GraphQL over SSE, distinct connections): one `next` each, then `complete`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import ExitStack, aclosing
from dataclasses import dataclass
from datetime import datetime

from starlette.responses import Response

from gateway.clock import Clock
from gateway.errors import CODES
from gateway.execution.runner import Answer, Operation, Runner
from gateway.execution.subscribing import Following, following, is_subscription
from gateway.graph.request import RequestScope
from gateway.http.event_stream import Events, EventStream, event_of
from gateway.http.media import GRAPHQL
from gateway.http.problem import Problem
from gateway.http.rates import RateLimits
from gateway.http.replies import Reply, reply_of, response_of
from gateway.http.streams import Streams
from gateway.http.visit import Visit

Run = Callable[[Visit, Operation], Awaitable[Reply]]

COMPLETE = event_of("complete")


@dataclass(frozen=True, slots=True)
class EventAnswers:
    """Answers of a gateway as events. `run` answers queries and mutations, `new_scope` makes a scope."""

    runner: Runner
    streams: Streams
    rates: RateLimits
    clock: Clock
    run: Run
    new_scope: Callable[[Visit], RequestScope]

    async def answer(self, visit: Visit, operation: Operation) -> Response:
        """The stream, or the answer in JSON of an operation that cannot run at all."""
        if not is_subscription(self.runner, operation):
            reply = await self.run(visit, operation)
            self.rates.charge(visit.account, reply.cost)
            return self._stream(_once(reply)) if reply.code is None else self._refused(visit, reply)
        found = following(self.runner, operation, self.new_scope(visit))
        if isinstance(found, Answer):
            return self._refused(visit, reply_of(found, 0))
        places = ExitStack()
        places.enter_context(self.streams.entered(visit.address))
        return self._stream(self._events(visit, found), places)

    def _stream(self, events: Events, places: ExitStack | None = None) -> EventStream:
        return EventStream(events, self.clock, self.streams.leaving, places)

    def _refused(self, visit: Visit, reply: Reply) -> Response:
        visit.media_type = GRAPHQL
        return response_of(reply, visit.reader)

    async def _events(self, visit: Visit, found: Following) -> Events:
        """The events of a subscription; each costs what the operation costs."""
        since = visit.headers.get("last-event-id") or None
        async with aclosing(found.events(lambda: self.new_scope(visit), since)) as happenings:
            async for happening in happenings:
                if refusal := self._refusal(visit):
                    yield event_of("next", refusal)
                    break
                self.rates.charge(visit.account, found.cost)
                yield event_of("next", reply_of(happening.answer, 0).body, happening.mark)
        yield COMPLETE

    def _refusal(self, visit: Visit) -> bytes:
        """Why the stream must end now: the token has run out, or its reader has used up its rate."""
        try:
            self.rates.refuse_when_empty(visit.account)
            _check_time(visit.caller.until, self.clock)
        except Problem as problem:
            return bytes(problem.response(GRAPHQL).body)
        return b""


async def _once(reply: Reply) -> Events:
    yield event_of("next", reply.body)
    yield COMPLETE


def _check_time(until: datetime | None, clock: Clock) -> None:
    if until is not None and clock.now() >= until:
        raise Problem(401, "UNAUTHENTICATED", CODES["UNAUTHENTICATED"].meaning)
