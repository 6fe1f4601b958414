"""Measures the mirror by hand: `python tests/sources/apidae/mirror/measure.py [objects]`, 10,000 by default.

Starts an emulator in a process of its own and a mongod, fills the mirror, then asks ten typical searches,
each 40 times at random places of their lists. Prints times in milliseconds; nothing is asserted.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from gateway.clock import SystemClock
from gateway.opened import open_sources
from gateway.settings import read_source_settings
from gateway.store import CommandJournal, Store
from gateway.supervise import EmbeddedMongo
from gateway.supervise.ports import free_port
from gateway.testing.servers import ServerThread
from sources.apidae.catalogue import Circle, OfferQuery, Order
from sources.apidae.mirror.catalogue import MirrorCatalogue
from sources.apidae.mirror.mirror import Mirror
from sources.apidae.mirror.state import StateKeeper
from sources.apidae.source import emulator_environment, source
from sources.apidae.types.words import Axis, OfferFamily, OfferType

GRENOBLE = Circle(5.7245, 45.1885, 30_000)
SATURDAY = date.today() + timedelta(days=(5 - date.today().weekday()) % 7)  # noqa: DTZ011  # a day to ask for
TIMES = 40

SEARCHES = {
    "all by id": OfferQuery(),
    "all by name": OfferQuery(order=Order.NAME),
    "recent": OfferQuery(order=Order.RECENT),
    "random": OfferQuery(order=Order.RANDOM, seed="lundi"),
    "text": OfferQuery(text="poterie", order=Order.RELEVANCE),
    "text, common, two words": OfferQuery(text="visite atelier", order=Order.RELEVANCE),
    "within 30 km, nearest": OfferQuery(near=GRENOBLE, order=Order.NEAREST),
    "open on Saturday": OfferQuery(open_on=SATURDAY),
    "Saturday, 30 km, families": OfferQuery(
        open_on=SATURDAY,
        near=GRENOBLE,
        families_any=(OfferFamily.PLEIN_AIR, OfferFamily.TOURISME_GOURMAND),
        order=Order.NEAREST,
    ),
    "department, type, level": OfferQuery(
        departments=("38", "73"), types=(OfferType.VISIT,), min_levels=((Axis.SOCIAL, 2),), order=Order.NAME
    ),
}


def emulate(port: int, size: int) -> None:
    """The emulator, for ever."""
    server = ServerThread(lambda: source.emulator.build({"size": str(size)}), port)  # type: ignore[union-attr]
    server.start()
    time.sleep(10**6)


@asynccontextmanager
async def opened(uri: str, url: str, commands: CommandJournal) -> AsyncIterator[tuple[Mirror, Store]]:
    """The source as a mirror."""
    environ = {**emulator_environment(url), "APIDAE_MODE": "mirror"}
    store = await Store.open(uri, "measure", listeners=[commands], total_ms=10_000)
    await store.room("apidae").prepare(source.collections)
    settings = read_source_settings(source, environ, disabled=False)
    async with open_sources([(source, settings)], store=store, clock=SystemClock()) as sources:
        yield sources.by_name["apidae"].runtime().mirror, store
    await store.close()


def memory() -> float:
    """The most that this process ever held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


async def timed(
    catalogue: MirrorCatalogue, query: OfferQuery, states: StateKeeper, *, cold: bool
) -> list[float]:
    """Milliseconds of pages of 20, one behind the other; `cold` counts each time anew."""
    found, after = [], None
    for _ in range(TIMES):
        if cold:
            await states.bump()
        began = time.perf_counter()
        page = await catalogue.search(query, 20, after)
        found.append((time.perf_counter() - began) * 1000)
        after = page.end if page.has_next else None
    return found


async def measure(uri: str, url: str) -> None:
    """All measurements."""
    commands = CommandJournal()
    async with opened(uri, url, commands) as (mirror, store):
        print(f"before the first fill: {memory():.0f} MB")
        for what in ("first fill", "everything again"):
            began = time.perf_counter()
            sentence = (await mirror.sync(complete=True)).sentence()
            print(f"{what}: {time.perf_counter() - began:.1f} s, {memory():.0f} MB at most. {sentence}")
        room = store.room("apidae")
        await room.collection("sync").update_one(
            {"_id": "mirror"}, {"$set": {"checked": datetime(2020, 1, 1, tzinfo=UTC)}}
        )
        began = time.perf_counter()
        print(f"{(await mirror.sync()).sentence()} {time.perf_counter() - began:.1f} s")
        size = await room.command({"collStats": "apidae_objects", "scale": 1 << 20})
        print(
            f"documents {size['size']} MB, on disk {size['storageSize']} MB, indexes {size['indexSizes']} MB"
        )
        await searches(mirror.catalogue, StateKeeper(room))


async def searches(catalogue: MirrorCatalogue, states: StateKeeper) -> None:
    """The table of searches."""
    print(f"\n{'page of 20':28} {'found':>7} {'p50':>7} {'max':>7} {'p50, count kept':>16}   (ms)")
    for name, query in SEARCHES.items():
        total = (await catalogue.search(query, 1)).total
        cold = await timed(catalogue, query, states, cold=True)
        warm = await timed(catalogue, query, states, cold=False)
        print(
            f"{name:28} {total:7} {statistics.median(cold):7.1f} {max(cold):7.1f} {statistics.median(warm):16.1f}"
        )


def main() -> None:
    """Everything on loopback, ended at the end."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    port = free_port()
    emulator = multiprocessing.get_context("spawn").Process(target=emulate, args=(port, size), daemon=True)
    emulator.start()
    try:
        with tempfile.TemporaryDirectory() as folder, EmbeddedMongo.running(Path(folder)) as mongo:
            asyncio.run(ready(port))
            asyncio.run(measure(mongo.uri, f"http://127.0.0.1:{port}"))
    finally:
        emulator.terminate()
        emulator.join()


async def ready(port: int) -> None:
    """Return once the emulator accepts connections: a large catalogue takes a while to invent."""
    for _ in range(600):
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.5)
        else:
            writer.close()
            return
    raise SystemExit("the emulator did not start")


if __name__ == "__main__":
    main()
