"""How long neighbours of a page of offers, their openings and descriptions, and the calendar take.

Run `python -m bench.offer_links [SIZE ...]`, 1,000 and 10,000 objects by default. The catalogue is that of
`bench.offer_search`. Prints milliseconds of the gateway alone at the median and at the 99th percentile, with
the machine's calibration; nothing is asserted.
"""

from __future__ import annotations

import asyncio
import random
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bench.offer_search import TODAY, Bench, benched, calibration, machine
from gateway.execution.runner import Operation
from gateway.graph.request import RequestScope
from gateway.supervise import EmbeddedMongo

ROUNDS = 60
SIZES = (1_000, 10_000)

_PAGE = """query($seed: String!) {{ offers(first: 50, sort: RANDOM, seed: $seed) {{
  edges {{ node {{ {} }} }} }} }}"""
ASKED = {
    "50 offers, ids": _PAGE.format("id"),
    "nearby of 50": _PAGE.format("nearby(km: 10) { totalCount edges { meters node { id name { value } } } }"),
    "related of 50": _PAGE.format("related { id name { value } }"),
    "linked of 50": _PAGE.format("linked { tie offer { id name { value } } }"),
    "next occurrences of 50": _PAGE.format("opening { nextOccurrences(first: 3) { start end allDay } }"),
    "jsonLd of 50": _PAGE.format("jsonLd"),
    "a page of the calendar": """query($days: DateRange!) { events(between: $days, first: 20) {
      edges { node { occurrence { start end } event { id name { value } } } } } }""",
}


def variables(rng: random.Random) -> dict[str, Any]:
    """Another page each time."""
    first = TODAY + timedelta(rng.randint(0, 200))
    days = {"from": first.isoformat(), "to": (first + timedelta(31)).isoformat()}
    return {"seed": str(rng.random()), "days": days}


async def timed(bench: Bench, query: str, given: dict[str, Any]) -> float:
    """Milliseconds of one operation."""
    wanted = {name: value for name, value in given.items() if f"${name}:" in query}
    began = time.perf_counter()
    answer = await bench.runner.run(Operation(query, variables=wanted), RequestScope(bench.opened, ("fr",)))
    took = (time.perf_counter() - began) * 1000
    if answer.faults:
        raise SystemExit(f"{query}: {answer.faults}")
    return took


async def measured(bench: Bench, size: int) -> None:
    """Print what each operation takes at a size."""
    await bench.grow(size)
    rng = random.Random(1)
    print(f"{size} objects; calibration {calibration():.1f} million turns/s", flush=True)
    for name, query in ASKED.items():
        times = sorted([await timed(bench, query, variables(rng)) for _ in range(ROUNDS)])
        median, late = statistics.median(times), times[int(ROUNDS * 0.99)]
        print(f"  {name:24} p50 {median:7.1f} ms   p99 {late:7.1f} ms", flush=True)


async def run(uri: str, sizes: list[int]) -> None:
    """All sizes, the smallest first."""
    print(f"{datetime.now(UTC):%Y-%m-%d} on {machine()}, Python {sys.version.split()[0]}")
    async with benched(uri, sizes[-1] * 2) as bench:
        for size in sizes:
            await measured(bench, size)


def main() -> None:
    """Fill a database of its own and measure."""
    sizes = sorted(map(int, sys.argv[1:])) or list(SIZES)
    with tempfile.TemporaryDirectory() as folder, EmbeddedMongo.running(Path(folder)) as mongo:
        asyncio.run(run(mongo.uri, sizes))


if __name__ == "__main__":
    main()
