"""Answers as bytes, and the HTTP response around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import msgspec
import orjson
from starlette.responses import Response

from gateway.execution.runner import Answer
from gateway.http.caching import NO_STORE, PRIVATE, VARY, cache_control, etag_of, is_known
from gateway.http.media import GRAPHQL
from gateway.http.problem import Problem

Pairs = Sequence[tuple[bytes, bytes]]
"""Headers as they are sent."""

VARIES = ((b"vary", ", ".join(VARY).encode()), (b"x-content-type-options", b"nosniff"))
NEVER = re.compile(rb"[\r\n\0]")
STATUS_OF_CODE = {"METHOD_NOT_ALLOWED": 405, "LIMIT_DEADLINE": 504}


Kind = tuple[str, bool, bool, bool]


class Sent(msgspec.Struct, frozen=True):
    """An answer as it goes over the wire: `lines` are its headers but those of the connection and Date."""

    status: int
    lines: bytes
    body: bytes

    def pairs(self) -> Pairs:
        """The headers for a server that writes them itself."""
        found = (line.partition(b": ") for line in self.lines.split(b"\r\n") if line)
        return [(name, value) for name, _, value in found]


class Reply(msgspec.Struct, frozen=True):
    """One answer, ready to be sent to anybody who asks the same.

    `seconds` is how long it may be kept; 0 for what must not be (errors, mutations). `code` is the
    first error's when nothing ran. `cost` is in cost units.
    """

    body: bytes
    code: str | None
    seconds: int
    stale: bool
    cost: int
    heads: dict[Kind, tuple[Sent, Sent, str]] = msgspec.field(default_factory=dict)
    """What was sent of it before to each kind of reader: the whole, the 304, and the validator."""


class Reader(msgspec.Struct, frozen=True):
    """What of a request decides how a reply is sent."""

    media_type: str
    get: bool
    authorized: bool
    if_none_match: str | None


def reply_of(answer: Answer, seconds: int) -> Reply:
    """An answer as bytes; `seconds` is what its operation allows."""
    body: dict[str, object] = {}
    if answer.faults:
        body["errors"] = [fault.as_json() for fault in answer.faults]
    if answer.executed:
        body["data"] = answer.data if answer.joined is None else orjson.Fragment(answer.joined)
    if answer.extensions:
        body["extensions"] = answer.extensions
    code = None
    if not answer.executed:
        code = str(answer.faults[0].extensions["code"]) if answer.faults else "BAD_REQUEST"
    clean = answer.executed and not answer.faults
    return Reply(
        orjson.dumps(body),
        code,
        seconds if clean else 0,
        "stale" in answer.extensions,
        int(answer.extensions.get("cost", {}).get("requested", 0)),
    )


def response_of(reply: Reply, reader: Reader, *, age: int = 0) -> Response:
    """The response for one reader; `age` in seconds when the reply was kept in the process."""
    found = sent(reply, reader, age)
    response = Response(found.body, found.status)
    response.raw_headers = list(found.pairs())
    return response


def sent(reply: Reply, reader: Reader, age: int, extra: Pairs = ()) -> Sent:
    """What one reader gets, the same for all readers of its kind; `extra` are the same at each call."""
    kind = (reader.media_type, reader.get, reader.authorized, bool(extra))
    known = reply.heads.get(kind)
    if known is None:
        known = reply.heads[kind] = _sent(reply, reader, extra)
    whole, unchanged, etag = known
    found = unchanged if reader.if_none_match and is_known(reader.if_none_match, etag) else whole
    return with_pairs(found, [(b"age", b"%d" % age)]) if age and etag else found


def sent_problem(problem: Problem, media_type: str, extra: Pairs = ()) -> Sent:
    """A refusal."""
    response = problem.response(media_type)
    return Sent(response.status_code, lines_of([*response.raw_headers, *extra]), bytes(response.body))


def with_pairs(found: Sent, more: Pairs) -> Sent:
    """The same with further headers."""
    return Sent(found.status, found.lines + lines_of(more), found.body)


def lines_of(pairs: Pairs) -> bytes:
    """Headers as they stand on the wire; `ValueError` for one that would end its line."""
    if any(NEVER.search(name) or NEVER.search(value) for name, value in pairs):
        raise ValueError("a header holds what would end it")
    return b"".join(b"%s: %s\r\n" % pair for pair in pairs)


def _sent(reply: Reply, reader: Reader, extra: Pairs) -> tuple[Sent, Sent, str]:
    """The whole answer, the 304 and the validator, empty for what may not be kept."""
    status, etag, control = _status(reply, reader.media_type), "", NO_STORE
    if status == 405:
        extra = [*extra, (b"allow", b"POST")]
    if reader.authorized:
        control = PRIVATE
    elif reader.get and reply.seconds > 0 and status != 405:
        etag = etag_of(reply.body, reader.media_type)
        control = cache_control(reply.seconds, stale=reply.stale)
    lines = _usual_lines(reader.media_type, control, tuple(extra))
    validator = b"etag: %s\r\n" % etag.encode() if etag else b""
    length = b"content-length: %d\r\n" % len(reply.body)
    whole = Sent(status, length + lines + validator, reply.body)
    if not etag:
        return whole, whole, ""
    kept = [pair for pair in whole.pairs() if not pair[0].startswith(b"content-")]
    return whole, Sent(304, lines_of(kept), b""), etag


@lru_cache(maxsize=200)
def _usual_lines(media_type: str, control: str, extra: tuple[tuple[bytes, bytes], ...]) -> bytes:
    content = (b"content-type", f"{media_type}; charset=utf-8".encode())
    return lines_of([content, *VARIES, (b"cache-control", control.encode()), *extra])


def _status(reply: Reply, media_type: str) -> int:
    if reply.code is None:
        return 200
    if reply.code in STATUS_OF_CODE:
        return STATUS_OF_CODE[reply.code]
    # the older media type promises 200 to every well-formed request
    return 400 if media_type == GRAPHQL else 200
