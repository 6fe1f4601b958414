"""Each migration runs once, in order, by one process, and again after a crash."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from store_waiting import asleep

from gateway.clock import ManualClock
from gateway.errors import SourceUnavailable
from gateway.store import Collection, CollectionSpec, CommandJournal, IndexSpec, Migration, Room, Store
from gateway.store.lease import Lease


def adding(room: Room, version: int, log: list[int]) -> Migration:
    async def run(given: Room) -> None:
        assert given is room
        log.append(version)
        await given.collection("stories").update_many({}, {"$inc": {"changes": version}})

    return Migration(version, f"add {version}", run)


async def test_pending_migrations_run_once_in_order(room: Room, stories: Collection) -> None:
    log: list[int] = []
    await stories.insert_one({"_id": 1, "changes": 0})
    await room.prepare([], [adding(room, 2, log), adding(room, 1, log)])
    await room.prepare([], [adding(room, 1, log), adding(room, 2, log), adding(room, 10, log)])
    assert log == [1, 2, 10]
    assert await stories.find_one({}) == {"_id": 1, "changes": 13}
    records = await room.shared("gateway_migrations").find({}, sort=[("version", 1)])
    assert [(record["source"], record["version"], record["name"]) for record in records] == [
        ("scouts", 1, "add 1"),
        ("scouts", 2, "add 2"),
        ("scouts", 10, "add 10"),
    ]


async def test_nothing_pending_takes_no_lock(room: Room, journal: CommandJournal) -> None:
    migrations = [adding(room, 1, [])]
    await room.prepare([], migrations)
    journal.reset()
    await room.prepare([], migrations)
    assert journal.count("gateway_migrations") == 1


async def test_rooms_count_their_versions_apart(store: Store) -> None:
    log: list[int] = []
    for room in (store.room("scouts"), store.room("social")):
        await room.prepare([], [adding(room, 1, log)])
    assert log == [1, 1]


async def test_after_a_crash_the_migration_runs_again_and_those_before_do_not(room: Room) -> None:
    log: list[int] = []

    async def crash(_: Room) -> None:
        log.append(2)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await room.prepare([], [adding(room, 1, log), Migration(2, "add 2", crash)])
    await room.prepare([], [adding(room, 1, log), adding(room, 2, log)])
    assert log == [1, 2, 2]


async def test_several_processes_run_each_migration_once(mongo_uri: str, database_name: str) -> None:
    stores = [await Store.open(mongo_uri, database_name) for _ in range(3)]
    log: list[str] = []

    async def slow(_: Room) -> None:
        log.append("begins")
        await asyncio.sleep(0.05)
        log.append("ends")

    migrations = [Migration(1, "slow", slow), Migration(2, "slow too", slow)]
    await asyncio.gather(*(each.room("scouts").prepare([], migrations) for each in stores))
    for each in stores:
        await each.close()
    assert log == ["begins", "ends"] * 2


async def test_a_migration_clears_the_way_for_a_unique_index(room: Room, stories: Collection) -> None:
    await stories.insert_many([{"slug": "a"}, {"slug": "a"}])

    async def name_apart(given: Room) -> None:
        named = given.collection("stories")
        async for story in named.scan({}):
            await named.update_one({"_id": story["_id"]}, {"$set": {"slug": str(story["_id"])}})

    unique = IndexSpec((("slug", 1),), unique=True)
    await room.prepare([CollectionSpec("stories", (unique,))], [Migration(1, "name apart", name_apart)])
    assert len(await stories.distinct("slug")) == 2


@pytest.mark.parametrize("versions", [(1, 1), (2, 1, 2)])
async def test_a_version_declared_twice_is_a_mistake(room: Room, versions: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="scouts declares two migrations of version"):
        await room.prepare([], [adding(room, version, []) for version in versions])


async def test_a_version_that_meant_something_else_is_a_mistake(room: Room) -> None:
    log: list[int] = []
    await room.prepare([], [adding(room, 1, log)])
    with pytest.raises(ValueError, match="take the next number"):
        await room.prepare([], [Migration(1, "something else", adding(room, 1, log).run)])
    assert log == [1]


async def test_a_lease_left_by_a_crash_runs_out(room: Room) -> None:
    leases = room.shared("gateway_migrations")
    past = datetime.now(UTC) - timedelta(seconds=1)
    await leases.insert_one({"_id": "lease:scouts", "holder": "somebody killed", "until": past})
    log: list[int] = []
    await room.prepare([], [adding(room, 1, log)])
    assert log == [1]
    assert await leases.find_one({"_id": "lease:scouts"}) is None


async def test_a_lease_is_waited_for(room: Room) -> None:
    clock = ManualClock()
    leases = room.shared("gateway_migrations")
    future = datetime.now(UTC) + timedelta(minutes=5)
    await leases.insert_one({"_id": "l", "holder": "somebody else", "until": future})

    async def hold() -> None:
        async with Lease(leases, "l", clock).held():
            pass

    waiting = asyncio.create_task(hold())
    await asleep(clock)
    assert not waiting.done()
    await leases.delete_one({"_id": "l"})
    clock.advance(1)
    await waiting


async def test_a_lease_is_renewed_while_it_is_held(room: Room) -> None:
    clock = ManualClock()
    leases = room.shared("gateway_migrations")
    async with Lease(leases, "l", clock, seconds=30).held():
        before = await leases.find_one({"_id": "l"})
        for _ in range(2):
            await asleep(clock)
            clock.advance(10)
        await asleep(clock)
        after = await leases.find_one({"_id": "l"})
    assert before is not None
    assert after is not None
    assert before["holder"] == after["holder"]
    assert before["until"] < after["until"]


async def test_work_under_a_lost_lease_is_stopped(room: Room) -> None:
    clock = ManualClock()
    leases = room.shared("gateway_migrations")

    async def hold() -> None:
        async with Lease(leases, "l", clock, seconds=30).held():
            await asyncio.Event().wait()

    holding = asyncio.create_task(hold())
    await asleep(clock)
    await leases.update_one({"_id": "l"}, {"$set": {"holder": "somebody else"}})
    clock.advance(10)
    with pytest.raises(SourceUnavailable) as caught:
        await holding
    assert caught.value.detail == "the lease was lost"
    assert await leases.count({"_id": "l"}) == 1, "it is another's now"
