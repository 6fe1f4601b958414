"""The journal counts what was really sent."""

import asyncio

import pytest

from gateway.errors import SourceInvalid
from gateway.store import Collection, CommandJournal, Counts, Room


async def test_commands_are_counted_by_collection_and_kind(
    stories: Collection, room: Room, journal: CommandJournal
) -> None:
    await room.ping()
    await stories.insert_one({"_id": 1})
    await asyncio.gather(*(stories.find({}) for _ in range(20)))
    await stories.explain({})
    with pytest.raises(SourceInvalid):
        await stories.find({"$nonsense": 1})
    counts = journal.snapshot()
    # the first call of all looks for a server, which is a ping of its own
    assert counts.pop(("", "ping")).started == 2
    assert counts == {
        ("scouts_stories", "insert"): Counts(1, 0),
        ("scouts_stories", "find"): Counts(21, 1),
        ("scouts_stories", "explain"): Counts(1, 0),
    }
    assert journal.count("scouts_stories") == 23
    assert journal.count("scouts_stories", "find") == 21


async def test_a_reset_forgets(stories: Collection, journal: CommandJournal) -> None:
    await stories.find({})
    journal.reset()
    assert journal.snapshot() == {}


async def test_a_snapshot_stands_still(stories: Collection, journal: CommandJournal) -> None:
    await stories.find({})
    before = journal.snapshot()
    await stories.find({})
    assert before["scouts_stories", "find"] == Counts(1, 0)
