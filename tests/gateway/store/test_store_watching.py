"""A hub: one change stream for all followers, resumed by marks, nothing lost over a restart of mongod."""

import asyncio
import os
import signal
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from pathlib import Path
from typing import Any

import pytest

from gateway.clock import SystemClock
from gateway.errors import BadInput, SourceError, StreamLost
from gateway.source import Happening
from gateway.store import Collection, CommandJournal, Store
from gateway.store.watching import Hub, Position
from gateway.supervise import EmbeddedMongo


async def told(change: dict[str, Any]) -> int | None:
    number: int = change["fullDocument"]["n"]
    if number == 13:
        raise ValueError("a poisoned change")
    return number if number >= 0 else None


@pytest.fixture
async def hub(stories: Collection) -> AsyncIterator[Hub[int]]:
    await stories.insert_one({"n": -1})
    made = Hub(stories, told, SystemClock(), keep=20)
    yield made
    await made.aclose()


def streams(journal: CommandJournal) -> int:
    return journal.count("scouts_stories", "aggregate")


async def begun(hub: Hub[int], since: str | None = None) -> AsyncGenerator[Happening[int], None]:
    """A follower that stands in the stream already."""
    following, known = hub.follow(since), hub.followers
    first = asyncio.ensure_future(anext(following))
    while hub.followers == known:  # noqa: ASYNC110  # the hub tells nobody who has joined
        await asyncio.sleep(0.01)

    async def rest() -> AsyncGenerator[Happening[int], None]:
        async with aclosing(following):
            yield await first
            async for happening in following:
                yield happening

    return rest()


async def take(following: AsyncGenerator[Happening[int], None], count: int) -> list[int]:
    async with asyncio.timeout(10):
        return [(await anext(following)).value for _ in range(count)]


async def written(stories: Collection, number: int) -> bool:
    try:
        await stories.insert_one({"n": number})
    except SourceError:
        return False
    return True


async def write(stories: Collection, *numbers: int) -> None:
    for number in numbers:
        await stories.insert_one({"n": number})


async def test_two_hundred_followers_share_one_stream_and_each_gets_everything(
    hub: Hub[int], stories: Collection, journal: CommandJournal
) -> None:
    followers = [await begun(hub) for _ in range(200)]
    await write(stories, 1, -5, 13, 2, 3)
    found = await asyncio.gather(*(take(follower, 3) for follower in followers))
    assert found == [[1, 2, 3]] * 200
    assert (streams(journal), hub.followers) == (1, 200)
    for follower in followers:
        await follower.aclose()
    assert (hub.followers, hub._task) == (0, None)


async def test_a_mark_goes_on_after_its_event_from_memory_or_from_the_oplog(
    hub: Hub[int], stories: Collection, journal: CommandJournal
) -> None:
    first = await begun(hub)
    await write(stories, 1, 2, 3)
    async with asyncio.timeout(10):
        mark = (await anext(first)).mark
    second = await begun(hub, mark)
    assert await take(second, 2) == [2, 3]
    assert streams(journal) == 1
    await first.aclose()
    await second.aclose()
    await write(stories, 4)
    third = await begun(hub, mark)  # another process, or this one after a pause
    assert await take(third, 3) == [2, 3, 4]
    await third.aclose()


async def test_going_back_for_one_repeats_nothing_for_the_others(hub: Hub[int], stories: Collection) -> None:
    first = await begun(hub)
    await write(stories, 1, 2)
    async with asyncio.timeout(10):
        mark = (await anext(first)).mark
    await first.aclose()
    other = await begun(hub)
    await write(stories, 3)
    assert await take(other, 1) == [3]
    late = await begun(hub, mark)
    assert await take(late, 2) == [2, 3]
    await write(stories, 4)
    assert (await take(other, 1), await take(late, 1)) == ([4], [4])
    await other.aclose()
    await late.aclose()


async def test_a_follower_that_falls_behind_is_told_so_and_holds_no_memory(
    hub: Hub[int], stories: Collection
) -> None:
    slow, quick = await begun(hub), await begun(hub)
    for number in range(1000, 1030):
        await write(stories, number)
        assert await take(quick, 1) == [number]
    assert await take(slow, 1) == [1000]  # it stood there before
    with pytest.raises(StreamLost):
        await take(slow, 1)
    assert len(hub._positions) <= 20
    await quick.aclose()


async def test_marks_that_are_none_or_too_old_are_refused(hub: Hub[int]) -> None:
    for mark in ("x", "1-2", "1-2-3-4", "-1-2-3", "1-2-" + "f" * 9, '{"$gt": ""}', "1" * 100):
        with pytest.raises(BadInput):
            await anext(hub.follow(mark))
    with pytest.raises(StreamLost):
        await anext(hub.follow(Position(1, 1, 0).mark))
    assert hub.followers == 0


async def test_a_dropped_collection_ends_the_stream_and_the_next_follower_begins_anew(
    hub: Hub[int], stories: Collection, store: Store
) -> None:
    first = await begun(hub)
    await write(stories, 1)
    assert await take(first, 1) == [1]
    await store.room("scouts").command({"drop": "scouts_stories"})
    with pytest.raises(StreamLost):
        await take(first, 1)
    again = await begun(hub)
    await write(stories, 2)
    assert await take(again, 1) == [2]
    await again.aclose()


async def test_nothing_is_lost_while_mongod_is_killed_and_comes_back(tmp_path: Path) -> None:
    with EmbeddedMongo.running(tmp_path) as server:
        store = await Store.open(server.uri, "watching")
        stories = store.room("scouts").collection("stories")
        await write(stories, -1)
        hub = Hub(stories, told, SystemClock())
        follower = await begun(hub)
        await write(stories, 1)
        assert await take(follower, 1) == [1]
        os.kill(server.pid, signal.SIGKILL)
        while server.alive:  # noqa: ASYNC110  # the process tells nobody
            await asyncio.sleep(0.01)
        await asyncio.to_thread(server.start)
        async with asyncio.timeout(15):
            while not await written(stories, 2):  # noqa: ASYNC110  # nor does the store
                await asyncio.sleep(0.1)
        assert await take(follower, 1) == [2]
        await follower.aclose()
        await store.close()
