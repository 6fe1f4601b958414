"""What goes wrong at the database becomes an error of the graph, without a word of the driver."""

import logging
import os
import signal
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from gateway.errors import (
    SourceError,
    SourceInvalid,
    SourceMisconfigured,
    SourceTimeout,
    SourceUnavailable,
)
from gateway.settings import SettingsError
from gateway.store import Collection, CollectionSpec, DuplicateKey, InsertOne, Room, Store, patience
from gateway.supervise import EmbeddedMongo

WORD = "mot-a-taire"


async def failure(operation) -> SourceError:
    with pytest.raises(SourceError) as caught:
        await operation
    error = caught.value
    assert error.__suppress_context__, "a log would print the driver's error"
    return error


@pytest.fixture(params=["motor", "pymongo"])
async def hurried(
    request: pytest.FixtureRequest, mongo_uri: str, database_name: str
) -> AsyncIterator[Collection]:
    """Three documents in a store whose calls may take 0.3 s."""
    store = await Store.open(mongo_uri, database_name, driver=request.param, total_ms=300)
    stories = store.room("scouts").collection("stories")
    with patience(10):
        await stories.insert_many([{"_id": number} for number in range(3)])
    yield stories
    await store.close()


async def test_a_slow_query_is_a_timeout_within_the_budget(hurried: Collection) -> None:
    started = time.monotonic()
    error = await failure(hurried.find({"$where": "sleep(400) || true"}))
    assert type(error) is SourceTimeout
    assert error.source == "scouts"
    assert 0.25 < time.monotonic() - started < 0.8


async def test_patience_lets_a_job_take_longer(hurried: Collection) -> None:
    with patience(10):
        assert len(await hurried.find({"$where": "sleep(150) || true"})) == 3


async def test_patience_can_be_shorter_than_the_budget(stories: Collection) -> None:
    await stories.insert_one({"_id": 1})
    with patience(0.2):
        error = await failure(stories.find({"$where": "sleep(1000) || true"}))
    assert type(error) is SourceTimeout


async def test_a_scan_is_not_held_to_the_budget_of_a_call(hurried: Collection) -> None:
    scanned = [one async for one in hurried.scan({"$where": "sleep(150) || true"}, batch=1)]
    assert len(scanned) == 3


async def test_a_document_that_the_validator_refuses_is_invalid(room: Room) -> None:
    await room.prepare([CollectionSpec("places", validator={"height": {"$type": "int"}})])
    places = room.collection("places")
    error = await failure(places.insert_one({"height": WORD}))
    assert type(error) is SourceInvalid
    assert WORD not in repr(error)
    error = await failure(places.bulk_write([InsertOne({"height": WORD})]))
    assert type(error) is SourceInvalid
    assert error.detail == "BulkWriteError 121"


@pytest.mark.parametrize(
    "document",
    [{"n": 2**70}, {"n": object()}, {"a\0b": 1}, {"text": "\ud800"}, {"big": "x" * 17_000_000}],
    ids=["huge-number", "no-bson-type", "nul-in-name", "lone-surrogate", "too-large"],
)
async def test_a_value_that_cannot_be_stored_is_invalid(stories: Collection, document: dict) -> None:
    error = await failure(stories.insert_one(document))
    assert type(error) is SourceInvalid
    assert await stories.count({}) == 0


async def test_a_wrong_query_is_invalid_and_its_text_stays_inside(stories: Collection) -> None:
    error = await failure(stories.find({"name": {f"${WORD}": 1}}))
    assert type(error) is SourceInvalid
    assert error.detail == "OperationFailure 2 BadValue"
    assert WORD not in f"{error!r} {error} {error.extensions()}"


async def test_a_duplicate_holds_names_and_no_values(stories: Collection) -> None:
    await stories.insert_one({"_id": WORD})
    error = await failure(stories.insert_one({"_id": WORD}))
    assert type(error) is DuplicateKey
    assert error.detail == "duplicate key _id"


@pytest.mark.parametrize("driver", ["motor", "pymongo"])
async def test_refused_credentials_are_misconfigured(mongo_uri: str, driver: str) -> None:
    uri = mongo_uri.replace("mongodb://", f"mongodb://someone:{WORD}@")
    store = await Store.open(uri, "test_nothing", driver=driver)
    try:
        error = await failure(store.room("scouts").ping())
        assert type(error) is SourceMisconfigured
        assert WORD not in repr(error)
    finally:
        await store.close()


@pytest.mark.parametrize("driver", ["motor", "pymongo"])
@pytest.mark.parametrize("uri", [f"http://{WORD}", f"mongodb://{WORD}:x:y@h", "mongodb://h/?timeoutMS=x"])
async def test_a_wrong_uri_is_a_setting_to_repair(driver: str, uri: str) -> None:
    with pytest.raises(SettingsError, match="MONGODB_URI") as caught:
        await Store.open(uri, "test_nothing", driver=driver)
    assert WORD not in str(caught.value)


async def test_an_unknown_driver_is_a_setting_to_repair(mongo_uri: str) -> None:
    with pytest.raises(SettingsError, match="neither motor nor pymongo"):
        await Store.open(mongo_uri, "test_nothing", driver="odbc")


async def test_a_closed_store_refuses_calls_and_closes_again(store: Store, stories: Collection) -> None:
    await store.close()
    with pytest.raises(SourceUnavailable) as caught:
        await stories.find({})
    assert caught.value.detail == "the store is closed"
    await store.close()


def stand_still(pid: int) -> None:
    """Stop every thread of a process; the signal is on its way when `kill` returns, so look until it is there."""
    os.kill(pid, signal.SIGSTOP)
    deadline = time.monotonic() + 10
    while any("State:\tT" not in task.read_text() for task in Path(f"/proc/{pid}/task").glob("*/status")):
        assert time.monotonic() < deadline, "the server does not stop"
        time.sleep(0.01)


@pytest.mark.parametrize("driver", ["motor", "pymongo"])
async def test_a_server_that_stands_still_is_a_timeout(
    driver: str, mongo: EmbeddedMongo | None, mongo_uri: str, caplog: pytest.LogCaptureFixture
) -> None:
    if mongo is None:
        pytest.skip("TEST_MONGODB_URI names a server that is not ours to stop")
    store = await Store.open(mongo_uri, "test_nothing", driver=driver, total_ms=400)
    stories = store.room("scouts").collection("stories")
    await stories.find({})
    stand_still(mongo.pid)
    try:
        started = time.monotonic()
        error = await failure(stories.find({}))
        assert type(error) is SourceTimeout
        assert time.monotonic() - started < 1.2
    finally:
        os.kill(mongo.pid, signal.SIGCONT)
        await store.close()
    assert [record.message for record in caplog.records if record.levelno >= logging.WARNING] == []
