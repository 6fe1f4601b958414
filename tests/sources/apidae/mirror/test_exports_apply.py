"""Exports that are applied: the catalogue is then what the API would have given, all of it at one moment."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from apidae_bench import Emu
from apidae_objects import raw
from exports_world import export, made, post, public, raws, receive, shown, upkeep_of
from mirror_world import Follower, World, ids_of

from sources.apidae.catalogue import OfferQuery
from sources.apidae.emulator.control import changes
from sources.apidae.exports.applying import Applier
from sources.apidae.mirror.staging import Staging
from sources.apidae.workflow.model import Withdrawal, Workflow
from sources.apidae.workflow.store import WorkflowStore

NEW = 9_000_301


def change(emulator: Emu, number: int, **patch: Any) -> None:
    emulator.control(f"objects/{number}", patch)


@pytest.mark.parametrize("flavour", ["grouped", "single"])
async def test_a_full_export_fills_an_empty_mirror_as_the_api_does(
    empty: World, small: Emu, open_world: Any, database_name: str, flavour: str
) -> None:
    told = export(small, reset=True, flavour=flavour)
    small.calls()
    entry = await receive(empty, told)
    assert (entry["status"], entry["reason"]) == ("APPLIED", "")
    assert small.calls() == {}, "reference files tell everything"
    assert await public(empty) == small.public()
    assert made(small, told) | {"bytes": 0} == {
        "name": entry["_id"],
        "bytes": 0,
        "reset": True,
        "fetched": 1,
        "confirmed": 1,
    }
    by_export = await raws(empty)
    async with open_world(small, database_name + "_api") as other:
        await other.sync()
        by_api = await raws(other)
    for item in by_api.values():
        for territory in item["localisation"].get("territoiresAffectes", ()):
            del territory["state"]  # which is not in the file of territories
    assert by_export == by_api
    # a run of synchronisation finds nothing to read
    assert (await empty.sync()).startswith("Read what changed: 0 objects")


async def test_a_differential_export_changes_adds_and_removes(own: World, small: Emu) -> None:
    export(small)  # from here on
    follower = Follower(own)
    await follower.follow()
    before = {one["_id"]: one["stamp"] for one in await shown(own)}
    edited, hidden, removed, *rest = small.public()
    change(small, edited, nom={"libelleFr": "Changé par export"})
    change(small, hidden, state="HIDDEN")
    changes.remove(small.world.store, removed)
    changes.insert(small.world.store, raw(id=NEW, nom={"libelleFr": "Nouveau"}))
    told = export(small)
    entry = await receive(own, told)
    assert entry["status"] == "APPLIED"
    assert entry["sentence"].startswith(f"Applied {entry['_id']}, which tells what changed: 2 objects")
    assert "2 removed" in entry["sentence"]
    assert await public(own) == sorted([edited, *rest, NEW])
    loaded = (await own.runtime.catalogue.load([str(edited)])).offers
    assert loaded[str(edited)].names["fr"] == "Changé par export"  # type: ignore[union-attr]
    assert set(await follower.follow()) == {(edited, False), (NEW, False), (hidden, True), (removed, True)}
    after = {one["_id"]: one["stamp"] for one in await shown(own)}
    assert {number: after[number] for number in rest} == {number: before[number] for number in rest}
    # again: known by its name, nothing is fetched
    assert (await post(own, told)).json() == {"status": "APPLIED"}
    await upkeep_of(own).exports.settled()
    assert made(small, told)["fetched"] == made(small, told)["confirmed"] == 1
    assert (await own.sync()).startswith("Read what changed: 0 objects")


async def test_readers_see_the_older_catalogue_or_the_newer_one_never_both(
    own: World, small: Emu, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = small.public()
    for number in numbers:
        changes.change(small.world.store, number, {"nom": {"libelleFr": "Tout neuf"}})
    told = export(small, reset=True)
    seen: list[set[str]] = []
    ended = asyncio.Event()

    async def reader() -> None:
        while not ended.is_set():
            page = await own.catalogue.search(OfferQuery(), 100)
            assert ids_of(page) == numbers[:100]
            seen.append({"new" if one.offer.names["fr"] == "Tout neuf" else "old" for one in page.listed})
            await asyncio.sleep(0)

    real = Staging.show

    async def show(self: Staging, **values: Any) -> None:
        assert await self._states.slots.named(self.slot).count({}) == len(small.world.store.ordered)
        seen.append({"switched"})
        await real(self, **values)

    monkeypatch.setattr(Staging, "show", show)
    reading = asyncio.create_task(reader())
    await receive(own, told)
    await asyncio.sleep(0.05)
    ended.set()
    await reading
    assert all(len(one) == 1 for one in seen), "a page holds both"
    flat = [one for each in seen for one in each]
    switch = flat.index("switched")
    assert set(flat[:switch]) == {"old"}
    assert flat[-1] == "new"
    assert sorted(flat[switch + 1 :], reverse=True) == flat[switch + 1 :], "back to the older one"


async def test_an_older_object_never_takes_the_place_of_a_newer_one(own: World, small: Emu) -> None:
    export(small)
    number, other = small.public()[:2]
    change(small, number, nom={"libelleFr": "Vieux"})
    change(small, other, nom={"libelleFr": "Aussi"})
    told = export(small)
    change(small, number, nom={"libelleFr": "Récent"})
    await own.sync()
    await receive(own, told)
    loaded = (await own.runtime.catalogue.load([str(number), str(other)])).offers
    assert [loaded[str(one)].names["fr"] for one in (number, other)] == ["Récent", "Aussi"]  # type: ignore[union-attr]
    full = export(small, reset=True)
    change(small, number, nom={"libelleFr": "Plus récent"})
    await own.sync()
    await receive(own, full)
    loaded = (await own.runtime.catalogue.load([str(number)])).offers
    assert loaded[str(number)].names["fr"] == "Plus récent"  # type: ignore[union-attr]
    assert len(await shown(own)) == len(small.world.store.ordered)


async def test_what_was_announced_is_done_after_a_restart(
    own: World, small: Emu, open_world: Any, database_name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    export(small)
    change(small, small.public()[0], nom={"libelleFr": "Après"})
    told = export(small)
    monkeypatch.setattr(type(upkeep_of(own).exports), "soon", lambda _: None)
    assert (await post(own, told)).json() == {"status": "WAITING"}
    async with open_world(small, database_name) as restarted:
        restarted.clock.advance(3_600)
        sentence = await restarted.runtime.sync()
        assert sentence.startswith("Applied ")
        assert made(small, told)["confirmed"] == 1
        offer = (await restarted.runtime.catalogue.load([str(small.public()[0])])).offers
        assert [one.names["fr"] for one in offer.values()] == ["Après"]  # type: ignore[union-attr]


async def test_references_that_are_in_no_file_are_asked_of_the_api(own: World, small: Emu) -> None:
    export(small)
    change(small, small.public()[0], nom={"libelleFr": "Sans communes"})
    small.calls()
    entry = await receive(own, export(small, fault="no_communes"))
    assert entry["status"] == "APPLIED"
    assert small.calls() == {"communes": 1}
    assert await public(own) == small.public()


async def test_a_malformed_object_is_set_aside_and_stops_nothing(own: World, small: Emu) -> None:
    export(small)
    broken, edited = small.public()[5], small.public()[0]
    change(small, broken, nom={"libelleFr": " "})
    change(small, edited, nom={"libelleFr": "Bien"})
    entry = await receive(own, export(small))
    assert f"1 set aside ({broken}: NOT_AN_OFFER)" in entry["sentence"]
    assert await public(own) == [number for number in small.public() if number != broken]
    assert [one["_id"] for one in await own.mirror.rejected()] == [broken]


async def test_what_an_office_does_meanwhile_is_not_lost(
    own: World, small: Emu, monkeypatch: pytest.MonkeyPatch
) -> None:
    export(small)
    change(small, small.public()[1], nom={"libelleFr": "Autre"})
    told = export(small)
    number, real = small.public()[0], Applier._remove
    records = WorkflowStore(own.store.room("apidae"), own.clock)

    async def meanwhile(self: Applier, job: Any) -> None:
        await real(self, job)
        withdrawn = Withdrawal(at=own.clock.now(), by="somebody")
        assert await records.write(Workflow(_id=number, withdrawn=withdrawn))

    monkeypatch.setattr(Applier, "_remove", meanwhile)
    assert (await receive(own, told))["status"] == "APPLIED"
    documents = {one["_id"]: one for one in await shown(own)}
    assert documents[number]["workflow"]["revision"] == 1
    assert not documents[number]["public"]


async def test_an_unconfirmed_export_is_confirmed_later(
    own: World, small: Emu, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = export(small)
    wrong = {**told, "urlConfirmation": told["urlConfirmation"] + "x"}
    entry = await receive(own, wrong)
    assert entry["status"] == "APPLIED"
    assert entry["confirm"]
    assert entry["tries"] == 1
    own.clock.advance(90_000)
    await own.runtime.sync()
    latest = await upkeep_of(own).exports.inbox.last()
    assert latest
    assert latest["confirm"] is None, "after a day it is left at that"
