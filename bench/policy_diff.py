"""Measures judging a whole mirror by another version of the rules: `python -m bench.policy_diff [objects]`.

Fills a mongod with documents of the emulator's objects, then compares two versions as
`python -m gateway policy diff` does. Prints; nothing is asserted.
"""

from __future__ import annotations

import asyncio
import platform
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from gateway.clock import SystemClock
from gateway.store import Store
from gateway.supervise import EmbeddedMongo
from sources.apidae.emulator.app import create_app
from sources.apidae.mirror.calendar import span_at
from sources.apidae.mirror.documents import Malformed, Scribe, Writing
from sources.apidae.mirror.model import OBJECTS
from sources.apidae.mirror.reading import ObjectReader
from sources.apidae.mirror.slots import Slots
from sources.apidae.policies.comparing import compared
from sources.apidae.policy import Eligibility
from sources.apidae.source import emulator_environment, source
from sources.apidae.tables.levels import LevelTable, read_distinctions

BATCH = 500


async def filled(store: Store, rules: Eligibility, size: int) -> ObjectReader:
    """The mirror's collection with so many objects."""
    room = store.room("apidae")
    await room.prepare(source.collections)
    catalogue = create_app({"size": str(size)}).state.world.store
    scribe, now = Scribe(rules, span_at(datetime.now(UTC))), datetime.now(UTC)
    batch: list[dict[str, Any]] = []
    for number in catalogue.ordered:
        try:
            batch.append(scribe.document(catalogue.item(number), Writing(1, 1, now, now)))
        except Malformed:
            continue
        if len(batch) == BATCH:
            await room.collection(OBJECTS).insert_many(batch)
            batch = []
    await room.collection(OBJECTS).insert_many(batch)
    return ObjectReader(Slots(room), rules)


async def measure(uri: str, size: int) -> None:
    """Fill, compare, print."""
    text = emulator_environment("http://127.0.0.1")["APIDAE_DISTINCTION_LEVELS"]
    rules = Eligibility(LevelTable(read_distinctions(text)), clock=SystemClock())
    store = await Store.open(uri, "bench_policy", total_ms=60_000)
    reader = await filled(store, rules, size)
    began = time.perf_counter()
    found = await compared(reader.judgeable(), rules, "2026-1", "2022-11")
    seconds = time.perf_counter() - began
    print(f"{platform.processor() or platform.machine()}, Python {platform.python_version()}")
    print(f"{found.judged} objects judged by two versions in {seconds:.1f} s")
    print(f"{len(found.appear)} would appear, {len(found.disappear)} would disappear")
    await store.close()


def main() -> None:
    """Start a mongod of its own."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as folder, EmbeddedMongo.running(Path(folder)) as mongo:
        asyncio.run(measure(mongo.uri, size))


if __name__ == "__main__":
    main()
