"""Idempotency keys: once executed, whatever is repeated, raced, cut off or taken over."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from gateway.mutations.idempotency import KEYS, LEASE
from gateway.store import CollectionSpec, Store
from tests.gateway.mutations.mutation_world import Writing, outage, writing
from tests.gateway.mutations.test_mutations import WRITE, codes


async def write(world: Writing, text: str = "x", key: str | None = "k1", who: str = "author") -> Any:
    return (await world.data(WRITE, {"text": text, "key": key}, who))["writeNote"]


async def notes(world: Writing) -> int:
    return await world.desk.notes.count({})


async def test_the_same_key_and_input_give_the_same_answer_and_one_execution(world: Writing) -> None:
    first, second = await write(world), await write(world)
    assert first == second
    assert (await notes(world), len(world.desk.calls)) == (1, 1)


@pytest.mark.parametrize("store", ["motor"], indirect=True)
async def test_other_input_is_a_conflict_other_callers_and_keys_are_others(world: Writing) -> None:
    await write(world)
    assert (await write(world, "y"))["userErrors"][0]["code"] == "IDEMPOTENCY_CONFLICT"
    assert [codes(one) for one in (await write(world, key="k2"), await write(world, who="other"))] == [[], []]
    assert await notes(world) == 3
    for bad in ("", "k" * 101):
        refused = await write(world, key=bad)
        assert refused["userErrors"][0]["field"] == ["idempotencyKey"]
    assert await notes(world) == 3


async def test_many_at_once_make_one(store: Store) -> None:
    from gateway.clock import SystemClock

    world = await writing(store, clock=SystemClock())  # type: ignore[arg-type]
    found = await asyncio.gather(*(write(world) for _ in range(30)))
    assert len({one["note"]["id"] for one in found}) == 1
    assert (await notes(world), len(world.desk.calls)) == (1, 1)


@pytest.mark.parametrize("store", ["motor"], indirect=True)
async def test_a_refused_call_leaves_its_key_free(world: Writing) -> None:
    assert codes(await write(world, " ")) == ["INVALID_ARGUMENT"]
    assert codes(await write(world, "better")) == []
    assert await notes(world) == 1


async def failed(world: Writing) -> None:
    answer = (await world.post(WRITE, {"text": "x", "key": "k1"})).json()
    assert answer["data"] == {"writeNote": None}


async def test_what_failed_before_it_wrote_is_done_by_the_repetition(world: Writing) -> None:
    world.desk.failure = outage()
    await failed(world)
    world.desk.failure = None
    assert codes(await write(world)) == []
    assert await notes(world) == 1


async def test_what_failed_after_it_wrote_is_found_by_the_repetition(world: Writing) -> None:
    world.desk.after = outage()
    await failed(world)
    world.desk.after = None
    assert (await write(world))["note"]["text"] == "x"
    assert (await notes(world), len(world.desk.calls)) == (1, 1)


@pytest.mark.parametrize("written", [False, True])
@pytest.mark.parametrize("store", ["motor"], indirect=True)
async def test_after_a_crash_the_next_one_takes_over_when_the_lease_has_run_out(
    world: Writing, written: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    idempotency = world.services.idempotency

    async def dead(work: Any) -> None:
        work.close()  # the process is gone: nothing is noted

    with monkeypatch.context() as patched:
        patched.setattr(idempotency, "_note", dead)
        if written:
            world.desk.after = outage()
        else:
            world.desk.failure = outage()
        await failed(world)
    world.desk.failure = world.desk.after = None
    refused = await write(world)  # waits 3 s of the manual clock, the lease has 15
    assert codes(refused) == ["CONFLICT"]
    world.clock.advance(LEASE.total_seconds())  # type: ignore[attr-defined]
    assert (await write(world))["note"]["text"] == "x"
    assert await notes(world) == 1


@pytest.mark.parametrize("store", ["motor"], indirect=True)
async def test_a_run_believed_dead_that_wakes_up_makes_no_second_one(world: Writing) -> None:
    """Both run with the same new key: the unique index stops the second, who answers what the first made."""
    idempotency = world.services.idempotency
    await world.desk.notes.insert_one({"_id": "held", "text": "x", "author": "author", "version": 1})

    async def run(made: str) -> str:
        await world.desk.notes.insert_one({"_id": "held"})
        return made

    async def replay(made: str) -> str:
        return "replayed"

    from gateway.mutations.idempotency import Attempt

    attempt = Attempt(who="s", mutation="m", key="k", arguments={}, run=run, replay=replay)
    assert await idempotency.once(attempt) == "replayed"


@pytest.mark.parametrize("store", ["motor"], indirect=True)
async def test_keys_are_forgotten_after_a_day_and_tell_nothing_meanwhile(world: Writing) -> None:
    await write(world, "something personal", key="canary-key")
    (record,) = await world.services.idempotency._keys.find({})
    assert not {"canary", "personal", "author"} & set(repr(record).replace("-", " ").split())
    assert "canary" not in repr(record)
    spec: CollectionSpec = KEYS
    assert spec.indexes[0].expire_after == timedelta(days=1).total_seconds()
