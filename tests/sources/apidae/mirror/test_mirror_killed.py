"""Processes that are killed in the middle of their work, and a database that is: the next run mends it all."""

from __future__ import annotations

import json
import os
import secrets
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from apidae_bench import Emu
from apidae_objects import raw
from exports_world import export, post, receive, shown, upkeep_of
from mirror_world import Follower, World

from gateway.errors import SourceTimeout, SourceUnavailable
from gateway.store.driver import blocking_client, patience
from gateway.store.link import Link
from gateway.supervise import EmbeddedMongo
from sources.apidae.client import ApidaeClient
from sources.apidae.emulator.control import changes
from sources.apidae.source import emulator_environment

Order = Callable[..., int]

KILLS = ({"fill": 8, "changes": 11, "export": 12}, {"fill": 14, "changes": 19, "export": 25})
"""Steps at which a process is killed, in the middle of each of its works."""

OF_A_RUN = {"fetchedAt", "generation", "stamp", "evaluatedAt", "seq", "changedAt", "at"}
ROOT = Path(__file__).parents[4]
NEW = 9_000_401


@pytest.fixture
def order(mongo_uri: str, small: Emu) -> Iterator[Order]:
    """Lets a process do something on a database; its exit code, or minus the signal that ended it."""
    environ = emulator_environment(small.server.url)
    known = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("killed.py"))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=known,
        text=True,
        cwd=ROOT,
    ) as process:
        assert process.stdin
        assert process.stdout

        def give(database: str, what: str, step: int = 0) -> int:
            told = {"uri": mongo_uri, "database": database, "environ": environ, "what": what, "step": step}
            process.stdin.write(json.dumps(told) + "\n")  # type: ignore[union-attr]
            process.stdin.flush()  # type: ignore[union-attr]
            return int(process.stdout.readline())  # type: ignore[union-attr]

        yield give
        process.stdin.close()
        process.wait()


@pytest.fixture
def databases(mongo_uri: str) -> Iterator[list[str]]:
    """Names of databases: one in which nothing is killed, and one for each way to be."""
    names = [f"test_killed_{secrets.token_hex(4)}_{number}" for number in range(1 + len(KILLS))]
    yield names
    with blocking_client(mongo_uri, seconds=5) as client:
        for name in names:
            client.drop_database(name)


def content(mongo_uri: str, database: str) -> dict[str, Any]:
    """What is shown and kept, without what tells of the run."""
    with blocking_client(mongo_uri, seconds=5) as client:
        base = client[database]
        state: Any = base["apidae_sync"].find_one({"_id": "mirror"})
        found = {
            f"{name} {one['_id']}": {key: one[key] for key in one.keys() - OF_A_RUN}
            for name in (state.get("slot", "objects"), "rejected", "gone")
            for one in base[f"apidae_{name}"].find({})
        }
        exports = [(one["status"], one["confirm"]) for one in base["apidae_exports"].find({})]
    return {key.replace("objects_b", "objects"): one for key, one in found.items()} | {"exports": exports}


def announce(mongo_uri: str, database: str, document: dict[str, Any]) -> None:
    with blocking_client(mongo_uri, seconds=5) as client:
        client[database]["apidae_exports"].insert_one(document)


@pytest.mark.timeout(180)
async def test_a_killed_process_leaves_nothing_that_the_next_one_does_not_mend(
    order: Order, databases: list[str], mongo_uri: str, small: Emu, own: World
) -> None:
    whole, *cut = databases
    public = small.public()

    def all_do(what: str, name: str) -> None:
        assert order(whole, what) == 0
        for database, kills in zip(cut, KILLS, strict=True):
            assert order(database, what, kills[name]) == -signal.SIGKILL, f"{name} has not so many steps"
            assert order(database, what) == 0
            assert content(mongo_uri, database) == content(mongo_uri, whole), name

    all_do("sync", "fill")
    changes.change(small.world.store, public[0], {"nom": {"libelleFr": "Changé"}})
    changes.change(small.world.store, public[1], {"state": "HIDDEN"})
    changes.remove(small.world.store, public[2])
    changes.insert(small.world.store, raw(id=NEW, nom={"libelleFr": "Nouveau"}))
    all_do("sync", "changes")
    changes.change(small.world.store, public[3], {"nom": {"libelleFr": "Encore"}})
    changes.remove(small.world.store, public[4])
    upkeep_of(own).exports.soon = lambda: None  # type: ignore[method-assign]
    await post(own, export(small, reset=True))
    announced = await upkeep_of(own).exports.inbox.last()
    assert announced
    for database in databases:
        announce(mongo_uri, database, announced)
    all_do("exports", "export")
    assert content(mongo_uri, whole)["exports"] == [("APPLIED", None)]


