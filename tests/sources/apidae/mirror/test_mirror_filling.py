"""The table of a process: filled beside requests, following the database, never a mix of two catalogues."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from apidae_bench import Emu
from mirror_world import World, ids_of, walk

from gateway.errors import SourceUnavailable
from sources.apidae.catalogue import OfferQuery
from sources.apidae.mirror.filling import SECONDS, Filling
from sources.apidae.mirror.model import SLOTS


def filling(world: World, patience: float = 20.0) -> Filling:
    return Filling(world.mirror.states.slots, world.clock, patience)


async def test_a_request_that_ends_early_does_not_cut_the_filling_off(own: World, small: Emu) -> None:
    made = filling(own)
    state = await own.mirror.states.read()
    asked = asyncio.ensure_future(made.table(state))
    await asyncio.sleep(0)
    asked.cancel()
    await asyncio.wait({asked})
    work = made.begin(state)
    assert len(await made.table(state)) == len(small.public())
    assert work.done()


async def test_without_a_table_the_source_is_away_and_apidae_is_asked(own: World, small: Emu) -> None:
    impatient = filling(own, patience=0)
    state = await own.mirror.states.read()
    with pytest.raises(SourceUnavailable):
        await impatient.table(state)
    own.mirror.catalogue._filling = impatient
    small.calls()
    page = await own.runtime.catalogue.search(OfferQuery(), 5)
    assert ids_of(page) == small.public()[:5]
    await impatient.begin(state)
    assert len(await impatient.table(state)) == len(small.public())


async def test_an_older_table_answers_for_a_minute_while_a_newer_one_is_read(own: World) -> None:
    made = filling(own)
    table = await made.table(await own.mirror.states.read())
    await own.mirror.states.bump()
    made._patience = 0
    state = await own.mirror.states.read()
    assert await made.table(state) is table
    await made.begin(state)
    own.clock.advance(SECONDS)
    with pytest.raises(SourceUnavailable):
        await made.table(state)
    await made.aclose()


async def test_closing_leaves_nothing_behind(own: World) -> None:
    made = filling(own)
    work = made.begin(await own.mirror.states.read())
    await made.aclose()
    assert work.cancelled()


async def test_what_was_written_without_a_word_is_found_within_a_minute(own: World, small: Emu) -> None:
    public = small.public()
    assert await walk(own.catalogue, OfferQuery(), 50) == public
    await own.objects.delete_many({"_id": {"$in": public[:3]}})
    await own.objects.update_one({"_id": public[3]}, {"$set": {"public": False, "stamp": 10**6}})
    own.clock.advance(SECONDS)
    page = await own.catalogue.search(OfferQuery(), 50)
    assert page.total == len(public) - 4
    assert ids_of(page)[0] == public[4]


async def test_a_run_changes_the_table_without_reading_all_of_it(own: World, small: Emu) -> None:
    await own.catalogue.search(OfferQuery(), 1)
    table = await own.mirror.filling.table(await own.mirror.states.read())
    gone = small.public()[0]
    small.world.store.drop(gone)
    await own.sync()
    assert gone not in await walk(own.catalogue, OfferQuery(), 100)
    assert await own.mirror.filling.table(await own.mirror.states.read()) is table
    assert table.wasted == 1


async def test_who_began_before_a_switch_is_answered_from_the_old_catalogue(own: World, small: Emu) -> None:
    """Both slots hold other offers: what one state leads to never mixes them."""
    states, made = own.mirror.states, filling(own)
    before = await states.read()
    old = await made.table(before)
    other = states.slots.named(SLOTS[1])
    kept = await own.objects.find({"_id": {"$in": small.public()[:7]}})
    for document in kept:
        await other.insert_one(document)
    await states.settle(SLOTS[1])
    after = await states.read()
    assert len(await made.table(after)) == 7
    assert await made.table(before) is old
    assert len(old) == len(small.public())
    assert await walk(own.catalogue, OfferQuery(), 3) == small.public()[:7]


async def test_a_table_that_is_mostly_dead_rows_is_read_anew(
    own: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sources.apidae.mirror.filling.SPARE", 0)
    table: Any = await own.mirror.filling.table(await own.mirror.states.read())
    stamp = await own.mirror.states.bump()
    await own.objects.update_many({}, {"$set": {"stamp": stamp}})
    fresh = await own.mirror.filling.table(await own.mirror.states.read())
    assert fresh is not table
    assert (len(fresh), fresh.wasted) == (len(table), 0)
