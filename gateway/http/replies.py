"""Answers as bytes, and the HTTP response around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import orjson
from starlette.responses import Response

from gateway.execution.runner import Answer
from gateway.http.caching import NO_STORE, PRIVATE, VARY, cache_control, etag_of, is_known
from gateway.http.media import GRAPHQL

Pairs = Sequence[tuple[bytes, bytes]]
"""Headers as they are sent."""

VARIES = ((b"vary", ", ".join(VARY).encode()), (b"x-content-type-options", b"nosniff"))
STATUS_OF_CODE = {"METHOD_NOT_ALLOWED": 405, "LIMIT_DEADLINE": 504}


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer, ready to be sent to anybody who asks the same.

    `seconds` is how long it may be kept; 0 for what must not be (errors, mutations). `code` is the
    first error's when nothing ran. `cost` is in cost units.
    """

    body: bytes
    code: str | None
    seconds: int
    stale: bool
    cost: int
    known_heads: dict[tuple[str, bool, bool], tuple[int, Pairs, str]] = field(
        default_factory=dict, compare=False, repr=False
    )


@dataclass(frozen=True, slots=True)
class Reader:
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
    status, headers, body = sent(reply, reader, age)
    response = Response(body, status)
    response.raw_headers = list(headers)
    return response


def sent(reply: Reply, reader: Reader, age: int) -> tuple[int, Pairs, bytes]:
    """Status, headers and body for one reader."""
    variant = (reader.media_type, reader.get, reader.authorized)
    known = reply.known_heads.get(variant)
    if known is None:
        known = reply.known_heads[variant] = _head(reply, reader)
    status, headers, etag = known
    if age and etag:
        headers = [*headers, (b"age", str(age).encode())]
    if reader.if_none_match and is_known(reader.if_none_match, etag):
        return 304, [pair for pair in headers if not pair[0].startswith(b"content-")], b""
    return status, headers, reply.body


def _head(reply: Reply, reader: Reader) -> tuple[int, Pairs, str]:
    """Status, headers and the validator, empty for what may not be kept."""
    status = _status(reply, reader.media_type)
    headers = [
        (b"content-length", str(len(reply.body)).encode()),
        (b"content-type", f"{reader.media_type}; charset=utf-8".encode()),
        *VARIES,
    ]
    if status == 405:
        headers.append((b"allow", b"POST"))
    if reader.authorized:
        return status, [*headers, (b"cache-control", PRIVATE.encode())], ""
    if not reader.get or reply.seconds <= 0:
        return status, [*headers, (b"cache-control", NO_STORE.encode())], ""
    etag = etag_of(reply.body, reader.media_type)
    kept = cache_control(reply.seconds, stale=reply.stale)
    return status, [*headers, (b"cache-control", kept.encode()), (b"etag", etag.encode())], etag


def _status(reply: Reply, media_type: str) -> int:
    if reply.code is None:
        return 200
    if reply.code in STATUS_OF_CODE:
        return STATUS_OF_CODE[reply.code]
    # the older media type promises 200 to every well-formed request
    return 400 if media_type == GRAPHQL else 200
