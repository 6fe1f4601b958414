"""A source that is asked through a fault proxy in the test's own loop: exact counts, no probes (9, 10)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from gateway.execution.runner import Answer
from gateway.testing.faults import FaultProxy
from gateway.testing.standard.asking import Asking
from gateway.testing.standard.ground import Ground
from gateway.testing.standard.served import Quiet, quiet

TOGETHER = 20
PARENTS = 25
AN_HOUR = 3600.0


@dataclass
class Through:
    """Opened sources and the proxy between one of them and its emulator."""

    one: Quiet
    proxy: FaultProxy


@asynccontextmanager
async def through(ground: Ground, asking: Asking, proxy: FaultProxy) -> AsyncIterator[Through]:
    """A cold gateway whose source speaks to its emulator through the proxy."""
    async with quiet(ground.behind(asking.source, proxy.url), ground.schema) as one:
        yield Through(one, proxy)


def crowded(ground: Ground, asking: Asking) -> list[str]:
    """Root fields for which equal questions at the same time cost more calls than one question."""
    return asyncio.run(_crowded(ground, asking))


async def _crowded(ground: Ground, asking: Asking) -> list[str]:
    problems = []
    async with FaultProxy(ground.emulators[asking.source.name].url) as proxy:
        for name, query in queries(ground, asking).items():
            alone = await _calls(ground, asking, proxy, query, 1)
            if not alone:
                continue  # what is read of the database alone has nothing to share
            together = await _calls(ground, asking, proxy, query, TOGETHER)
            if together != alone:
                problems.append(f"{name}: one question costs {alone} calls, {TOGETHER} equal ones {together}")
    return problems


async def _calls(ground: Ground, asking: Asking, proxy: FaultProxy, query: str, times: int) -> int:
    async with through(ground, asking, proxy) as way:
        before = proxy.calls
        await asyncio.gather(*(way.one.run(query) for _ in range(times)))
        return proxy.calls - before


def unbatched(ground: Ground, asking: Asking) -> list[str]:
    """Links that cost clearly more calls and commands for many parents than for half as many."""
    return asyncio.run(_unbatched(ground, asking))


async def _unbatched(ground: Ground, asking: Asking) -> list[str]:
    problems = []
    emulator = ground.emulators.get(asking.source.name)
    async with AsyncExitStack() as stack:
        one, other = [
            await stack.enter_async_context(FaultProxy(emulator.url)) if emulator else None for _ in range(2)
        ]
        for link in asking.source.links:
            ids = asking.parents_of(link, ground.known)[:PARENTS]
            half, whole = await asyncio.gather(
                _cost(ground, asking, one, asking.linked(link, ids[: len(ids) // 2])),
                _cost(ground, asking, other, asking.linked(link, ids)),
            )
            # what is found behind the parents may need commands of its own, a parent may not
            if whole - half > len(ids) // 3:
                problems.append(
                    f"{link.on}.{link.name}: {len(ids)} parents cost {whole}, half of them {half}"
                )
    return problems


async def _cost(ground: Ground, asking: Asking, proxy: FaultProxy | None, query: str) -> int:
    """Commands to the database and calls of the source's upstream, all caches being empty."""
    before = proxy.calls if proxy else 0
    environ = ground.behind(asking.source, proxy.url) if proxy else ground.environ
    async with quiet(environ, ground.schema) as one:
        await one.run(query)
        commands = sum(counts.started for counts in one.commands.snapshot().values())
        return commands + (proxy.calls - before if proxy else 0)


def lost_when_down(ground: Ground, asking: Asking) -> list[str]:
    """While the upstream is down: neither data nor a typed error, or an older copy that is not marked."""
    return asyncio.run(_lost_when_down(ground, asking))


async def _lost_when_down(ground: Ground, asking: Asking) -> list[str]:
    problems: list[str] = []
    async with FaultProxy(ground.emulators[asking.source.name].url) as proxy:
        for name, query in queries(ground, asking).items():
            proxy.set("ok")
            async with through(ground, asking, proxy) as way:
                good = await way.one.run(query)
                way.one.clock.advance(AN_HOUR)
                proxy.set("status", 500)
                before = proxy.calls
                old = await way.one.run(query)
                problems += _lost(name, asking, good, old, asked=proxy.calls > before)
    return problems


def _lost(name: str, asking: Asking, good: Answer, old: Answer, *, asked: bool) -> Iterator[str]:
    codes = {fault.extensions["code"] for fault in old.faults}
    given = (old.data or {}).get(name)
    if good.faults or (good.data or {}).get(name) is None:
        yield f"{name} gives nothing while the upstream works"
    elif given is None and not codes & {"SOURCE_UNAVAILABLE"}:
        yield f"{name} is null without SOURCE_UNAVAILABLE: {sorted(codes)}"
    elif asked and not codes and asking.source.name not in old.extensions.get("stale", ()):
        yield f"{name} is an older copy and not marked as stale"


def queries(ground: Ground, asking: Asking, first: int = 5) -> dict[str, str]:
    """Field name -> its standard query, for all root fields of the source."""
    return {
        asking.field_of(field)[0]: query
        for field in asking.source.fields
        if (query := asking.root(field, first=first, known=ground.known))
    }
