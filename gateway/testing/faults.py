"""A fault proxy: a server that stands before an upstream and misbehaves on demand, in Toxiproxy's words."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import aiohttp
from aiohttp import web

SLICE_SECONDS = 0.25


@dataclass(slots=True)
class Fault:
    """What to do with the next calls: a `mode` of docs/testing.md, its `value`, for how many `times`."""

    mode: str = "ok"
    value: float = 0
    times: int | None = None


@dataclass
class FaultProxy:
    """Passes everything on to `target`, or misbehaves; `calls` counts what came in."""

    target: str
    fault: Fault = field(default_factory=Fault)
    calls: int = 0
    url: str = ""
    _runner: web.AppRunner | None = None
    _session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> FaultProxy:
        """Serve on a free loopback port."""
        self._session = aiohttp.ClientSession(auto_decompress=False)
        app = web.Application(client_max_size=50_000_000)
        app.router.add_route("*", "/{path:.*}", self._answer)
        self._runner = web.AppRunner(app, handle_signals=False, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = _address(self._runner)
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop serving."""
        if self._runner:
            await self._runner.cleanup()
        if self._session:
            await self._session.close()

    def set(self, mode: str, value: float = 0, times: int | None = None) -> None:
        """Misbehave from now on, or for the next `times` calls."""
        if mode not in {"ok", "latency", *MODES}:
            raise ValueError(f"no fault mode is called {mode}")
        self.fault = Fault(mode, value, times)

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        self.calls += 1
        fault = self._current()
        if fault.mode in MODES:
            return await MODES[fault.mode](request, fault)
        if fault.mode == "latency":
            await asyncio.sleep(fault.value)
        return await self._pass_on(request)

    def _current(self) -> Fault:
        fault = self.fault
        if fault.times is not None:
            fault.times -= 1
            if fault.times < 0:
                self.fault = fault = Fault()
        return fault

    async def _pass_on(self, request: web.Request) -> web.Response:
        if self._session is None:
            raise RuntimeError("the fault proxy is not serving")
        skipped = {"host", "content-length", "transfer-encoding", "connection"}
        headers = {name: value for name, value in request.headers.items() if name.lower() not in skipped}
        async with self._session.request(
            request.method, self.target + request.raw_path, data=await request.read(), headers=headers
        ) as answer:
            kept = {k: v for k, v in answer.headers.items() if k.lower() not in skipped | {"date", "server"}}
            return web.Response(status=answer.status, body=await answer.read(), headers=kept)


def _address(runner: web.AppRunner) -> str:
    host, port = runner.addresses[0][:2]
    return f"http://{host}:{port}"


Misbehave = Callable[[web.Request, Fault], Awaitable[web.StreamResponse]]


async def _reset(request: web.Request, _: Fault) -> web.StreamResponse:
    if request.transport:
        request.transport.abort()
    return web.Response()


async def _timeout(_: web.Request, fault: Fault) -> web.StreamResponse:
    await asyncio.sleep(fault.value or 30)
    return web.Response()


async def _slicer(request: web.Request, _: Fault) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "application/json"})
    await response.prepare(request)
    for _turn in range(120):
        await response.write(b" ")
        await asyncio.sleep(SLICE_SECONDS)
    return response


async def _html(_: web.Request, __: Fault) -> web.StreamResponse:
    return web.Response(text="<html><body>Maintenance</body></html>", content_type="text/html")


async def _bad_json(_: web.Request, __: Fault) -> web.StreamResponse:
    return web.Response(body=b'{"numFound": 3, "objets', content_type="application/json")


async def _bad_utf8(_: web.Request, __: Fault) -> web.StreamResponse:
    return web.Response(body=b'{"a": "\xff\xfe"}', content_type="application/json")


async def _bomb(_: web.Request, __: Fault) -> web.StreamResponse:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    body = b"".join(packer.compress(b" " * 1_000_000) for _turn in range(100)) + packer.flush()
    headers = {"Content-Encoding": "gzip", "Content-Type": "application/json"}
    return web.Response(body=body, headers=headers)


async def _redirect(_: web.Request, __: Fault) -> web.StreamResponse:
    return web.Response(status=302, headers={"Location": "http://127.0.0.1:9/elsewhere"})


async def _status(_: web.Request, fault: Fault) -> web.StreamResponse:
    return web.Response(status=int(fault.value or 503), text="upstream's own words: key=CANARY-UPSTREAM")


async def _retry_after(_: web.Request, fault: Fault) -> web.StreamResponse:
    return web.Response(status=429, headers={"Retry-After": str(int(fault.value or 30))})


MODES: dict[str, Misbehave] = {
    "reset_peer": _reset,
    "timeout": _timeout,
    "slicer": _slicer,
    "html": _html,
    "bad_json": _bad_json,
    "bad_utf8": _bad_utf8,
    "bomb": _bomb,
    "redirect": _redirect,
    "status": _status,
    "retry_after": _retry_after,
}
