"""A source that is asked through a fault proxy in the test's own loop: exact counts, no probes (9, 10, 7)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from gateway.execution.runner import Answer
from gateway.testing.faults import FaultProxy
from gateway.testing.standard.asking import Asking
from gateway.testing.standard.damage import DAMAGES, damage, paths_of, spelled
from gateway.testing.standard.ground import Ground
from gateway.testing.standard.proxies import DamagingProxy
from gateway.testing.standard.served import Quiet, quiet

TOGETHER = 20
PARENTS = 25
AN_HOUR = 3600.0
ROUNDS = 16


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
        for name, query in _queries(ground, asking).items():
            alone = await _calls(ground, asking, proxy, query, 1)
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
    """Links that cost more calls or commands for many parents than for one."""
    return asyncio.run(_unbatched(ground, asking))


async def _unbatched(ground: Ground, asking: Asking) -> list[str]:
    problems = []
    for link in asking.source.links:
        ids = ground.known.get(link.on, [])[:PARENTS]
        costs = [await _cost(ground, asking.linked(link, some)) for some in (ids[:1], ids)]
        if len(ids) > 1 and costs[1] > costs[0] + _spread(asking, link):
            problems.append(f"{link.on}.{link.name}: {costs[0]} for one parent, {costs[1]} for {len(ids)}")
    return problems


def _spread(asking: Asking, link: Any) -> int:
    # one parent may lead to nothing, so that the objects behind it are not asked for
    _, field = asking.field_of(link)
    return 1 + len(asking.below(field, foreign=True)) // 10_000


async def _cost(ground: Ground, query: str) -> int:
    async with quiet(ground.environ, ground.schema) as one:
        await one.run(query)
        return sum(counts.started for counts in one.commands.snapshot().values())


def lost_when_down(ground: Ground, asking: Asking) -> list[str]:
    """While the upstream is down: neither data nor a typed error, or an older copy that is not marked."""
    return asyncio.run(_lost_when_down(ground, asking))


async def _lost_when_down(ground: Ground, asking: Asking) -> list[str]:
    problems: list[str] = []
    async with FaultProxy(ground.emulators[asking.source.name].url) as proxy:
        for name, query in _queries(ground, asking).items():
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


def broken_by_damage(ground: Ground, asking: Asking) -> list[str]:
    """Damages to an upstream's answers that cost more than the damaged object, or are not typed."""
    return asyncio.run(_broken_by_damage(ground, asking))


async def _broken_by_damage(ground: Ground, asking: Asking) -> list[str]:
    problems: dict[str, None] = {}
    proxy = DamagingProxy(ground.emulators[asking.source.name].url)
    async with proxy:
        for name, query in _queries(ground, asking, first=100).items():
            for number in range(ROUNDS):
                found = await _round(ground, asking, proxy, name, query, Plan(number))
                problems |= dict.fromkeys(found)
                if not proxy.calls:
                    return []
    return list(problems)[:20]


class Plan:
    """Which damage each record of an answer gets in a round; `only` one record when the culprit is sought."""

    def __init__(self, number: int, only: int | None = None) -> None:
        """Rounds differ in paths and kinds."""
        self._number = number
        self._only = only
        self.done: dict[int, str] = {}

    def change(self, body: Any) -> Any:
        """The answer with every record damaged at another place."""
        kinds = list(DAMAGES)
        for place, record in enumerate(records_in(body)):
            paths = list(paths_of(record))
            if not paths or self._only not in {None, place}:
                continue
            path = paths[(self._number * 37 + place * 11) % len(paths)]
            kind = kinds[(self._number + place) % len(kinds)]
            damage(record, path, kind)
            self.done[place] = f"{spelled(path)} {kind}"
        return body


def records_in(body: Any) -> list[Any]:
    """The longest list of objects in a document, or the document itself."""
    lists = [body] if isinstance(body, list) else []
    waiting = [body]
    while waiting:
        value = waiting.pop()
        below = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
        lists += [one for one in below if isinstance(one, list)]
        waiting += [one for one in below if isinstance(one, dict | list)]
    full = [one for one in lists if one and all(isinstance(item, dict) for item in one)]
    return max(full, key=len, default=[body])


async def _round(
    ground: Ground, asking: Asking, proxy: DamagingProxy, name: str, query: str, plan: Plan
) -> list[str]:
    if not await _hurts(ground, asking, proxy, name, query, plan):
        return []
    found = []
    for place in list(plan.done):
        alone = Plan(plan._number, place)
        if hurt := await _hurts(ground, asking, proxy, name, query, alone):
            found.append(f"{name}: {alone.done.get(place)} gives {hurt}")
    return found[:5] or [f"{name}: damages of round {plan._number} together give an error"]


async def _hurts(
    ground: Ground, asking: Asking, proxy: DamagingProxy, name: str, query: str, plan: Plan
) -> str:
    proxy.change = plan.change
    async with through(ground, asking, proxy) as way:
        answer = await way.one.run(query)
    codes = {fault.extensions["code"] for fault in answer.faults}
    if codes - {"SOURCE_INVALID"}:
        return f"{sorted(codes)}"
    lost = (answer.data or {}).get(name) is None and len(plan.done) > 1
    return "nothing at all" if lost else ""


def _queries(ground: Ground, asking: Asking, first: int = 5) -> dict[str, str]:
    """Field name -> its standard query, for all root fields of the source."""
    return {
        asking.field_of(field)[0]: query
        for field in asking.source.fields
        if (query := asking.root(field, first=first, known=ground.known))
    }
