"""Reads HTTP requests into calls: query, form or JSON parameters, bearer tokens."""

from __future__ import annotations

import json
from email.parser import BytesParser
from email.policy import HTTP
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl

from sources.social.emulator import errors
from sources.social.emulator.calls import Call
from sources.social.emulator.versions import split_version

if TYPE_CHECKING:
    from starlette.requests import Request

LARGEST_BODY: Final = 4_000_000


async def read_call(request: Request) -> Call:
    """Make a `Call` from a request; parameters of the body win over those of the url."""
    params = dict(parse_qsl(request.url.query, keep_blank_values=True))
    if request.method == "POST":
        params |= await read_body(request)
    asked, path = split_version(request.url.path)
    return Call(
        method=request.method,
        asked=asked,
        path=path,
        params=params,
        token=bearer(request) or params.get("access_token"),
        proof=params.get("appsecret_proof"),
        base=f"{request.url.scheme}://{request.url.netloc}",
    )


def bearer(request: Request) -> str | None:
    """Give the token of the ``Authorization`` header, or None."""
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() or None if kind.lower() in {"bearer", "oauth"} else None


async def read_body(request: Request) -> dict[str, str]:
    """Read the parameters of a form or JSON body; raises `GraphError` 100 when it is unreadable."""
    return parse_body(request.headers.get("content-type", ""), await read_raw(request))


async def read_raw(request: Request) -> bytes:
    """Read the bytes of a body; raises `GraphError` 100 when it is too large."""
    chunks, size = [], 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > LARGEST_BODY:
            raise errors.bad_parameter("The request body is too large")
        chunks.append(chunk)
    return b"".join(chunks)


def parse_body(kind: str, body: bytes) -> dict[str, str]:
    """Parse a body by its content type: url-encoded, multipart, or a JSON object."""
    if kind.startswith("application/json"):
        return _parse_json(body)
    if kind.startswith("multipart/form-data"):
        return _parse_multipart(kind, body)
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))


def _parse_json(body: bytes) -> dict[str, str]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as fault:
        raise errors.bad_parameter("The request body is not valid JSON") from fault
    if not isinstance(found, dict):
        raise errors.bad_parameter("The request body must be a JSON object")
    return {name: value if isinstance(value, str) else json.dumps(value) for name, value in found.items()}


def _parse_multipart(kind: str, body: bytes) -> dict[str, str]:
    message = BytesParser(policy=HTTP).parsebytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + body)
    found = {}
    for part in message.iter_parts():
        name = part.get_param("name", header="content-disposition")
        payload = part.get_payload(decode=True)
        if isinstance(name, str) and isinstance(payload, bytes):
            found[name] = payload.decode("utf-8", "replace")
    return found
