"""A process that forks one for each order on its input: that one works on a mirror and is killed at a step.

An order is a line of JSON: `uri`, `database`, `environ`, `what` (sync or exports) and `step`; a step is a
command to the database or a call of an upstream, and 0 lets it come to its end. The answer is the signal or
the exit code of the process, as `subprocess` tells it.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import time
from typing import Any

from gateway.clock import SystemClock
from gateway.opened import open_sources
from gateway.settings import read_source_settings
from gateway.store import Store
from gateway.store.link import Link
from gateway.upstream import Upstream
from sources.apidae.source import source


def kill_at(step: int) -> None:
    """Let this process be killed when it begins its step of this number."""
    count = 0
    run, call = Link.run, Upstream.call

    def next_step() -> None:
        nonlocal count
        count += 1
        if count == step:
            os.kill(os.getpid(), signal.SIGKILL)

    async def counted_run(self: Link, name: str | None, operation: Any) -> Any:
        next_step()
        return await run(self, name, operation)

    async def counted_call(self: Upstream, request: Any) -> Any:
        next_step()
        return await call(self, request)

    Link.run, Upstream.call = counted_run, counted_call  # type: ignore[method-assign]


async def work(order: dict[str, Any]) -> None:
    """Do what is ordered, as `python -m gateway sync apidae` would."""
    store = await Store.open(order["uri"], order["database"], total_ms=10_000)
    room = store.room("apidae")
    await room.prepare(source.collections)
    # the leases of one that was killed run out by themselves after a while; nobody waits for that here
    await room.collection("sync").delete_many({"_id": {"$in": ["lease", "exports"]}})
    settings = read_source_settings(source, order["environ"], disabled=False)
    async with open_sources([(source, settings)], store=store, clock=SystemClock()) as opened:
        upkeep = opened.by_name["apidae"].runtime().upkeep
        if order["step"]:
            kill_at(order["step"])
        if order["what"] == "exports":
            await upkeep.exports.run()
        else:
            await upkeep.mirror.sync(eager=True)
    await store.close()


def main() -> None:
    """Fork for each order, one after the other."""
    for line in sys.stdin:
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            asyncio.run(work(order))
            os._exit(0)
        deadline = time.monotonic() + 60
        while (ended := os.waitpid(child, os.WNOHANG)) == (0, 0):
            if time.monotonic() > deadline:
                os.kill(child, signal.SIGKILL)
            time.sleep(0.005)
        print(os.waitstatus_to_exitcode(ended[1]), flush=True)


if __name__ == "__main__":
    main()
