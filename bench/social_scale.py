"""What a cycle costs with many accounts, and a page of the feed with many posts.

`python -m bench.social_scale` prints seconds and milliseconds on this machine; numbers of accounts may
follow (default 100 300 1000).
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from gateway.source import Card
from gateway.supervise import EmbeddedMongo
from gateway.testing.servers import serving
from sources.social.emulator.instagram_content import fill_account
from sources.social.emulator.models import Account, Picture
from sources.social.sync import read_all

TESTS = Path(__file__).parents[1] / "tests" / "sources" / "social"
POSTS = 100
FEED = "{ socialPosts(first: 20) { edges { node { id caption media { sizes { url } } } } } }"


def grow(emulator: Any, count: int) -> list[str]:
    """Professional accounts with `POSTS` posts each; their names."""
    names = [f"compte.{number:05}" for number in range(count)]
    for name in names:
        account = Account(
            "178" + name[-5:].zfill(14), name, name, "", "", 1000, 10, Picture(name[-5:], 320, 320)
        )
        fill_account("bench", account, [None] * POSTS, emulator.clock.now())
        emulator.library.world.scouts[name] = account
    return names


async def measure(url: str, stage: Any, mongo: str, count: int) -> None:
    """One line of the table."""
    from social_world import opened_world  # noqa: PLC0415  # the world of the tests

    options = {"posts": "20", "app_calls": "1000000"}
    with stage.playing(url, **options) as meta:
        names = grow(stage.app.state.emulator, count)
        async with opened_world(meta, mongo, f"bench_scale_{count}", discover="") as world:
            world.shelf.scouts = [Card(f"s{n}", name, handles=(name,)) for n, name in enumerate(names)]
            world.shelf.offers = [Card("1", "La Bergerie", handles=("bergerie.1",))]
            first = await timed(read_all(world.context()))
            again = await timed(read_all(world.context()))
            pages = [await timed(world.ask(FEED)) for _ in range(30)]
            posts = len(await world.store.room("social").collection("posts").distinct("_id"))
        calls = meta.look("journal")["calls"]
    page = 1000 * statistics.median(pages)
    each = f"{1000 * again / count:>8.1f}"
    print(f"{count:>9}{posts:>9}{first:>10.1f}{again:>10.1f}{each}{calls / 2:>9.0f}{page:>10.1f}")


async def timed(work: Any) -> float:
    """Seconds of some work."""
    began = time.perf_counter()
    await work
    return time.perf_counter() - began


def main() -> None:
    """The table, everything on loopback."""
    sys.path.insert(0, str(TESTS))
    from social_world import Stage  # noqa: PLC0415

    print(
        f"{'accounts':>9}{'posts':>9}{'first s':>10}{'again s':>10}{'ms each':>8}{'calls':>9}{'page ms':>10}"
    )
    stage = Stage()
    with (
        tempfile.TemporaryDirectory() as folder,
        EmbeddedMongo.running(Path(folder)) as mongo,
        serving(lambda: stage) as server,
    ):
        for count in [int(text) for text in sys.argv[1:]] or [100, 300, 1000]:
            asyncio.run(measure(server.url, stage, mongo.uri, count))


if __name__ == "__main__":
    main()
