"""A CDN on loopback that can misbehave, and a proxy in front of it."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer
from PIL import Image

from gateway.clock import ManualClock
from gateway.errors import GatewayError
from gateway.media.addresses import Hosts
from gateway.media.fetching import Fetcher
from gateway.media.pixels import Workers
from gateway.media.proxy import MediaProxy, Owner
from gateway.media.shelf import Shelf
from gateway.media.signing import PictureName
from gateway.source import PictureFacts, Pictures

NAME = PictureName("trails", "post:1/0")


def picture(
    kind: str = "JPEG", size: tuple[int, int] = (1600, 900), colour: str = "#3366cc", **more: Any
) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, kind, **more)
    return out.getvalue()


def huge_png(width: int, height: int) -> bytes:
    """A PNG of so many pixels in a few kilobytes: one grey."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    packer = zlib.compressobj(9)
    row, body = b"\0" * (width + 1), b""
    for _ in range(height):
        body += packer.compress(row)
    body += packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@dataclass
class Cdn:
    """What the server answers and what it was asked; where pictures are, and what became known of them."""

    content: bytes = field(default_factory=picture)
    kind: str = "image/jpeg"
    statuses: list[int] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    addresses: list[str | None] = field(default_factory=list)
    resolved: list[bool] = field(default_factory=list)
    seen: list[tuple[str, PictureFacts]] = field(default_factory=list)
    failure: GatewayError | None = None
    url: str = ""

    async def answer(self, request: web.Request) -> web.Response:
        self.asked.append(request.raw_path)
        status = self.statuses.pop(0) if self.statuses else 200
        return web.Response(body=self.content, status=status, content_type=self.kind, headers=self.headers)

    async def resolve(self, _ref: str, _ctx: Any, fresh: bool) -> str | None:
        self.resolved.append(fresh)
        if self.failure:
            raise self.failure
        if len(self.addresses) > 1 and fresh:
            return self.addresses[1]
        return self.addresses[0]

    async def tell(self, ref: str, facts: PictureFacts, _ctx: Any) -> None:
        self.seen.append((ref, facts))


@asynccontextmanager
async def serving_cdn() -> AsyncIterator[Cdn]:
    cdn = Cdn()
    app = web.Application()
    app.router.add_get("/{path:.*}", cdn.answer)
    async with TestServer(app) as server:
        cdn.url = str(server.make_url("")).rstrip("/")
        cdn.addresses = [f"{cdn.url}/a.jpg?oh=1%2F2&oe=FF"]
        yield cdn


@asynccontextmanager
async def proxied(cdn: Cdn, folder: Path, clock: ManualClock | None = None) -> AsyncIterator[MediaProxy]:
    declared: Pictures[Any] = Pictures(hosts=lambda _: [cdn.url], resolve=cdn.resolve, seen=cdn.tell)
    context: Callable[[], None] = lambda: None  # noqa: E731
    proxy = MediaProxy(
        {"trails": Owner(declared, context)},
        Fetcher({"trails": Hosts([cdn.url])}),
        Workers(),
        Shelf(folder, 10_000_000),
        clock or ManualClock(),
    )
    try:
        yield proxy
    finally:
        await proxy.aclose()
