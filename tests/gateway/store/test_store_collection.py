"""The contract of a collection, the same on motor and on PyMongo Async."""

import asyncio
from contextlib import aclosing
from datetime import UTC, datetime, timedelta, timezone

import pytest

from gateway.store import (
    BulkResult,
    Collection,
    CommandJournal,
    DeleteOne,
    DuplicateKey,
    InsertOne,
    ReplaceOne,
    Room,
    Store,
    UpdateOne,
    UpdateResult,
)

TOWNS = [
    {"_id": 1, "town": "Évian", "height": 375},
    {"_id": 2, "town": "evian", "height": 376},
    {"_id": 3, "town": "Salers", "height": 950},
]
FRENCH = {"locale": "fr", "strength": 1}


@pytest.fixture
async def towns(room: Room) -> Collection:
    collection = room.collection("towns")
    await collection.insert_many(TOWNS)
    return collection


async def test_names_carry_the_source(stories: Collection, room: Room) -> None:
    await stories.insert_one({"_id": "a"})
    assert stories.name == room.full_name("stories") == "scouts_stories"
    reply = await room.command({"listCollections": 1, "nameOnly": True})
    assert [entry["name"] for entry in reply["cursor"]["firstBatch"]] == ["scouts_stories"]


async def test_find_takes_sort_limit_skip_projection_and_hint(towns: Collection) -> None:
    found = await towns.find(
        {}, sort=[("height", -1)], limit=1, skip=1, projection={"town": 1}, hint=[("_id", 1)]
    )
    assert found == [{"_id": 2, "town": "evian"}]
    assert await towns.find({"height": {"$gt": 5000}}) == []


async def test_a_collation_ignores_case_and_accents(towns: Collection) -> None:
    assert len(await towns.find({"town": "EVIAN"}, collation=FRENCH)) == 2
    assert await towns.count({"town": "EVIAN"}, collation=FRENCH) == 2
    assert len(await towns.distinct("town", collation=FRENCH)) == 2
    assert await towns.find_one({"town": "EVIAN"}) is None


async def test_many_documents_come_in_one_round_trip(stories: Collection, journal: CommandJournal) -> None:
    await stories.insert_many([{"_id": number} for number in range(900)])
    journal.reset()
    assert len(await stories.find({})) == 900
    assert len(await stories.aggregate([{"$match": {}}])) == 900
    assert {key: counts.started for key, counts in journal.snapshot().items()} == {
        ("scouts_stories", "find"): 1,
        ("scouts_stories", "aggregate"): 1,
    }


async def test_counting_stops_at_the_limit(towns: Collection) -> None:
    assert await towns.count({}) == 3
    assert await towns.count({}, limit=2) == 2


async def test_distinct_gives_each_value_once(towns: Collection) -> None:
    assert sorted(await towns.distinct("height", {"height": {"$lt": 900}})) == [375, 376]


async def test_aggregate_groups(towns: Collection) -> None:
    pipeline = [{"$group": {"_id": None, "highest": {"$max": "$height"}}}]
    assert await towns.aggregate(pipeline, hint=[("_id", 1)]) == [{"_id": None, "highest": 950}]


async def test_a_room_aggregates_over_given_values(room: Room) -> None:
    assert await room.aggregate([{"$documents": [{"key": "a"}, {"key": "b"}]}]) == [
        {"key": "a"},
        {"key": "b"},
    ]


async def test_inserting_leaves_the_document_alone(stories: Collection) -> None:
    document = {"title": "Au bord du lac"}
    first = await stories.insert_one(document)
    (second,) = await stories.insert_many([document])
    assert document == {"title": "Au bord du lac"}
    assert first != second
    assert await stories.count({}) == 2


async def test_dates_come_back_in_utc_to_the_millisecond(stories: Collection) -> None:
    paris = timezone(timedelta(hours=2))
    await stories.insert_one({"_id": 1, "at": datetime(2026, 7, 1, 12, 0, 0, 123456, tzinfo=paris)})
    found = await stories.find_one({"_id": 1})
    assert found == {"_id": 1, "at": datetime(2026, 7, 1, 10, 0, 0, 123000, tzinfo=UTC)}


async def test_updates_say_what_they_did(towns: Collection) -> None:
    assert await towns.update_one({"_id": 1}, {"$set": {"height": 375}}) == UpdateResult(1, 0)
    assert await towns.update_many({}, {"$inc": {"height": 1}}) == UpdateResult(3, 3)
    assert await towns.update_one({"_id": 9}, {"$set": {"town": "Lyon"}}, upsert=True) == UpdateResult(
        0, 0, 9
    )
    assert await towns.replace_one({"_id": 9}, {"town": "Lyon 2e"}) == UpdateResult(1, 1)
    assert await towns.find_one({"_id": 9}) == {"_id": 9, "town": "Lyon 2e"}


async def test_find_one_and_update_returns_before_or_after(towns: Collection) -> None:
    higher = {"$inc": {"height": 10}}
    before = await towns.find_one_and_update({"_id": 3}, higher, returning="before")
    after = await towns.find_one_and_update({"_id": 3}, higher, projection={"height": 1})
    assert before is not None
    assert before["height"] == 950
    assert after == {"_id": 3, "height": 970}
    assert await towns.find_one_and_update({"_id": 99}, higher) is None


