"""The server is killed in the middle of the work, and comes back with all its data."""

import asyncio
import os
import signal
import time
from collections.abc import Iterator

import pytest

from gateway.errors import SourceTimeout, SourceUnavailable
from gateway.store import Collection, CollectionSpec, Store
from gateway.supervise import EmbeddedMongo

DRIVERS = ("motor", "pymongo")
RECOVERY = 10.0


@pytest.fixture(scope="module")
def fragile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedMongo]:
    """A server of this module alone, since its tests kill it."""
    with EmbeddedMongo.running(tmp_path_factory.mktemp("fragile")) as mongo:
        yield mongo


async def eventually_found(stories: Collection) -> list[dict]:
    async with asyncio.timeout(RECOVERY):
        while True:
            try:
                return await stories.find({})
            except SourceUnavailable:
                await asyncio.sleep(0.05)


async def test_a_killed_server_fails_fast_and_is_found_again_with_its_data(
    fragile: EmbeddedMongo, caplog: pytest.LogCaptureFixture
) -> None:
    stores = [await Store.open(fragile.uri, f"killed_{driver}", driver=driver) for driver in DRIVERS]
    collections = [store.room("scouts").collection("stories") for store in stores]
    for stories in collections:
        await stories.insert_one({"_id": "before"})
    slow = {"$where": "sleep(1000) || true"}
    under_way = [asyncio.create_task(stories.find(slow)) for stories in collections for _ in range(5)]
    await asyncio.sleep(0.1)
    started = time.monotonic()
    os.kill(fragile.pid, signal.SIGKILL)
    answers = await asyncio.gather(*under_way, return_exceptions=True)
    assert {type(answer) for answer in answers} <= {SourceUnavailable, SourceTimeout}
    assert time.monotonic() - started < 2.5
    for stories in collections:
        for _ in range(20):
            with pytest.raises(SourceUnavailable):
                await stories.find({})
    assert time.monotonic() - started < 5
    await asyncio.to_thread(fragile.start)
    for store, stories in zip(stores, collections, strict=True):
        assert await eventually_found(stories) == [{"_id": "before"}]
        await store.close()
    told = sorted(message.split(" after")[0] for message in caplog.messages)
    assert told == ["MongoDB is back"] * 2 + ["MongoDB is down"] * 2


async def test_stores_open_close_and_wait_while_the_server_is_away(fragile: EmbeddedMongo) -> None:
    gone = [await Store.open(fragile.uri, "gone", driver=driver) for driver in DRIVERS]
    for store in gone:
        await store.ping()
    await asyncio.to_thread(fragile.stop)
    started = time.monotonic()
    await asyncio.gather(*(store.close() for store in gone))
    assert time.monotonic() - started < 2
    stores = [await Store.open(fragile.uri, f"late_{driver}", driver=driver) for driver in DRIVERS]
    rooms = [store.room("scouts") for store in stores]
    preparing = [
        asyncio.create_task(room.prepare_with_retry(room.clock, [CollectionSpec("stories")]))
        for room in rooms
    ]
    answers = await asyncio.gather(*(room.ping() for room in rooms), return_exceptions=True)
    assert [type(answer) for answer in answers] == [SourceUnavailable] * 2
    await asyncio.to_thread(fragile.start)
    async with asyncio.timeout(RECOVERY):
        await asyncio.gather(*preparing)
    for room, store in zip(rooms, stores, strict=True):
        reply = await room.command({"listCollections": 1})
        assert [entry["name"] for entry in reply["cursor"]["firstBatch"]] == ["scouts_stories"]
        await store.close()
