"""How long ten typical searches with facets take at 1,000, 10,000 and 100,000 objects.

Run `python -m bench.offer_search [SIZE ...]`. The mirror's own writer fills the collection with generated
objects, from 2,000 on with copies of them, moved and renamed; no HTTP. Then whole GraphQL operations run in
this process, each with 24 offers and six facets, their places, words and days changing from one to the next.
Prints milliseconds of processor that the gateway takes (not the database, not waiting: others use the machine
too) and what the table costs; nothing is asserted.
"""

from __future__ import annotations

import asyncio
import gc
import random
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import orjson

from gateway.clock import SystemClock
from gateway.execution.documents import Limits
from gateway.execution.runner import Operation, Runner
from gateway.graph.compose import compose
from gateway.graph.request import RequestScope
from gateway.opened import OpenedSources, open_sources
from gateway.settings import read_source_settings
from gateway.store import InsertOne, Store
from gateway.supervise import EmbeddedMongo
from sources.apidae.emulator.generator import Catalogue
from sources.apidae.emulator.places import load_communes
from sources.apidae.mirror.calendar import span_at
from sources.apidae.mirror.documents import Scribe, Writing, pack, unpack
from sources.apidae.mirror.state import StateKeeper
from sources.apidae.mirror.writing import BATCH, ObjectWriter
from sources.apidae.source import emulator_environment, source

SIZES = (1_000, 10_000, 100_000)
ROUNDS = 30
ORIGINALS = 2_000
"""So many objects are written one by one; more are copies of their documents, which takes less time."""
SPREAD = 20_000_000
TURNS = 400_000
TODAY = date.today()  # noqa: DTZ011  # openings are made around it
WORDS = ("poterie", "vélo", "dégustation", "visite guidée", "randonnées", "marché", "atelier pain", "château")
DEPARTMENTS = ("01", "03", "07", "15", "26", "38", "42", "43", "63", "69", "73", "74")
FAMILIES = ("PLEIN_AIR", "SAVOIR_FAIRE_PATRIMOINE", "TOURISME_GOURMAND", "OENOTOURISME", "BIEN_ETRE")
ASKED = """query($filter: OfferFilter, $sort: OfferSort, $seed: String) {
  offers(first: 24, filter: $filter, sort: $sort, seed: $seed) {
    totalCount
    pageInfo { hasNextPage endCursor }
    facets(by: [FAMILY, TYPE, THEME, AUDIENCE, DEPARTMENT, CAR_FREE]) {
      key buckets { value count label { value } }
    }
    edges { cursor node {
      id slug name { value } summary { value } families { key } place { commune { name } point }
      commitment { environment { level } localEconomy { level } social { level } }
      isFree priceFrom pictures(first: 1) { edges { node { url credit alt } } }
    } }
  }
}"""


def searches(rng: random.Random) -> dict[str, dict[str, Any]]:
    """Ten searches with values by chance."""
    point = {"lon": rng.uniform(3.6, 6.6), "lat": rng.uniform(44.6, 46.2)}
    near = {"from": {"point": point}, "km": rng.choice((15, 30, 60))}
    day = (TODAY + timedelta(rng.randint(0, 90))).isoformat()
    west, south = rng.uniform(3, 6), rng.uniform(44.5, 45.8)
    corner = [[west, south], [west + 0.8, south], [west + 0.6, south + 0.5], [west, south]]
    family = {"any": [rng.choice(FAMILIES)]}
    return {
        "everything": {"sort": None},
        "everything by name": {"sort": "NAME"},
        "by chance": {"sort": "RANDOM", "seed": str(rng.random())},
        "a word": {"filter": {"text": rng.choice(WORDS)}},
        "around a point": {"filter": {"near": near}},
        "family, department, soonest": {
            "filter": {"families": family, "departments": [rng.choice(DEPARTMENTS)]},
            "sort": "SOONEST",
        },
        "open on a day, near": {"filter": {"openOn": day, "near": near}},
        "weekend, for free, with pets": {
            "filter": {"weekdays": ["SATURDAY", "SUNDAY"], "free": True, "pets": True},
            "sort": "RECENT",
        },
        "in a polygon, by themes": {
            "filter": {
                "polygon": {"type": "Polygon", "coordinates": [corner]},
                "themes": {"any": ["walking", "nature"]},
            },
        },
        "word, without a car, level 2": {
            "filter": {
                "text": rng.choice(WORDS),
                "carFree": ["DIRECT", "WALK"],
                "minLevel": {"environment": 2},
            },
            "sort": "RELEVANCE",
        },
    }


