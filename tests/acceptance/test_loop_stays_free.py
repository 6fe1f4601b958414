"""While the graph answers, nothing on the event loop blocks it, and no turn of it is long."""

import asyncio
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import orjson
import pytest

from gateway.console.examples import examples_today
from gateway.testing.stage import Stage

BLOCKING = frozenset(
    {
        "open",
        "os.listdir",
        "os.scandir",
        "socket.connect",
        "socket.getaddrinfo",
        "subprocess.Popen",
    }
)
LONGEST_TURN = 0.5
"""Seconds of the processor, not of the clock: other processes do not count. A slow machine has room."""


class Watch:
    """What blocks the thread that made it, and how much of the processor its longest turn took."""

    def __init__(self) -> None:
        self.blocked: list[str] = []
        self.longest = 0.0
        self.turns = 0
        self._thread = threading.get_ident()
        self._on = True
        sys.addaudithook(self._heard)  # a hook cannot be taken off again

    def _heard(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self._on and event in BLOCKING and threading.get_ident() == self._thread:
            self.blocked.append(f"{event} {arguments[:1]}")

    @contextmanager
    def turns_timed(self, patch: pytest.MonkeyPatch) -> Iterator[None]:
        run = asyncio.Handle._run

        def timed(handle: asyncio.Handle) -> None:
            began = time.thread_time()
            run(handle)
            self.longest = max(self.longest, time.thread_time() - began)
            self.turns += 1

        patch.setattr(asyncio.Handle, "_run", timed)
        try:
            yield
        finally:
            self._on = False


async def test_no_turn_of_the_loop_is_long_or_waits(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    gateway = stage.new_gateway()
    async with gateway.open() as opened:
        await opened.prepared.wait()
        transport = httpx.ASGITransport(app=gateway.app())
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            examples = [
                {"query": one.query, "variables": orjson.loads(one.variables or "{}")}
                for one in examples_today()
                if one.kind == "query"
            ]

            async def ask_all() -> list[httpx.Response]:
                return await asyncio.gather(*(client.post("/graphql", json=one) for one in examples))

            await ask_all()  # what is read once, compiled once or imported late
            watch = Watch()
            with watch.turns_timed(monkeypatch):
                answers = [answer for _ in range(3) for answer in await ask_all()]
    assert all(answer.json().get("data") for answer in answers)
    assert watch.turns > len(answers)
    assert watch.blocked == []
    assert watch.longest < LONGEST_TURN


def test_the_watch_sees_what_blocks() -> None:
    watch = Watch()
    with open(__file__, encoding="utf-8"):  # noqa: PTH123  # any file
        pass
    watch._on = False
    assert [event.split()[0] for event in watch.blocked] == ["open"]
