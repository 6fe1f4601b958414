"""A small HTTP client for the calls that the emulator makes itself: webhooks and signed requests."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

TIMEOUT: Final = 5.0
LARGEST: Final = 65_536
_LOOPBACK: Final = {"127.0.0.1", "localhost", "::1"}


def is_loopback(url: str) -> bool:
    """Tell whether a url is plain HTTP to this machine."""
    parts = urlsplit(url)
    return parts.scheme == "http" and parts.hostname in _LOOPBACK


async def request(
    method: str, url: str, headers: Mapping[str, str] | None = None, body: bytes = b""
) -> tuple[int, bytes]:
    """Send one request, give status and body; raises OSError or ValueError without an answer in time."""
    parts = urlsplit(url)
    if parts.scheme != "http" or not parts.hostname:
        raise ValueError("only http urls can be called")
    async with asyncio.timeout(TIMEOUT):
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port or 80)
        try:
            target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            writer.write(_head(method, target, parts.netloc, headers or {}, len(body)) + body)
            await writer.drain()
            raw = await reader.read(LARGEST)
            while not reader.at_eof() and len(raw) < LARGEST:
                raw += await reader.read(LARGEST)
        finally:
            writer.close()
    return _parse(raw)


def _head(method: str, target: str, host: str, headers: Mapping[str, str], length: int) -> bytes:
    # HTTP/1.0 keeps the answer plain: no chunks, and the server closes.
    lines = [f"{method} {target} HTTP/1.0", f"Host: {host}", f"Content-Length: {length}", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def _parse(raw: bytes) -> tuple[int, bytes]:
    head, _, body = raw.partition(b"\r\n\r\n")
    status = head.split(b" ", 2)[1:2]
    if not status or not status[0].isdigit():
        raise ValueError("the answer is not HTTP")
    return int(status[0]), body