@dataclass
class Bench:
    """A mirror that grows, and the gateway over it."""

    store: Store
    opened: OpenedSources
    runner: Runner
    objects: Iterator[dict[str, Any]]
    count: int = 0

    async def grow(self, size: int) -> float:
        """Write objects until there are so many; seconds."""
        began, now = time.perf_counter(), datetime.now(UTC)
        mirror = self.opened.by_name["apidae"].runtime().mirror
        scribe = Scribe(mirror._eligibility, span_at(now), mirror._ground)
        states = StateKeeper(self.store.room("apidae"))
        writer = ObjectWriter(self.store.room("apidae"), states)
        while self.count < min(size, ORIGINALS) and (
            batch := list(islice(self.objects, min(BATCH, size - self.count)))
        ):
            writing = Writing(1, await states.bump(), now, now)
            await writer.write([scribe.document(item, writing) for item in batch], [], now)
            self.count += len(batch)
        while self.count < size:
            await self._copy(await states.bump(), 1 + self.count // ORIGINALS)
        await states.settle()
        await states.note(filled=now, checked=now, days_from=scribe.span.first, turned=now)
        return time.perf_counter() - began

    async def _copy(self, stamp: int, turn: int) -> None:
        """All originals once more under other ids, at other points and with longer names."""
        objects, rng, batch = self.store.room("apidae").collection("objects"), random.Random(turn), []
        async for one in objects.scan({"_id": {"$lt": SPREAD}}, batch=BATCH):
            item = {**unpack(one["raw"]), "id": one["_id"] + turn * SPREAD}
            batch.append({**one, "_id": item["id"], "raw": pack(item), "stamp": stamp, "seq": stamp})
            batch[-1]["name"] += f" {turn}"
            if one["lat"] is not None:
                batch[-1] |= {name: one[name] + rng.uniform(-0.3, 0.3) for name in ("lat", "lon")}
            if len(batch) == BATCH:
                await objects.bulk_write([InsertOne(each) for each in batch])
                self.count, batch = self.count + BATCH, []

    async def ask(self, variables: dict[str, Any]) -> float:
        """Milliseconds of this process's processor for one operation, its answer as JSON included."""
        began = time.process_time()
        answer = await self.runner.run(
            Operation(ASKED, variables=variables), RequestScope(self.opened, ("fr",))
        )
        orjson.dumps(answer.data)
        took = (time.process_time() - began) * 1000
        if answer.faults or not answer.data:
            raise SystemExit(f"{variables}: {answer.faults}")
        return took


@asynccontextmanager
async def benched(uri: str, largest: int) -> AsyncIterator[Bench]:
    """A bench over an empty database."""
    environ = {**emulator_environment("http://127.0.0.1:9"), "APIDAE_MODE": "mirror"}
    store = await Store.open(uri, "offer_search", total_ms=60_000)
    made = Catalogue(largest, "bench", TODAY, load_communes(""))
    settings = read_source_settings(source, environ, disabled=False)
    try:
        await store.room("apidae").prepare([*source.collections])
        async with open_sources([(source, settings)], store=store, clock=SystemClock()) as opened:
            runner = Runner(compose([source]), Limits())
            yield Bench(store, opened, runner, (one.offer for one in made if one.selections))
    finally:
        await store.close()


async def measured(bench: Bench, size: int) -> dict[str, list[float]]:
    """Times of each search at a size, sorted; what the table costs is printed."""
    seconds = await bench.grow(size)
    gc.collect()
    mirror = bench.opened.by_name["apidae"].runtime().mirror
    before, began = resident(), time.process_time()
    await mirror.filling.begin(await mirror.states.read())
    filled = time.process_time() - began
    gc.collect()
    table = await mirror.filling.table(await mirror.states.read())
    print(
        f"{size} objects, {len(table)} offers: written in {seconds:.0f} s; table read in {filled:.1f} s of "
        f"processor, {resident() - before:+.0f} MB; calibration {calibration():.1f} million turns/s",
        flush=True,
    )
    times: dict[str, list[float]] = {}
    rng = random.Random(1)
    for turn in range(ROUNDS + 3):
        for name, variables in searches(rng).items():
            took = await bench.ask(variables)
            if turn >= 3:
                times.setdefault(name, []).append(took)
    return {name: sorted(one) for name, one in times.items()}


def show(results: dict[int, dict[str, list[float]]]) -> None:
    """A table, for docs/performance-search.md."""
    sizes = list(results)
    print("| search | " + " | ".join(f"{size:,}: p50, p99" for size in sizes) + " | growth of p50 |")
    print("| --- |" + " ---: |" * (len(sizes) + 1))
    for name in results[sizes[0]]:
        row = [results[size][name] for size in sizes]
        cells = [f"{statistics.median(one):.1f}, {one[int(len(one) * 0.99)]:.1f}" for one in row]
        growth = statistics.median(row[-1]) / statistics.median(row[max(0, len(row) - 2)])
        print(f"| {name} | {' | '.join(cells)} | {growth:.1f} x |")


def calibration() -> float:
    """Millions of turns of an empty loop per second: how fast the machine is now."""
    began = time.perf_counter()
    for _ in range(TURNS):
        pass
    return TURNS / (time.perf_counter() - began) / 1e6


def resident() -> float:
    """Memory of this process now, in MB."""
    status = Path("/proc/self/status").read_text("utf-8")
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def machine() -> str:
    """The processor and the number of its cores."""
    found = Path("/proc/cpuinfo").read_text("utf-8")
    model = found.partition("model name")[2].partition("\n")[0].strip(" :\t")
    return f"{found.count('processor')} x {model or 'unknown'}"


async def run(uri: str, sizes: tuple[int, ...]) -> None:
    """All sizes one after another, the collection growing."""
    print(f"{datetime.now(UTC):%Y-%m-%d} on {machine()}, Python {sys.version.split()[0]}")
    async with benched(uri, sizes[-1] * 2) as bench:
        show({size: await measured(bench, size) for size in sizes})


def main() -> None:
    """Fill a database of its own and measure."""
    sizes = tuple(sorted(map(int, sys.argv[1:]))) or SIZES
    with (
        tempfile.TemporaryDirectory() as folder,
        EmbeddedMongo.running(Path(folder)) as mongo,
    ):
        asyncio.run(run(mongo.uri, sizes))


if __name__ == "__main__":
    main()
