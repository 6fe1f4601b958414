"""The short way to an answer: a plain request without a token passes no layer that it does not need."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Awaitable, Hashable, Sequence
from urllib.parse import parse_qsl

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Receive, Scope, Send

from gateway.graph.text import accepted_locales
from gateway.http.graphql import GraphQLEndpoint
from gateway.http.guard import Guard
from gateway.http.heads import RAW_HEAD, Head, Known, KnownHeads
from gateway.http.media import NoneAccepted, accepted, accepts_events, accepts_parts, prefers_html
from gateway.http.problem import Problem
from gateway.http.reading import Asked, check_headers, from_body, from_parameters
from gateway.http.replies import Pairs, Reader, Reply, Sent, sent, sent_problem, with_pairs
from gateway.http.visit import Visit

PATH = "/graphql"
MOST_HEADS = 500
SLOW_HEADERS = ("authorization", "origin", "expect", "transfer-encoding", "content-encoding")
"""Whoever sends one of them is served by the whole chain of layers."""

logger = logging.getLogger("gateway.http")


class Express:
    """Stands before the application: answers what it can by itself, hands on everything else.

    A server that keeps the bytes of heads may ask it without ASGI: `known`, then `at_once`, then `answer`.
    """

    def __init__(
        self, app: ASGIApp, endpoint: GraphQLEndpoint, allowed_hosts: Sequence[str], extra: Pairs = ()
    ) -> None:
        """`extra` are headers that every answer to a caller without an Origin carries."""
        self._app = app
        self._endpoint = endpoint
        self._guard = Guard(app, allowed_hosts)
        self._extra = extra
        self._heads: OrderedDict[Hashable, Head | None] = OrderedDict()
        self._known = KnownHeads()
        self.known = self._known.get

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass the request on."""
        head = self._head(scope) if scope["type"] == "http" and scope["path"] == PATH else None
        if head is None:
            await self._app(scope, receive, send)
            return
        client = scope["client"]
        address = client[0] if client else None
        if told := scope.get("extensions", {}).get(RAW_HEAD):
            self._known.put(told["raw"], Known(head, address, _length(scope), scope["query_string"]))
        try:
            found = await self._answer(head, address, scope["query_string"], receive)
        except ClientDisconnect:
            return
        await send({"type": "http.response.start", "status": found.status, "headers": found.pairs()})
        await send({"type": "http.response.body", "body": found.body})

    def at_once(self, known: Known, question: bytes) -> Sent | None:
        """What is kept of the answer to a question; None when it must be worked out, or is refused."""
        parts = self._endpoint.parts
        if parts.stored is None or parts.rates.caller(known.address) or parts.gate.full:
            return None
        kept = parts.stored.seen(self._seen(known.head, question))
        return self._sent(kept[0], known.head.reader, kept[1]) if kept else None

    def answer(self, known: Known, question: bytes) -> Awaitable[Sent]:
        """The answer to a question that has arrived in full."""
        return self._answer(known.head, known.address, question, None)

    async def _answer(
        self, head: Head, address: str | None, question: bytes, receive: Receive | None
    ) -> Sent:
        rates = self._endpoint.parts.rates
        caller = rates.caller(address)
        try:
            found = await self._found(head, address, question, receive, caller)
        except Problem as problem:
            found = sent_problem(problem, head.reader.media_type, self._extra)
        except ClientDisconnect:
            raise
        except Exception as error:
            # no layer of Starlette stands around this one
            logger.exception("a request failed with %s", type(error).__name__)
            failed = Problem(500, "INTERNAL", "Something went wrong in the gateway.")
            found = sent_problem(failed, head.reader.media_type, self._extra)
        return with_pairs(found, rates.pairs(caller)) if caller else found

    async def _found(
        self, head: Head, address: str | None, question: bytes, receive: Receive | None, caller: str | None
    ) -> Sent:
        parts, get = self._endpoint.parts, head.reader.get
        parts.rates.refuse_when_empty(caller)
        parts.gate.refuse_when_full()  # before a byte of the body is read or parsed
        if receive is not None and not get:
            question = await self._body(receive)
        seen = self._seen(head, question) if parts.stored else None
        kept = parts.stored.seen(seen) if parts.stored else None
        if kept is None:
            asked = _asked(question) if get else from_body(question)
            visit = Visit(receive, head.locales, address, seen)
            reply, age = await self._endpoint.reply_to(visit, self._endpoint.operation_of(asked))
        else:
            reply, age = kept
        if caller:
            parts.rates.charge(caller, 1 if age is not None else reply.cost)
        return self._sent(reply, head.reader, age or 0)

    def _seen(self, head: Head, question: bytes) -> Hashable:
        """A question as it looks on the wire.

        With the count of changes: what somebody took back must not be given again.
        """
        return (head.reader.get, head.locales, question, self._endpoint.parts.opened().changes)

    def _sent(self, reply: Reply, reader: Reader, age: int) -> Sent:
        return sent(reply, reader, age, self._extra)

    async def _body(self, receive: Receive) -> bytes:
        """The body when it came with the head; else what the slow way makes of it."""
        message = await receive()
        if message["type"] == "http.request" and not message.get("more_body", False):
            body: bytes = message["body"]
            return body
        return await self._endpoint.rest_of(message, receive)

    def _head(self, scope: Scope) -> Head | None:
        """What is known of a head; None for one that must go the whole way."""
        length = b""
        kept: list[tuple[bytes, bytes]] = []
        for pair in scope["headers"]:
            if pair[0] == b"content-length":
                length = pair[1]
            else:
                kept.append(pair)
        method: str = scope["method"]
        if method == "POST":
            most = self._endpoint.parts.max_body_bytes
            fits = length.isdigit() and len(length) < 10 and int(length) <= most
            if not fits or scope["query_string"]:
                return None
        elif method != "GET" or length or not scope["query_string"]:
            return None
        return self._head_of((method, scope["http_version"], *kept), scope)

    def _head_of(self, key: Hashable, scope: Scope) -> Head | None:
        heads = self._heads
        if key in heads:
            heads.move_to_end(key)
            return heads[key]
        head = heads[key] = self._read(scope)
        if len(heads) > MOST_HEADS:
            heads.popitem(last=False)
        return head

    def _read(self, scope: Scope) -> Head | None:
        headers = Headers(scope=scope)
        get = scope["method"] == "GET"
        if any(name in headers for name in SLOW_HEADERS) or self._guard.refusal(scope):
            return None
        accept = headers.get("accept")
        if accepts_events(accept)[0] or accepts_parts(accept) or (get and prefers_html(accept)):
            return None
        try:
            media_type = accepted(accept)
            if not get:
                check_headers(headers)
        except (NoneAccepted, Problem):
            return None
        known = headers.get("if-none-match") if get else None
        reader = Reader(media_type, get, authorized=False, if_none_match=known)
        return Head(reader, accepted_locales(headers.get("accept-language")))


def _length(scope: Scope) -> int:
    return next((int(value) for name, value in scope["headers"] if name == b"content-length"), 0)


def _asked(query_string: bytes) -> Asked:
    return from_parameters(dict(parse_qsl(query_string.decode("latin-1"), keep_blank_values=True)))
