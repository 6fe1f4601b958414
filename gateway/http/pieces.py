"""Answers in pieces over `multipart/mixed`: one part each, until the last says that no more follows."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass

import orjson
from starlette.responses import Response

from gateway.clock import Clock
from gateway.execution.incremental import Pieces, pieces_of
from gateway.execution.runner import Answer, Operation, Runner
from gateway.graph.request import RequestScope
from gateway.http.event_stream import Events, EventStream
from gateway.http.gate import Gate
from gateway.http.rates import RateLimits
from gateway.http.replies import reply_of, response_of
from gateway.http.streams import Streams
from gateway.http.visit import Visit

MEDIA_TYPE = 'multipart/mixed; boundary="-"'
HEAD = b"\r\n---\r\nContent-Type: application/json; charset=utf-8\r\n\r\n"
END = b"\r\n-----\r\n"


@dataclass(frozen=True, slots=True)
class PieceAnswers:
    """Answers of a gateway in pieces."""

    runner: Runner
    streams: Streams
    rates: RateLimits
    gate: Gate
    clock: Clock
    new_scope: Callable[[Visit], RequestScope]

    def answer(self, visit: Visit, operation: Operation) -> Response:
        """The parts, or the refusal of an operation that cannot run."""
        found = pieces_of(self.runner, operation)
        if isinstance(found, Answer):
            return response_of(reply_of(found, 0), visit.reader)
        self.rates.charge(visit.account, found.cost)
        parts = self._parts(visit, found)
        return EventStream(parts, self.clock, self.streams.leaving, media_type=MEDIA_TYPE)

    async def _parts(self, visit: Visit, found: Pieces) -> Events:
        async with self.gate.slot(), aclosing(found.run(self.new_scope(visit))) as pieces:
            async for piece in pieces:
                yield HEAD + orjson.dumps(piece)
        yield END
