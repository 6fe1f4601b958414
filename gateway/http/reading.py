"""Reads what a GET or POST request asks for, within limits and without trust."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import msgspec
import orjson
from starlette.requests import Request
from starlette.types import Message, Receive

from gateway.http.problem import Problem

NOTHING: Mapping[str, Any] = {}
READ_SECONDS = 10.0
"""How long a body may take to arrive where nobody says otherwise."""


class Asked(msgspec.Struct, frozen=True):
    """What a request carries; `query` is None where only a hash was sent. `read_only`: queries only."""

    query: str | None
    name: str | None
    variables: Mapping[str, Any]
    extensions: Mapping[str, Any]
    read_only: bool

    @property
    def traced(self) -> bool:
        """Whether the caller asks for a record of the work: `extensions.tracing` is true."""
        return self.extensions.get("tracing") is True


async def read_asked(request: Request, *, max_bytes: int, seconds: float) -> Asked:
    """What a request asks; raises `Problem` for anything that cannot be an operation."""
    if request.method == "GET":
        return from_parameters(dict(request.query_params))
    if request.method != "POST":
        raise Problem(405, "METHOD_NOT_ALLOWED", "Use GET or POST.", {"Allow": "GET, POST"})
    check_headers(request.headers)
    return from_body(await body_of(request, max_bytes=max_bytes, seconds=seconds))


def from_body(body: bytes) -> Asked:
    """What the body of a POST asks."""
    return _from_values(_parsed(body), read_only=False)


def check_headers(headers: Mapping[str, str]) -> None:
    """Refuse a body that is not JSON in UTF-8 as it stands."""
    media_type, _, parameters = headers.get("content-type", "").partition(";")
    if media_type.strip().lower() != "application/json":
        raise Problem(415, "UNSUPPORTED_MEDIA_TYPE", "Send the operation as application/json.")
    charset = parameters.strip().lower().replace(" ", "").replace('"', "")
    if charset.startswith("charset=") and charset != "charset=utf-8":
        raise Problem(415, "UNSUPPORTED_MEDIA_TYPE", "JSON is sent as UTF-8.")
    if headers.get("content-encoding", "identity").lower() != "identity":
        raise Problem(415, "UNSUPPORTED_MEDIA_TYPE", "Send the body without compression.")


async def body_of(request: Request, *, max_bytes: int, seconds: float = READ_SECONDS) -> bytes:
    """The whole body of a request; raises `Problem` when it is too large, too slow or cut off."""
    declared = request.headers.get("content-length", "0")
    if not declared.isdigit() or int(declared[:15]) > max_bytes:
        raise _too_large(max_bytes)
    first: Message = {"type": "http.request", "body": b"", "more_body": True}
    return await read_rest(first, request.receive, max_bytes=max_bytes, seconds=seconds)


async def read_rest(first: Message, receive: Receive, *, max_bytes: int, seconds: float) -> bytes:
    """A body that begins with a message that has come already; raises `Problem`."""
    message, body = first, bytearray()
    try:
        async with asyncio.timeout(seconds):
            while message["type"] == "http.request":
                body += message.get("body", b"")
                if len(body) > max_bytes:
                    raise _too_large(max_bytes)
                if not message.get("more_body", False):
                    return bytes(body)
                message = await receive()
    except TimeoutError:
        raise Problem(
            408, "LIMIT_DEADLINE", "The body took too long to arrive.", {"Connection": "close"}
        ) from None
    raise Problem(400, "BAD_REQUEST", "The connection closed before the body was complete.")


def _too_large(max_bytes: int) -> Problem:
    return Problem(413, "LIMIT_BODY", f"The body may have at most {max_bytes} bytes.")


def _parsed(body: bytes) -> Any:
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        raise Problem(400, "BAD_REQUEST", "The body is not JSON in UTF-8.") from None


def from_parameters(parameters: Mapping[str, str]) -> Asked:
    """What the query string of a GET asks."""
    values: dict[str, Any] = {
        name: parameters[name] for name in ("query", "operationName") if name in parameters
    }
    for name in ("variables", "extensions"):
        if parameters.get(name):
            try:
                values[name] = orjson.loads(parameters[name])
            except orjson.JSONDecodeError:
                raise Problem(400, "BAD_REQUEST", f"The parameter {name} is not JSON.") from None
    return _from_values(values, read_only=True)


def _from_values(values: Any, *, read_only: bool) -> Asked:
    if isinstance(values, list):
        raise Problem(400, "BAD_REQUEST", "Batches are not served: send one operation at a time.")
    if not isinstance(values, dict):
        raise Problem(400, "BAD_REQUEST", "The body must be a JSON object with a query.")
    query: Any = _checked(values, "query", str, "text")
    name = _checked(values, "operationName", str, "text")
    variables = _checked(values, "variables", dict, "object")
    extensions = _checked(values, "extensions", dict, "object") or NOTHING
    if extensions and not isinstance(extensions.get("tracing", False), bool):
        raise Problem(400, "BAD_REQUEST", "extensions.tracing must be true or false.")
    return Asked(
        query if query and not query.isspace() else None, name or None, variables or {}, extensions, read_only
    )


def _checked(values: Mapping[str, Any], name: str, kind: type, what: str) -> Any:
    value = values.get(name)
    if value is None or isinstance(value, kind):
        return value
    raise Problem(400, "BAD_REQUEST", f"{name} must be a JSON {what}.")
