"""Measures a change of the policy over a whole mirror: `python -m bench.policy_change [objects]` (10,000).

Fills a mongod of its own with the emulator's objects, tries another version of the policy as
`viewer.policyDifference` does, publishes it as `publishPolicy` does, and follows the change feed. Prints how
long each took, and whether the feed told exactly what had been foretold.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from bench.machine import description
from gateway.clock import SystemClock
from gateway.opened import open_sources
from gateway.settings import read_source_settings
from gateway.store import Store
from gateway.supervise import EmbeddedMongo
from sources.apidae.deciding import decided, publishing
from sources.apidae.emulator.app import create_app
from sources.apidae.mirror.done import Done
from sources.apidae.mirror.mirror import Mirror
from sources.apidae.mirror.recording import Recorder
from sources.apidae.mirror.writing import ObjectWriter
from sources.apidae.policies.comparing import compared
from sources.apidae.runtime import Runtime
from sources.apidae.source import emulator_environment, source

TO = "2022-11"
BATCH = 200


@asynccontextmanager
async def opened(uri: str) -> AsyncIterator[tuple[Runtime, Store]]:
    """The source with an empty mirror; Apidae is not asked."""
    store = await Store.open(uri, "policy_change", total_ms=10_000)
    await store.room("apidae").prepare(source.collections)
    settings = read_source_settings(source, emulator_environment("http://127.0.0.1"), disabled=False)
    async with open_sources([(source, settings)], store=store, clock=SystemClock()) as sources:
        yield sources.by_name["apidae"].runtime(), store
    await store.close()


async def fill(mirror: Mirror, store: Store, size: int) -> None:
    """The mirror with so many objects, as a first run leaves it."""
    room, clock = store.room("apidae"), SystemClock()
    catalogue, now = create_app({"size": str(size)}).state.world.store, SystemClock().now()
    writer = ObjectWriter(room, mirror.states)
    recorder = Recorder(room, mirror.states, mirror.scribe(), writer, clock)
    for numbers in _chunks(catalogue.ordered):
        await recorder.write([(catalogue.item(one), 1, now) for one in numbers], [], Done())
    await mirror.states.settle(filled=now, checked=now, complete=now, turned=now - timedelta(seconds=1))


async def feed(mirror: Mirror, since: str | None) -> tuple[dict[int, bool], str]:
    """What the feed tells since a mark: whether each object is gone."""
    told: dict[int, bool] = {}
    while True:
        page = await mirror.feed.page(since, 100)
        told |= {entry.number: entry.gone for entry, _ in page.entries}
        since = page.end
        if not page.more:
            return told, since


async def measure(uri: str, size: int) -> None:
    """Fill, try, publish, follow, print."""
    async with opened(uri) as (runtime, store):
        mirror = runtime.mirror
        assert mirror is not None  # noqa: S101  # the emulator's settings keep one
        await fill(mirror, store, size)
        await mirror.turner.read()
        rules = runtime.eligibility
        began = time.perf_counter()
        foretold = await compared(mirror.reader.judgeable(), rules, rules.policy().version, TO)
        print(f"{foretold.judged} objects judged by two versions in {time.perf_counter() - began:.1f} s")
        known, mark = await feed(mirror, None)
        began = time.perf_counter()
        await decided(runtime, publishing(TO, None, "bench"), None)
        answered = time.perf_counter() - began
        await mirror.judging.run()
        while not await mirror.judging.begun():
            pass
        seconds = time.perf_counter() - began
        print(f"publishPolicy answered after {answered:.1f} s, all was judged after {seconds:.1f} s")
        told, _ = await feed(mirror, mark)
        gone, came = {one.number for one in foretold.disappear}, {one.number for one in foretold.appear}
        exact = told == {**dict.fromkeys(gone, True), **dict.fromkeys(came, False)}
        print(f"{len(known)} were public; {len(gone)} left, {len(came)} came; the feed is exact: {exact}")


def _chunks(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    return (numbers[start : start + BATCH] for start in range(0, len(numbers), BATCH))


def main() -> None:
    """Start a mongod of its own."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    print(f"{size} objects; {' · '.join(description().values())}", flush=True)
    with tempfile.TemporaryDirectory() as folder, EmbeddedMongo.running(Path(folder)) as mongo:
        asyncio.run(measure(mongo.uri, size))


if __name__ == "__main__":
    main()
