"""The one aiohttp session that all upstreams share, and bounded reading of what it receives."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, BinaryIO

import aiohttp

from gateway.errors import SourceInvalid

CHUNK = 65_536
ERROR_BYTES = 65_536
"""How much of an answer that is not 2xx is read: enough for an explanation."""


class Connector(aiohttp.TCPConnector):
    """Also ends the connections that upstreams keep beside it."""

    def __init__(self, *, keepalive: float, **options: Any) -> None:
        """As aiohttp's."""
        super().__init__(keepalive_timeout=keepalive, **options)
        self.keepalive = keepalive
        self._closers: list[Callable[[], None]] = []

    def at_close(self, close: Callable[[], None]) -> None:
        """Call this when the session ends."""
        self._closers.append(close)

    def close(self, *, abort_ssl: bool = False) -> Coroutine[Any, Any, None]:
        """End everything."""
        for close in self._closers:
            close()
        return super().close(abort_ssl=abort_ssl)


def open_session(*, connections: int = 100, keepalive: float = 15.0) -> aiohttp.ClientSession:
    """A session without cookies, proxies or redirects of its own; use it with `async with`.

    Decompression stays with aiohttp: since 3.13 it inflates no more than a few buffers ahead of the
    reader, so that counting while reading bounds the memory of a gzip bomb.
    """
    return aiohttp.ClientSession(
        connector=Connector(limit=connections, keepalive=keepalive, ttl_dns_cache=60),
        cookie_jar=aiohttp.DummyCookieJar(),
        trust_env=False,
        read_bufsize=CHUNK,
    )


class Late(Exception):  # noqa: N818  # told from the time limits of connections, which are faults
    """The time of a call is over."""


class ConnectionFailed(aiohttp.ClientConnectionError):
    """The connection could not be made or broke; the cause is the library's own exception."""


async def send_once(
    request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
) -> aiohttp.ClientResponse:
    """A middleware that stops aiohttp from repeating a GET by itself: only the client above may.

    The library repeats on the two exceptions caught here, also on a fresh connection and without any
    budget; under another name they pass.
    """
    try:
        return await handler(request)
    except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError) as fault:
        raise ConnectionFailed from fault


async def read_bounded(response: aiohttp.ClientResponse, limit: int) -> bytes:
    """The decompressed body; more than `limit` bytes raise `SourceInvalid` and the rest is never read."""
    if (response.content_length or 0) > limit:
        raise SourceInvalid(detail=f"announced {response.content_length} bytes, at most {limit} are read")
    body = bytearray()
    async for chunk in response.content.iter_chunked(CHUNK):
        body += chunk
        if len(body) > limit:
            raise SourceInvalid(detail=f"more than {limit} bytes")
    return bytes(body)


async def copy_bounded(response: aiohttp.ClientResponse, file: BinaryIO, limit: int) -> None:
    """The decompressed body into a file that is emptied first, within the same limit."""
    if (response.content_length or 0) > limit:
        raise SourceInvalid(detail=f"announced {response.content_length} bytes, at most {limit} are read")
    file.seek(0)
    file.truncate()
    size = 0
    async for chunk in response.content.iter_chunked(CHUNK):
        size += file.write(chunk)
        if size > limit:
            raise SourceInvalid(detail=f"more than {limit} bytes")


async def read_beginning(response: aiohttp.ClientResponse, limit: int) -> bytes:
    """The first `limit` bytes of a body that only explains an error."""
    body = bytearray()
    async for chunk in response.content.iter_chunked(CHUNK):
        body += chunk
        if len(body) >= limit:
            break
    return bytes(body[:limit])
