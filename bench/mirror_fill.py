"""Measures how the mirror is filled: `python -m bench.mirror_fill [objects]`, 10,000 by default.

Everything is real: an emulator and a mongod in processes of their own, the source in this one. Measured are a
first fill over the API, a run over a hundred changes, a full and a differential export; for each the time
and the most memory that this process held. Nothing is asserted.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import resource
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx

from bench.machine import calibration, cores, description, resident_mb
from gateway.clock import SystemClock
from gateway.opened import open_sources
from gateway.settings import read_source_settings
from gateway.store import Store
from gateway.supervise import EmbeddedMongo
from gateway.supervise.ports import accepts, free_port
from gateway.testing.servers import ServerThread
from sources.apidae.exports.notifications import read
from sources.apidae.mirror.done import Done
from sources.apidae.source import emulator_environment, source
from sources.apidae.upkeep import Upkeep

CHANGED = 100


def emulate(port: int, size: int) -> None:
    """The emulator, for ever."""
    ServerThread(lambda: source.emulator.build({"size": str(size)}), port).start()  # type: ignore[union-attr]
    time.sleep(10**6)


@asynccontextmanager
async def opened(uri: str, url: str) -> AsyncIterator[tuple[Upkeep, Store]]:
    """The source with an empty mirror."""
    store = await Store.open(uri, "mirror_fill", total_ms=10_000)
    await store.room("apidae").prepare(source.collections)
    settings = read_source_settings(source, emulator_environment(url), disabled=False)
    async with open_sources([(source, settings)], store=store, clock=SystemClock()) as sources:
        yield sources.by_name["apidae"].runtime().upkeep, store
    await store.close()


async def timed(what: str, work: Awaitable[Any]) -> None:
    """Print how long something took, the memory, and what was done."""
    began = time.perf_counter()
    done = await work
    seconds = time.perf_counter() - began
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    now = resident_mb(os.getpid())
    print(f"{what:26} {seconds:7.1f} s  {now:5.0f} MB now, {most:.0f} at most  {_told(done)}", flush=True)


async def exported(upkeep: Upkeep, url: str, *, reset: bool) -> list[str]:
    """Let the emulator make an export, then fetch and apply it; only the latter is worked on here."""
    door = upkeep.door
    assert door  # noqa: S101  # the emulator's settings switch exports on
    body = urlencode(await announced(url, reset=reset)).encode()
    await upkeep.exports.inbox.put(read(body, door.project, door.hosts), SystemClock().now())
    return await upkeep.exports.run()


async def announced(url: str, **wish: Any) -> dict[str, str]:
    """A new export of the emulator."""
    async with httpx.AsyncClient(trust_env=False, timeout=600) as client:
        made = await client.post(f"{url}/__emu/exports", json=wish)
        told: dict[str, str] = made.json()["notification"]
        return told


async def changed(upkeep: Upkeep, url: str) -> None:
    """Change some objects of the emulator."""
    page = await upkeep.mirror.feed.page(None, CHANGED)
    numbers = [entry.number for entry, _ in page.entries]
    async with httpx.AsyncClient(trust_env=False, timeout=60) as client:
        for number in numbers:
            patch = {"nom": {"libelleFr": f"Changé {time.time_ns()}"}}
            (await client.post(f"{url}/__emu/objects/{number}", json=patch)).raise_for_status()


async def measure(uri: str, url: str) -> None:
    """All measurements."""
    async with opened(uri, url) as (upkeep, store):
        await timed("nothing yet", asyncio.sleep(0))
        await timed("first fill over the API", upkeep.mirror.sync(complete=True))
        await timed("a run without changes", upkeep.mirror.sync(eager=True))
        await changed(upkeep, url)
        await timed(f"a run over {CHANGED} changes", upkeep.mirror.sync(eager=True))
        await timed("everything again", upkeep.mirror.sync(complete=True))
        await timed("a full export", exported(upkeep, url, reset=True))
        await changed(upkeep, url)
        await timed(f"an export of {CHANGED} changes", exported(upkeep, url, reset=False))
        await timed("a look around", upkeep.watch.look())
        for name in ("objects", "objects_b"):
            size = await store.room("apidae").command({"collStats": f"apidae_{name}", "scale": 1 << 20})
            disk, indexes = size["storageSize"], size["totalIndexSize"]
            print(f"{name}: documents {size['size']} MB, on disk {disk} MB, indexes {indexes} MB")


def main() -> None:
    """Everything on loopback, ended at the end."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    facts = " · ".join(description().values())
    pace, load = calibration(cores().serving), os.getloadavg()[0]
    print(f"{size} objects; {facts}; {pace:.1f} million empty turns a second; load {load:.1f}", flush=True)
    port = free_port()
    emulator = multiprocessing.get_context("spawn").Process(target=emulate, args=(port, size), daemon=True)
    emulator.start()
    try:
        with tempfile.TemporaryDirectory() as folder, EmbeddedMongo.running(Path(folder)) as mongo:
            while not accepts(port):
                time.sleep(0.5)
            asyncio.run(measure(mongo.uri, f"http://127.0.0.1:{port}"))
    finally:
        emulator.terminate()
        emulator.join()


def _told(done: Any) -> str:
    if isinstance(done, Done):
        return done.sentence()
    return " ".join(done) if isinstance(done, list) else ""


if __name__ == "__main__":
    main()
