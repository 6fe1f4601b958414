"""Opens and closes a source and counts what is left (standard 3)."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path

from gateway.errors import GatewayError
from gateway.testing.standard.asking import Asking
from gateway.testing.standard.ground import Ground
from gateway.testing.standard.served import quiet

ATTEMPTS = 3
SETTLE_SECONDS = 1.0


def leftovers(ground: Ground, asking: Asking) -> Iterator[str]:
    """Tasks and descriptors (sockets, files) that outlive the source, its health check and its queries.

    Other servers of the test run open sockets too, so only what is left at every attempt counts.
    """
    asyncio.run(_use(ground, asking))
    left: list[str] = []
    for _ in range(ATTEMPTS):
        before = _descriptors()
        tasks = asyncio.run(_use(ground, asking))
        left = [f"the task {name} is left" for name in tasks]
        if (more := _settled(before)) > 0:
            left.append(f"{more} descriptors are left")
        if not left:
            return
    yield from left


async def _use(ground: Ground, asking: Asking) -> list[str]:
    name = asking.source.name
    async with quiet(ground.environ, ground.schema, only=[name]) as one:
        try:
            await asking.source.health(one.opened.job_context(one.opened.by_name[name]))
        except GatewayError as error:
            return [f"health check ({error.code})"]
        for field in asking.source.fields:
            if query := asking.root(field, first=3):
                await one.run(query)
    for _ in range(5):
        await asyncio.sleep(0)
    return [task.get_name() for task in asyncio.all_tasks() if task is not asyncio.current_task()]


def _descriptors() -> int:
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


def _settled(before: int) -> int:
    until = time.monotonic() + SETTLE_SECONDS
    while (more := _descriptors() - before) > 0 and time.monotonic() < until:
        time.sleep(0.02)
    return more
