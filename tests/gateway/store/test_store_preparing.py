"""Declared collections exist after `prepare`, however often and from wherever it is called."""

import asyncio

import pytest
from store_waiting import asleep

from gateway.clock import ManualClock
from gateway.errors import SourceInvalid
from gateway.store import Collection, CollectionSpec, CommandJournal, DuplicateKey, IndexSpec, Room, Store

TEXT = IndexSpec(
    (("title", "text"), ("folded", "text")),
    name="words",
    weights={"title": 3},
    default_language="french",
    language_override="textLanguage",
)

TOWN = IndexSpec((("town", 1),), collation={"locale": "fr", "strength": 1})
PLACE = IndexSpec((("place", "2dsphere"), ("at", -1)))
SLUG = IndexSpec((("slug", 1),), unique=True, partial={"public": True})
OLD = IndexSpec((("seen", 1),), expire_after=3600)
STORIES = CollectionSpec("stories", (TEXT, TOWN, PLACE, SLUG, OLD), {"$jsonSchema": {"required": ["title"]}})


async def indexes(room: Room, name: str = "stories") -> dict[str, dict]:
    reply = await room.command({"listIndexes": room.full_name(name)})
    return {entry["name"]: entry for entry in reply["cursor"]["firstBatch"]}


async def test_indexes_are_made_as_declared(room: Room) -> None:
    await room.prepare([STORIES])
    made = await indexes(room)
    assert list(made) == ["_id_", "words", "town_1", "place_2dsphere_at_-1", "slug_1", "seen_1"]
    assert made["words"]["weights"] == {"folded": 1, "title": 3}
    assert made["words"]["language_override"] == "textLanguage"
    assert made["town_1"]["collation"]["strength"] == 1
    assert made["slug_1"]["unique"] is True
    assert made["slug_1"]["partialFilterExpression"] == {"public": True}
    assert made["seen_1"]["expireAfterSeconds"] == 3600


async def test_preparing_again_changes_nothing(room: Room, journal: CommandJournal) -> None:
    await room.prepare([STORIES, CollectionSpec("plain")])
    journal.reset()
    await room.prepare([STORIES, CollectionSpec("plain")])
    assert {command: counts.started for (_, command), counts in journal.snapshot().items()} == {
        "listCollections": 1,
        "createIndexes": 1,
    }


async def test_several_processes_may_prepare_at_once(
    mongo_uri: str, database_name: str, room: Room, stories: Collection
) -> None:
    other = await Store.open(mongo_uri, database_name)
    await asyncio.gather(
        *(each.prepare([STORIES]) for each in (room, other.room("scouts")) for _ in range(3))
    )
    await other.close()
    assert len(await indexes(room)) == 6


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (SLUG, IndexSpec((("slug", 1),))),
        (TOWN, IndexSpec((("town", 1), ("_id", 1)), name="town_1")),
        (TOWN, IndexSpec((("town", 1),))),
        (OLD, IndexSpec((("seen", 1),), expire_after=60)),
        (OLD, IndexSpec((("seen", 1),), expire_after=60, name="forget")),
        (TEXT, IndexSpec((("title", "text"),), name="other_words", default_language="french")),
        (TEXT, IndexSpec((("title", "text"),), name="words")),
    ],
    ids=["unique", "keys", "collation", "options", "options-and-name", "text-name", "text-keys"],
)
async def test_an_index_declared_otherwise_is_made_again(
    room: Room, before: IndexSpec, after: IndexSpec, caplog: pytest.LogCaptureFixture
) -> None:
    await room.prepare([CollectionSpec("stories", (before, PLACE))])
    assert caplog.messages == []
    await room.prepare([CollectionSpec("stories", (after, PLACE))])
    made = await indexes(room)
    assert set(made) == {"_id_", after.full_name, PLACE.full_name}
    assert caplog.messages == [
        f"the index {before.full_name} of scouts_stories is made again: it was declared otherwise"
    ]
    caplog.clear()
    await room.prepare([CollectionSpec("stories", (after, PLACE))])
    assert caplog.messages == []


async def test_two_indexes_may_differ_by_their_collation(room: Room) -> None:
    exact = IndexSpec((("town", 1),), name="exact")
    for _ in range(2):
        await room.prepare([CollectionSpec("stories", (exact, TOWN))])
    assert list(await indexes(room)) == ["_id_", "exact", "town_1"]
    await room.prepare(
        [CollectionSpec("stories", (IndexSpec((("town", 1),), name="exact", unique=True), TOWN))]
    )
    assert set(await indexes(room)) == {"_id_", "exact", "town_1"}


async def test_a_validator_is_set_changed_and_taken_away(room: Room, stories: Collection) -> None:
    await stories.insert_one({"_id": "before any declaration"})
    for required, document in (("title", {"body": 1}), ("body", {"title": 1})):
        await room.prepare([CollectionSpec("stories", validator={"$jsonSchema": {"required": [required]}})])
        with pytest.raises(SourceInvalid):
            await stories.insert_one(document)
    await room.prepare([CollectionSpec("stories")])
    await stories.insert_one({"title": 1})


async def test_a_unique_index_over_duplicates_is_refused(room: Room, stories: Collection) -> None:
    await stories.insert_many([{"slug": "a", "public": True}, {"slug": "a", "public": True}])
    with pytest.raises(DuplicateKey) as caught:
        await room.prepare([CollectionSpec("stories", (SLUG,))])
    assert caught.value.keys == ("slug",)


async def test_preparing_is_tried_again_ever_more_seldom_and_logged_once(
    store: Store, room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    await store.close()
    clock = ManualClock()
    preparing = asyncio.create_task(room.prepare_with_retry(clock, [STORIES]))
    for pause in (1, 2, 4, 8, 15, 15):
        await asleep(clock)
        clock.advance(pause - 0.01)
        await asyncio.sleep(0)
        assert clock.sleepers == 1
        clock.advance(0.01)
        await asyncio.sleep(0)
    preparing.cancel()
    await asyncio.wait({preparing})
    told = "<SOURCE_UNAVAILABLE from scouts: the store is closed>"
    assert caplog.messages == [f"the collections of scouts are not ready yet: {told}"]
