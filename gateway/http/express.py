"""The short way to an answer: a plain request without a token passes no layer that it does not need."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Receive, Scope, Send

from gateway.graph.text import accepted_locales
from gateway.http.graphql import GraphQLEndpoint
from gateway.http.guard import Guard
from gateway.http.media import NoneAccepted, accepted, accepts_events, accepts_parts, prefers_html
from gateway.http.problem import Problem
from gateway.http.reading import Asked, check_headers, from_body, from_parameters
from gateway.http.replies import Pairs, Reader, sent
from gateway.http.visit import Visit

PATH = "/graphql"
MOST_HEADS = 500
SLOW_HEADERS = ("authorization", "origin", "expect", "transfer-encoding", "content-encoding")
"""Whoever sends one of them is served by the whole chain of layers."""

logger = logging.getLogger("gateway.http")


@dataclass(frozen=True, slots=True)
class Head:
    """What the headers of a request say; worked out once for all requests that send the same ones."""

    reader: Reader
    locales: tuple[str, ...]


class Express:
    """Stands before the application: answers what it can by itself, hands on everything else."""

    def __init__(
        self, app: ASGIApp, endpoint: GraphQLEndpoint, allowed_hosts: Sequence[str], extra: Pairs = ()
    ) -> None:
        """`extra` are headers that every answer to a caller without an Origin carries."""
        self._app = app
        self._endpoint = endpoint
        self._guard = Guard(app, allowed_hosts)
        self._extra = extra
        self._heads: OrderedDict[Hashable, Head | None] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass the request on."""
        head = self._head(scope) if scope["type"] == "http" and scope["path"] == PATH else None
        if head is None:
            await self._app(scope, receive, send)
            return
        client = scope["client"]
        caller = self._endpoint.parts.rates.caller(client[0] if client else None)
        try:
            status, headers, body = await self._answer(scope, head, receive, caller)
        except Problem as problem:
            status, headers, body = problem.sent(head.reader.media_type)
        except ClientDisconnect:
            return
        except Exception as error:
            # no layer of Starlette stands around this one
            logger.exception("a request failed with %s", type(error).__name__)
            failed = Problem(500, "INTERNAL", "Something went wrong in the gateway.")
            status, headers, body = failed.sent(head.reader.media_type)
        if caller:
            headers = [*headers, *self._endpoint.parts.rates.pairs(caller)]
        await send({"type": "http.response.start", "status": status, "headers": [*headers, *self._extra]})
        await send({"type": "http.response.body", "body": body})

    async def _answer(
        self, scope: Scope, head: Head, receive: Receive, caller: str | None
    ) -> tuple[int, Pairs, bytes]:
        parts = self._endpoint.parts
        parts.rates.refuse_when_empty(caller)
        parts.gate.refuse_when_full()  # before a byte of the body is read or parsed
        question = scope["query_string"] if head.reader.get else await self._body(receive)
        seen: Hashable = None
        kept = None
        if parts.stored:
            # with the count of changes: what somebody took back must not be given again
            seen = (head.reader.get, head.locales, question, parts.opened().changes)
            kept = parts.stored.seen(seen)
        if kept is None:
            asked = _asked(question) if head.reader.get else from_body(question)
            client = scope["client"]
            visit = Visit(receive, head.locales, client[0] if client else None, seen)
            reply, age = await self._endpoint.reply_to(visit, self._endpoint.operation_of(asked))
        else:
            reply, age = kept
        if caller:
            parts.rates.charge(caller, 1 if age is not None else reply.cost)
        return sent(reply, head.reader, age or 0)

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
        return self._known((method, scope["http_version"], *kept), scope)

    def _known(self, key: Hashable, scope: Scope) -> Head | None:
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


def _asked(query_string: bytes) -> Asked:
    return from_parameters(dict(parse_qsl(query_string.decode("latin-1"), keep_blank_values=True)))
