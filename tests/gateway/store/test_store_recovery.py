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

RECOVERY = 10.0


@pytest.fixture(scope="module")
def fragile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedMongo]:
    """A server of this module alone, since its tests kill it."""
    with EmbeddedMongo.running(tmp_path_factory.mktemp("fragile")) as mongo:
        yield mongo


async def eventually_found(stories: Collection) -> float:
    started = time.monotonic()
    while time.monotonic() - started < RECOVERY:
        try:
            assert await stories.find({}) == [{"_id": "before"}]
        except SourceUnavailable:
            await asyncio.sleep(0.05)
        else:
            return time.monotonic() - started
    raise AssertionError("it did not come back")


@pytest.mark.parametrize("driver", ["motor", "pymongo"])
async def test_a_killed_server_fails_fast_and_is_found_again(
    fragile: EmbeddedMongo, driver: str, caplog: pytest.LogCaptureFixture
) -> None:
    store = await Store.open(fragile.uri, f"killed_{driver}", driver=driver)
    stories = store.room("scouts").collection("stories")
    await stories.insert_one({"_id": "before"})
    under_way = [asyncio.create_task(stories.find({"$where": "sleep(1000) || true"})) for _ in range(5)]
    await asyncio.sleep(0.1)
    started = time.monotonic()
    os.kill(fragile.pid, signal.SIGKILL)
    answers = await asyncio.gather(*under_way, return_exceptions=True)
    assert {type(answer) for answer in answers} <= {SourceUnavailable, SourceTimeout}
    for _ in range(20):
        with pytest.raises(SourceUnavailable):
            await stories.find({})
    assert time.monotonic() - started < 3.5
    await asyncio.to_thread(fragile.start)
    assert await eventually_found(stories) < 3
    await store.close()
    assert [message.split(" after")[0] for message in caplog.messages] == [
        "MongoDB is down",
        "MongoDB is back",
    ]


@pytest.mark.parametrize("driver", ["motor", "pymongo"])
async def test_a_store_opened_while_the_server_is_away_prepares_itself_later(
    fragile: EmbeddedMongo, driver: str
) -> None:
    await asyncio.to_thread(fragile.stop)
    store = await Store.open(fragile.uri, f"late_{driver}", driver=driver)
    room = store.room("scouts")
    specs = [CollectionSpec("stories", validator={"title": {"$exists": True}})]
    preparing = asyncio.create_task(room.prepare_with_retry(room.clock, specs))
    with pytest.raises(SourceUnavailable):
        await room.ping()
    await asyncio.to_thread(fragile.start)
    async with asyncio.timeout(RECOVERY):
        await preparing
    reply = await room.command({"listCollections": 1})
    assert [entry["name"] for entry in reply["cursor"]["firstBatch"]] == ["scouts_stories"]
    await store.close()


@pytest.mark.parametrize("driver", ["motor", "pymongo"])
async def test_a_store_closes_quickly_after_its_server_is_gone(fragile: EmbeddedMongo, driver: str) -> None:
    store = await Store.open(fragile.uri, "gone", driver=driver)
    await store.ping()
    await asyncio.to_thread(fragile.stop)
    started = time.monotonic()
    await store.close()
    assert time.monotonic() - started < 2
    await asyncio.to_thread(fragile.start)
