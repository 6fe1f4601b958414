"""Plays the month and prints its timeline: `python -m bench.social_month [minutes between looks, 1]`."""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from pathlib import Path

from gateway.source import Card
from gateway.supervise import EmbeddedMongo
from gateway.testing.servers import serving

TESTS = Path(__file__).parents[2] / "tests" / "sources" / "social"


async def play(url: str, stage: object, mongo: str, step: int) -> None:
    """The month in a database of its own."""
    sys.path.insert(0, str(TESTS))
    from social_world import SCOUTS, opened_world  # noqa: PLC0415

    from bench.social_month.month import Month  # noqa: PLC0415  # it stands on the world of the tests

    with stage.playing(url, posts="24") as meta:  # type: ignore[attr-defined]
        patience = {"sync_seconds": 6 * 3600, "stale_seconds": 12 * 3600}
        async with opened_world(meta, mongo, "bench_month", discover="", **patience) as world:
            world.shelf.offers = [Card("1", "La Bergerie", handles=("bergerie.1",))]
            world.shelf.scouts = [Card(f"s{n}", name, handles=(name,)) for n, name in enumerate(SCOUTS[:2])]
            month = Month(world, stage.app.state.emulator, print)  # type: ignore[attr-defined]
            await month.play(step)
            looks, empty = len(month.answers), len(month.empty)
        journal = meta.look("journal")
    print(f"\n{looks} looks at the feed, {empty} of them empty; {journal['calls']} calls,")
    blocked, told = journal["calls_while_blocked"], journal["tokens_in_urls"]
    print(f"{blocked} of them during a block, {told} with a token in the url")


def main() -> None:
    """Everything on loopback."""
    sys.path.insert(0, str(TESTS))
    from social_world import Stage  # noqa: PLC0415

    step = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    stage, began = Stage(), time.perf_counter()
    with (
        tempfile.TemporaryDirectory() as folder,
        EmbeddedMongo.running(Path(folder)) as mongo,
        serving(lambda: stage) as server,
    ):
        asyncio.run(play(server.url, stage, mongo.uri, step))
    print(f"{time.perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main()