async def test_a_bulk_write_counts_everything(towns: Collection) -> None:
    result = await towns.bulk_write(
        [
            InsertOne({"_id": 4}),
            UpdateOne({"_id": 1}, {"$set": {"height": 1}}),
            ReplaceOne({"_id": 5}, {"town": "Thiers"}, upsert=True),
            DeleteOne({"_id": 2}),
        ]
    )
    assert result == BulkResult(inserted=1, matched=1, modified=1, deleted=1, upserted=1)


async def test_nothing_to_write_is_no_call(stories: Collection, journal: CommandJournal) -> None:
    assert await stories.insert_many([]) == []
    assert await stories.bulk_write([]) == BulkResult()
    assert journal.snapshot() == {}


async def test_deletions_say_how_many(towns: Collection) -> None:
    assert await towns.delete_one({"_id": 1}) == 1
    assert await towns.delete_many({}) == 2
    assert await towns.delete_many({}) == 0


async def test_scan_reads_everything_in_batches(stories: Collection, journal: CommandJournal) -> None:
    await stories.insert_many([{"_id": number} for number in range(1200)])
    journal.reset()
    scanned = [document["_id"] async for document in stories.scan({}, batch=500, sort=[("_id", 1)])]
    assert scanned == list(range(1200))
    assert journal.count("scouts_stories", "find") == 1
    assert journal.count("scouts_stories", "getMore") == 2


async def test_a_scan_left_early_closes_its_cursor(stories: Collection, journal: CommandJournal) -> None:
    await stories.insert_many([{"_id": number} for number in range(10)])
    async with aclosing(stories.scan({}, batch=2)) as scanning:
        assert (await anext(scanning))["_id"] == 0
    assert journal.count("scouts_stories", "killCursors") == 1


async def test_explain_names_the_index(stories: Collection) -> None:
    await stories.insert_many([{"_id": number} for number in range(6)])
    plan = await stories.explain({"_id": {"$gt": 3}}, sort=[("_id", 1)], limit=5, hint=[("_id", 1)])
    assert plan["queryPlanner"]["winningPlan"]["inputStage"]["inputStage"]["indexName"] == "_id_"
    assert plan["executionStats"]["totalDocsExamined"] == 2


async def test_a_unique_index_refuses_with_the_names_of_its_fields(stories: Collection) -> None:
    await stories.insert_one({"_id": "a"})
    with pytest.raises(DuplicateKey) as caught:
        await stories.insert_one({"_id": "a"})
    assert (caught.value.keys, caught.value.source, caught.value.code) == (
        ("_id",),
        "scouts",
        "SOURCE_INVALID",
    )
    with pytest.raises(DuplicateKey) as caught:
        await stories.bulk_write([InsertOne({"_id": "b"}), InsertOne({"_id": "a"}), InsertOne({"_id": "c"})])
    assert (caught.value.positions, caught.value.keys) == ((1,), ("_id",))
    assert await stories.count({}) == 3


async def test_watch_delivers_changes_from_the_moment_it_is_entered(stories: Collection) -> None:
    async with stories.watch([{"$match": {"operationType": "insert"}}]) as changes:
        await stories.insert_one({"_id": "a"})
        await stories.delete_one({"_id": "a"})
        await stories.insert_one({"_id": "b"})
        first, second = await anext(changes), await anext(changes)
    assert [first["documentKey"], second["documentKey"]] == [{"_id": "a"}, {"_id": "b"}]
    async with stories.watch(resume_after=first["_id"], full_document="updateLookup") as changes:
        assert (await anext(changes))["operationType"] == "delete"


async def test_an_idle_watch_can_be_cancelled_and_the_store_goes_on(stories: Collection) -> None:
    await stories.insert_one({"_id": "a"})
    async with stories.watch() as changes:
        waiting = asyncio.ensure_future(anext(changes))
        await asyncio.sleep(0.05)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
    assert await stories.count({}) == 1


@pytest.mark.parametrize("driver", ["motor", "pymongo"])
async def test_a_watch_outlasts_the_budget_of_a_call(driver: str, mongo_uri: str, database_name: str) -> None:
    store = await Store.open(mongo_uri, database_name, driver=driver, total_ms=300)
    stories = store.room("scouts").collection("stories")
    async with stories.watch() as changes:
        waiting = asyncio.ensure_future(anext(changes))
        await asyncio.sleep(0.6)
        assert not waiting.done()
        await stories.insert_one({"_id": "late"})
        assert (await waiting)["documentKey"] == {"_id": "late"}
    await store.close()


async def test_a_watch_ends_when_its_collection_is_dropped(stories: Collection, room: Room) -> None:
    await stories.insert_one({"_id": "a"})
    async with stories.watch() as changes:
        await room.command({"drop": stories.name})
        assert [change["operationType"] async for change in changes] == ["drop", "invalidate"]


async def test_a_cancelled_caller_leaves_a_working_store(stories: Collection) -> None:
    await stories.insert_one({"_id": "a"})
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await stories.find({"$where": "sleep(300) || true"})
    assert await stories.count({}) == 1