# ---- at every step of an export -----------------------------------------


class CutOff(BaseException):
    """The process ends here: nothing of the product catches it."""


async def everything(world: World) -> dict[str, list[Any]]:
    names = ("objects", "objects_b", "rejected", "gone", "sync", "exports")
    return {name: await world.store.room("apidae").collection(name).find({}) for name in names}


async def documents(world: World) -> dict[int, Any]:
    return {one["_id"]: {key: one[key] for key in one.keys() - OF_A_RUN} for one in await shown(world)}


async def test_an_export_may_be_cut_off_anywhere(
    own: World, small: Emu, monkeypatch: pytest.MonkeyPatch
) -> None:
    export(small)
    edited, hidden, removed = small.public()[:3]
    changes.change(small.world.store, edited, {"nom": {"libelleFr": "Changé"}})
    changes.change(small.world.store, hidden, {"state": "HIDDEN"})
    changes.remove(small.world.store, removed)
    exports = upkeep_of(own).exports
    monkeypatch.setattr(exports, "soon", lambda: None)
    await post(own, export(small))
    before, old = await everything(own), await documents(own)
    follower = Follower(own)
    await follower.follow()
    await exports.run()
    expected = await documents(own)
    assert expected.keys() == old.keys() - {hidden, removed}
    assert expected[edited] != old[edited]
    steps, step = 10**6, 0
    while step < steps:
        step += 1
        for name, kept in before.items():
            await own.store.room("apidae").collection(name).delete_many({})
            await own.store.room("apidae").collection(name).insert_many(kept)
        following = Follower(own, follower)
        with monkeypatch.context() as patch:
            steps = await cut(own, step, patch)
        assert await documents(own) in (old, expected), f"readers see a mixture after step {step}"
        await following.follow()
        await own.store.room("apidae").collection("sync").delete_many({"_id": {"$in": ["lease", "exports"]}})
        own.clock.advance(60)
        await exports.run()
        assert await documents(own) == expected, f"cut off at step {step}"
        await following.follow()
        assert sorted(following.kept) == [number for number, one in expected.items() if one["public"]]
        latest = await exports.inbox.last()
        assert latest
        assert (latest["status"], latest["confirm"]) == ("APPLIED", None)
    assert step >= 20


async def cut(world: World, step: int, patch: pytest.MonkeyPatch) -> int:
    """Work on what was announced and be cut off at a step; how many steps there were, if it was not."""
    count, run, here = 0, Link.run, threading.get_ident()

    async def counted(self: Link, name: str | None, operation: Any) -> Any:
        nonlocal count
        if threading.get_ident() != here:  # the servers of other tests look after themselves
            return await run(self, name, operation)
        count += 1
        if count == step:
            raise CutOff
        return await run(self, name, operation)

    patch.setattr(Link, "run", counted)
    try:
        with patience(60):  # a call that takes too long on a busy machine would end the run early
            await upkeep_of(world).exports.run()
    except CutOff:
        return 10**6
    return step


# ---- the database restarts ----------------------------------------------


@pytest.mark.timeout(120)
async def test_a_database_that_restarts_in_the_middle_costs_a_run_at_most(
    own: World, small: Emu, mongo: EmbeddedMongo | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if mongo is None:
        pytest.skip("TEST_MONGODB_URI names a server that is not ours to stop")
    export(small)
    changes.change(small.world.store, small.public()[0], {"nom": {"libelleFr": "Changé"}})
    await post(own, export(small, reset=True))
    await upkeep_of(own).exports.settled()
    changes.change(small.world.store, small.public()[1], {"nom": {"libelleFr": "Encore"}})
    real, restarted = ApidaeClient.objects, False

    async def restarting(self: ApidaeClient, numbers: Any, fields: Any) -> Any:
        nonlocal restarted
        if not restarted:
            restarted = True
            mongo.stop()
            mongo.start()
        return await real(self, numbers, fields)

    monkeypatch.setattr(ApidaeClient, "objects", restarting)
    for _ in range(50):
        try:
            await own.sync(complete=True)
        except (SourceUnavailable, SourceTimeout):
            own.clock.advance(5)
        else:
            break
    assert restarted
    found = (await own.runtime.catalogue.load([str(number) for number in small.public()[:2]])).offers
    assert [one.names["fr"] for one in found.values()] == ["Changé", "Encore"]  # type: ignore[union-attr]
    assert [one["_id"] for one in await shown(own) if one["public"]] == small.public()
    assert (await receive(own, export(small, reset=True)))["status"] == "APPLIED"
