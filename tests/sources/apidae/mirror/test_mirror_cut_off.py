"""A run that is cut off between any two of its steps: the next one ends in the same state."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from apidae_bench import Emu
from apidae_objects import raw
from mirror_world import Follower, World

from gateway.store.link import Link
from sources.apidae.client import ApidaeClient
from sources.apidae.emulator.control import changes
from sources.apidae.mirror import judging_again, sync
from sources.apidae.mirror.intake import Intake
from sources.apidae.policies.rulings import Decision, Rulings

COLLECTIONS = ("objects", "rejected", "sync", "gone")
OF_A_RUN = {"fetchedAt", "generation", "stamp", "evaluatedAt", "at", "seq", "changedAt"}
"""What tells of the run that wrote a document rather than of its object."""


NEW = 9_000_001


class CutOff(BaseException):
    """The process ends here: nothing of the product catches it."""


@contextmanager
def cut_at(step: int, patch: pytest.MonkeyPatch) -> Iterator[Callable[[], int]]:
    """Let the step raise, a command of the database or a call of Apidae; counts them."""
    count, here = 0, threading.get_ident()
    run, send = Link.run, ApidaeClient._send

    def next_step() -> None:
        nonlocal count
        if threading.get_ident() != here:  # the servers of other tests look after themselves
            return
        count += 1
        if count == step:
            raise CutOff

    async def counted_run(self: Link, source: str | None, operation: Any) -> Any:
        next_step()
        return await run(self, source, operation)

    async def counted_send(self: ApidaeClient, service: str, query: Any) -> Any:
        next_step()
        return await send(self, service, query)

    with patch.context() as patched:
        patched.setattr(Link, "run", counted_run)
        patched.setattr(ApidaeClient, "_send", counted_send)
        yield lambda: count


async def documents(world: World) -> dict[str, Any]:
    """All that is kept, without what tells of the run."""
    found = {}
    for name in ("objects", "rejected", "gone"):
        for one in await world.store.room("apidae").collection(name).find({}):
            found[f"{name} {one['_id']}"] = {key: one[key] for key in one.keys() - OF_A_RUN}
    return found


async def restore(world: World, kept: dict[str, list[Any]]) -> None:
    for name, content in kept.items():
        collection = world.store.room("apidae").collection(name)
        await collection.delete_many({})
        await collection.insert_many(content)


async def everything(world: World) -> dict[str, list[Any]]:
    return {name: await world.store.room("apidae").collection(name).find({}) for name in COLLECTIONS}


def change_all_sorts(emulator: Emu) -> None:
    edited, hidden, damaged, removed = emulator.public()[:4]
    store = emulator.world.store
    changes.change(store, edited, {"nom": {"libelleFr": "Changé"}})
    changes.change(store, hidden, {"state": "HIDDEN"})
    changes.change(store, damaged, {"nom": {"libelleFr": ""}})
    changes.remove(store, removed)
    changes.insert(store, raw(id=NEW, nom={"libelleFr": "Nouveau"}))


@pytest.fixture(autouse=True)
def _few_objects(monkeypatch: pytest.MonkeyPatch, small: Emu) -> None:
    """A project of thirty objects that are read in two portions."""
    members, listed = Intake.members, {*small.world.store.ordered[:30], NEW}

    async def few(self: Intake) -> set[int]:
        return await members(self) & listed

    monkeypatch.setattr(Intake, "members", few)
    monkeypatch.setattr(sync, "BATCH", 20)


@pytest.fixture
async def own(empty: World) -> World:
    """A mirror of these thirty objects, filled."""
    await empty.sync()
    return empty


async def cut_everywhere(world: World, patch: pytest.MonkeyPatch) -> int:
    """Cut a run at every step, then run again; all must end alike. Returns the number of steps."""
    before, old = await everything(world), await documents(world)
    follower = Follower(world)
    if old:
        await follower.follow()
    await world.sync()
    expected = await documents(world)
    assert expected != old
    step = 0
    while True:
        step += 1
        await restore(world, before)
        following = Follower(world, follower)
        with cut_at(step, patch) as steps:
            try:
                await world.sync()
                return steps()
            except CutOff:
                pass
        for key, one in (await documents(world)).items():
            assert one in (old.get(key), expected.get(key)), f"{key} is neither old nor new after step {step}"
        if old:
            await following.follow()
        # the lease of a process that died runs out by itself; nobody waits for that here
        await world.store.room("apidae").collection("sync").delete_many({"_id": "lease"})
        await world.sync()
        assert await documents(world) == expected, f"cut off at step {step}"
        await following.follow()
        assert sorted(following.kept) == await world.public(), f"the feed after step {step}"


async def test_a_first_run_may_be_cut_off_anywhere(
    empty: World, small: Emu, monkeypatch: pytest.MonkeyPatch
) -> None:
    changes.change(small.world.store, small.public()[9], {"nom": {"libelleFr": ""}})
    assert await cut_everywhere(empty, monkeypatch) >= 15


async def test_a_run_over_changes_may_be_cut_off_anywhere(
    own: World, small: Emu, monkeypatch: pytest.MonkeyPatch
) -> None:
    change_all_sorts(small)
    assert await cut_everywhere(own, monkeypatch) >= 15


async def decide(world: World) -> None:
    """Close a phase, unless that was decided before, and let it take effect."""
    if not (await world.runtime.decided.read()).revision:
        now = world.clock.now()
        decision = Decision(about="PHASE", key="familles-et-groupes", begins=None, at=now, by="x")
        assert await world.runtime.decided.write(Rulings().with_one(decision))
    await world.mirror.judging.run()


def forget(world: World) -> None:
    """The process that decided is gone: the next one knows only the files."""
    rules = world.runtime.eligibility
    rules.rulings, rules.book, world.mirror.states._followed = Rulings(), rules._files, 0


async def test_a_decision_about_the_rules_may_be_cut_off_anywhere(
    own: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judging_again, "BATCH", 20)
    before, shown, first = await everything(own), set(await own.public()), Follower(own)
    await first.follow()
    await decide(own)
    left = await own.public()
    assert set(left) < shown
    step = 0
    while True:
        step += 1
        forget(own)
        await restore(own, before)
        following = Follower(own, first)
        with cut_at(step, monkeypatch):
            try:
                await decide(own)
                break
            except CutOff:
                pass
        forget(own)
        told = await following.follow()
        await own.store.room("apidae").collection("sync").delete_many({"_id": "lease"})
        await decide(own)
        told += await following.follow()
        assert sorted(told) == sorted((one, True) for one in shown - set(left)), f"the feed after step {step}"
        assert await own.public() == left
        assert not (await own.mirror.states.read()).is_behind
    assert step > 10


async def test_a_second_reading_of_everything_goes_on_where_it_was_cut_off(
    own: World, small: Emu, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = 0
    real = ApidaeClient.objects

    async def second_fails(self: ApidaeClient, numbers: Any, fields: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == 2:
            raise CutOff
        return await real(self, numbers, fields)

    monkeypatch.setattr(ApidaeClient, "objects", second_fails)
    with pytest.raises(CutOff):
        await own.sync(complete=True)
    assert (await own.sync()).startswith("Read everything: 10 objects")
    assert len({one["generation"] for one in await own.objects.find({})}) == 1
