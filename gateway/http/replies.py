"""Answers as bytes, and the HTTP response around them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import orjson
from starlette.responses import Response

from gateway.execution.runner import Answer
from gateway.http.caching import NO_STORE, PRIVATE, VARY, cache_control, etag_of, is_known
from gateway.http.media import GRAPHQL

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
        body["data"] = answer.data
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
    headers = {"Vary": ", ".join(VARY), "X-Content-Type-Options": "nosniff"}
    status = _status(reply, reader.media_type)
    if status == 405:
        headers["Allow"] = "POST"
    headers |= _caching(reply, reader, age)
    if is_known(reader.if_none_match, headers.get("ETag", "")):
        return Response(status_code=304, headers=headers)
    return Response(reply.body, status, headers=headers, media_type=f"{reader.media_type}; charset=utf-8")


def _caching(reply: Reply, reader: Reader, age: int) -> Mapping[str, str]:
    if reader.authorized:
        return {"Cache-Control": PRIVATE}
    if not reader.get or reply.seconds <= 0:
        return {"Cache-Control": NO_STORE}
    kept = {
        "Cache-Control": cache_control(reply.seconds, stale=reply.stale),
        "ETag": etag_of(reply.body, reader.media_type),
    }
    return kept | ({"Age": str(age)} if age else {})


def _status(reply: Reply, media_type: str) -> int:
    if reply.code is None:
        return 200
    if reply.code in STATUS_OF_CODE:
        return STATUS_OF_CODE[reply.code]
    # the older media type promises 200 to every well-formed request
    return 400 if media_type == GRAPHQL else 200
