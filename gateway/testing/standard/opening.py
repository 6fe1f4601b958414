"""Opens and closes a source and counts what is left (standard 3)."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import suppress
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
    left: list[str] = []
    for _ in range(ATTEMPTS):
        before = _descriptors()
        tasks = asyncio.run(_use(ground, asking))
        left = [f"the task {name} is left" for name in tasks]
        left += [f"the descriptor {name} is left" for name in _opened_since(before)]
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


def _descriptors() -> set[str]:
    """`7 socket:[4711]` for each open descriptor: a number is used again, what it stands for is not."""
    found = set()
    for link in Path("/proc/self/fd").iterdir():
        with suppress(OSError):  # the folder's own descriptor is gone already
            found.add(f"{link.name} {link.readlink()}")
    return found


def _opened_since(before: set[str]) -> list[str]:
    """Descriptors that are new and stay; peers in other threads take a moment to close theirs."""
    until = time.monotonic() + SETTLE_SECONDS
    while (more := _descriptors() - before) and time.monotonic() < until:
        time.sleep(0.02)
    return sorted(name.partition(" ")[2] for name in more)
