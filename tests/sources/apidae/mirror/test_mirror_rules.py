"""Rules in the mirror: phases that open at midnight, versions that change, paths that are withdrawn."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from apidae_bench import Emu
from mirror_world import OpenWorld, World, walk
from rules_world import MIDNIGHT, waiting

from sources.apidae.catalogue import OfferQuery
from sources.apidae.types.words import Audience
from sources.apidae.workflow.model import Workflow
from sources.apidae.workflow.store import WorkflowStore


async def test_the_moment_a_phase_opens_the_same_questions_find_its_offers(
    open_world: OpenWorld, small: Emu, database_name: str, phases: str
) -> None:
    async with open_world(small, database_name, APIDAE_POLICIES_FOLDER=phases) as world:
        await world.sync()
        families = waiting(world, small, Audience.FAMILY)
        others = set(waiting(world, small, Audience.GROUP, Audience.SENIOR)) - set(families)
        assert families
        assert others, "some wait for a phase that is not planned"
        early = sorted(set(small.public()) - set(families) - others)
        world.clock.jump((MIDNIGHT - world.clock.now()).total_seconds() - 1)
        assert await walk(world.catalogue, OfferQuery(), 50) == early
        keys = [str(number) for number in families]
        assert not (await world.catalogue.load(keys)).offers
        name = small.world.store.item(families[0])["nom"]["libelleFr"]
        assert families[0] not in await walk(world.catalogue, OfferQuery(text=name), 50)

        small.calls()
        world.clock.jump(1)
        now = sorted([*early, *families])
        assert await walk(world.catalogue, OfferQuery(), 50) == now
        assert (await world.catalogue.search(OfferQuery(), 1)).total == len(now)
        assert set((await world.catalogue.load(keys)).offers) == set(keys)
        assert families[0] in await walk(world.catalogue, OfferQuery(text=name), 50)
        assert not small.calls(), "no run was needed in between"
        assert await world.public() == now

        await world.sync()
        assert await world.public() == now
        assert not [one async for one in world.objects.scan({"turn": {"$exists": True}})]


async def followed(world: World, since: str | None = None) -> tuple[dict[int, str], str]:
    """What the change feed tells since a mark, the last kind of each number, and the mark to go on from."""
    told: dict[int, str] = {}
    while True:
        page = await world.mirror.feed.page(since, 50)
        told |= {entry.number: "REMOVED" if entry.gone else "UPSERT" for entry, _ in page.entries}
        since = page.end
        if not page.more:
            return told, since


async def test_whoever_follows_changes_is_told_at_that_moment_and_of_nothing_else(
    open_world: OpenWorld, small: Emu, database_name: str, phases: str
) -> None:
    async with open_world(small, database_name, APIDAE_POLICIES_FOLDER=phases) as world:
        await world.sync()
        families = waiting(world, small, Audience.FAMILY)
        known, mark = await followed(world)
        assert not known.keys() & set(families)
        world.clock.jump((MIDNIGHT - world.clock.now()).total_seconds() - 1)
        assert (await followed(world, mark))[0] == {}
        world.clock.jump(1)
        told, mark = await followed(world, mark)
        assert told == dict.fromkeys(families, "UPSERT")
        await world.sync()
        assert (await followed(world, mark))[0] == {}, "judging again afterwards is no news"

        gone = families[0]
        record = await withdraw(world, gone)
        told, mark = await followed(world, mark)
        assert told == {gone: "REMOVED"}
        hidden = small.hidden()[0]
        await withdraw(world, hidden)
        assert (await followed(world, mark))[0] == {}, "what was never public is not even gone"
        store = WorkflowStore(world.store.room("apidae"), world.clock)
        await store.write(record.model_copy(update={"withdrawn": None}))
        await world.mirror.rejudge([gone])
        assert (await followed(world, mark))[0] == {gone: "UPSERT"}


async def test_live_answers_the_same_before_and_after(open_bench: Any, small: Emu, phases: str) -> None:
    async with open_bench(small, APIDAE_MODE="live", APIDAE_POLICIES_FOLDER=phases) as bench:
        families = waiting(bench, small, Audience.FAMILY)
        others = set(waiting(bench, small, Audience.GROUP, Audience.SENIOR)) - set(families)
        early = sorted(set(small.public()) - set(families) - others)
        bench.clock.jump((MIDNIGHT - bench.clock.now()).total_seconds() - 1)
        catalogue = bench.runtime.catalogue
        keys = [str(number) for number in families]
        assert not (await catalogue.load(keys)).offers
        before = await catalogue.search(OfferQuery(), 1)
        assert before.total == len(early)
        assert await walk(catalogue, OfferQuery(), 50) == early
        bench.clock.jump(1)
        assert await walk(catalogue, OfferQuery(), 50) == sorted([*early, *families])
        assert set((await catalogue.load(keys)).offers) == set(keys)


async def test_another_version_comes_into_force_at_midnight(
    open_world: OpenWorld, small: Emu, database_name: str, tmp_path: Path
) -> None:
    strict = (
        'version = "2026-2"\nvalid_from = 2026-07-04\ntitle = "x"\n[diagnosis]\nvalid_months = 12\n'
        '[prerequisites]\n[[prerequisites.excluded]]\nkey = "no-events"\nwritten_by = "PARTIR_ICI"\n'
        'name = { fr = "x", en = "x" }\nany = [{ types = ["FETE_ET_MANIFESTATION"] }]\n'
    )
    (tmp_path / "next.toml").write_text(strict)
    async with open_world(small, database_name, APIDAE_POLICIES_FOLDER=str(tmp_path)) as world:
        await world.sync()
        events = [n for n in small.public() if small.world.store.item(n)["type"] == "FETE_ET_MANIFESTATION"]
        assert events
        assert await walk(world.catalogue, OfferQuery(), 50) == small.public()
        world.clock.jump((MIDNIGHT - world.clock.now()).total_seconds())
        left = [number for number in small.public() if number not in events]
        page = await world.catalogue.search(OfferQuery(), 100)
        assert page.total == len(left)
        assert await walk(world.catalogue, OfferQuery(), 50) == left
        versions = {one.offer.commitment.policy_version for one in page.listed}
        assert versions == {"2026-2"}


async def withdraw(world: World, number: int) -> Workflow:
    store = WorkflowStore(world.store.room("apidae"), world.clock)
    record = Workflow(number=number, withdrawn={"at": datetime(2026, 6, 1, tzinfo=UTC), "by": "office-9"})
    written = await store.write(record)
    assert written
    await world.mirror.rejudge([number])
    return written


async def test_an_offer_that_its_office_takes_out_is_gone_at_once_and_stays_out(own: World) -> None:
    number = (await own.public())[3]
    assert (await own.catalogue.load([str(number)])).offers
    record = await withdraw(own, number)
    assert not (await own.catalogue.load([str(number)])).offers
    assert number not in await walk(own.catalogue, OfferQuery(), 50)
    await own.sync(complete=True)
    document = await own.objects.find_one({"_id": number})
    assert document
    assert document["reasons"] == ["WITHDRAWN_BY_OFFICE"]

    store = WorkflowStore(own.store.room("apidae"), own.clock)
    assert await store.write(record.model_copy(update={"withdrawn": None}))
    await own.mirror.rejudge([number])
    assert (await own.catalogue.load([str(number)])).offers


async def test_live_leaves_out_of_pages_and_counts_what_an_office_took_out(
    open_world: OpenWorld, small: Emu, database_name: str
) -> None:
    number = small.public()[3]
    async with open_world(small, database_name, APIDAE_MODE="live") as world:
        catalogue = world.runtime.catalogue
        assert (await catalogue.load([str(number)])).offers
        store = WorkflowStore(world.store.room("apidae"), world.clock)
        await store.write(
            Workflow(number=number, withdrawn={"at": datetime(2026, 6, 1, tzinfo=UTC), "by": "x"})
        )
        world.clock.advance(30)
        assert not (await catalogue.load([str(number)])).offers
        left = [one for one in small.public() if one != number]
        assert await walk(catalogue, OfferQuery(), 50) == left
        assert (await catalogue.search(OfferQuery(), 1)).total == len(left)
        assert str(number) not in {card.key async for card in catalogue.cards()}


async def test_a_record_is_written_only_in_the_place_of_the_one_that_was_read(own: World) -> None:
    store = WorkflowStore(own.store.room("apidae"), own.clock)
    first = await store.write(Workflow(number=5))
    assert first
    assert first.revision == 1
    assert await store.write(Workflow(number=5)) is None
    assert await store.write(first)
    assert await store.write(first) is None
    assert (await store.of([5, 6]))[5].revision == 2


async def test_a_diagnosis_that_runs_out_takes_its_offer_out_at_midnight(own: World) -> None:
    number = (await own.public())[0]
    hash_ = "a" * 64
    answered = datetime(2023, 7, 4, 9, 0, tzinfo=UTC)
    record = Workflow(
        number=number,
        preselected_at=answered,
        diagnosis={
            "questionnaire": "v1", "answered_at": answered, "applicable": 45, "answered": 45, "answers_hash": hash_,
        },
        charter={"version": "1", "answers_hash": hash_, "signed_at": answered, "role": "PROVIDER"},
    )  # fmt: skip
    await WorkflowStore(own.store.room("apidae"), own.clock).write(record)
    await own.mirror.rejudge([number])
    own.clock.jump((MIDNIGHT - own.clock.now()).total_seconds() - 1)
    assert (await own.catalogue.load([str(number)])).offers
    own.clock.jump(1)
    assert not (await own.catalogue.load([str(number)])).offers
    document = await own.objects.find_one({"_id": number})
    assert document
    assert document["codes"] == ["DIAGNOSIS_EXPIRED"]
