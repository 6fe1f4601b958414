"""What keeping whole answers in the process gains: the console's examples with and without, in this process.

Run `python -m bench.stored_answers`. Prints milliseconds of the gateway alone: no network, no client.
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson
from starlette.types import ASGIApp, Message

from gateway.app import Gateway, configure
from gateway.console.examples import examples_today
from gateway.supervise import EmbeddedMongo
from gateway.testing.stage import staged

ROUNDS = 200
CACHE_BYTES = 32_000_000


def main() -> None:
    """Fill a gateway with demo content and measure it twice."""
    with (
        tempfile.TemporaryDirectory() as folder,
        EmbeddedMongo.running(Path(folder)) as mongo,
        staged(mongo.uri) as stage,
    ):
        stage.stop()
        off = asyncio.run(measured(stage.environ))
        on = asyncio.run(measured({**stage.environ, "GATEWAY_RESPONSE_CACHE_BYTES": str(CACHE_BYTES)}))
    print(f"{'example':<28}{'off':>9}{'kept':>9}  gain   (median ms of {ROUNDS})")
    for name, before in off.items():
        print(f"{name:<28}{before:>9.3f}{on[name]:>9.3f}  {before / on[name]:.0f} x")


async def measured(environ: Mapping[str, str]) -> dict[str, float]:
    """Median milliseconds of each example."""
    gateway = Gateway(configure(environ), jobs=False)
    async with gateway.open() as opened:
        await opened.prepared.wait()
        app = gateway.app()
        return {
            example.title: await median(
                app, {"query": example.query, "variables": orjson.loads(example.variables or "{}")}
            )
            for example in examples_today()
            if example.kind == "query"
        }


async def median(app: ASGIApp, operation: Mapping[str, Any]) -> float:
    """Median milliseconds of one operation, asked again and again."""
    body = orjson.dumps(operation)
    seconds = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        answer = await ask(app, body)
        seconds.append(time.perf_counter() - began)
        if b'"errors"' in answer:
            raise RuntimeError("an example failed; nothing was measured")
    return 1000 * statistics.median(seconds)


async def ask(app: ASGIApp, body: bytes) -> bytes:
    """The body of the answer to one POST."""
    sent: list[bytes] = []
    waiting = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Message:
        if waiting:
            return waiting.pop()
        await asyncio.Event().wait()
        raise RuntimeError("nobody sets the event")

    async def send(message: Message) -> None:
        sent.append(message.get("body", b""))

    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "POST",
        "path": "/graphql",
        "raw_path": b"/graphql",
        "root_path": "",
        "query_string": b"",
        "headers": [(b"host", b"localhost"), (b"content-type", b"application/json")],
        "client": ("127.0.0.1", 4000),
    }
    await app(scope, receive, send)
    return b"".join(sent)


if __name__ == "__main__":
    main()
