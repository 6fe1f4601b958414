"""Runs of synchronisation: what they read, keep, forget and set aside."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest
from apidae_bench import Emu
from apidae_objects import promotion
from mirror_world import World, ids_of, walk

from gateway.errors import SourceError, SourceInvalid, SourceUnavailable
from sources.apidae.catalogue import OfferQuery
from sources.apidae.emulator.control import changes
from sources.apidae.fields import CARD, OFFER
from sources.apidae.mirror import documents, intake
from sources.apidae.mirror.documents import unpack
from sources.apidae.mirror.fields import MIRRORED
from sources.apidae.mirror.intake import walk as walk_list

LIST, IDS = "list-objets-touristiques", "list-identifiants"


def change(emulator: Emu, number: int, **patch: Any) -> None:
    emulator.control(f"objects/{number}", patch)


async def test_before_it_was_filled_the_mirror_says_so(empty: World) -> None:
    with pytest.raises(SourceUnavailable):
        await empty.catalogue.search(OfferQuery(), 10)
    with pytest.raises(SourceUnavailable):
        await empty.catalogue.load(["4817"])


async def test_the_first_run_reads_everything_the_next_what_changed(empty: World, small: Emu) -> None:
    small.calls()
    members = len(small.world.store.ordered)
    sentence = await empty.sync()
    assert sentence == (
        f"Read everything: {members} objects, {len(small.public())} of them public; 0 removed."
    )
    assert small.calls() == {IDS: 1, LIST: 1}
    assert await empty.sync() == "Read what changed: 0 objects, 0 of them public; 0 removed."
    assert small.calls() == {IDS: 1, LIST: 1}
    assert await empty.public() == small.public()


async def test_everything_that_is_shown_is_kept_and_nothing_personal(own: World, small: Emu) -> None:
    kept = set(MIRRORED)
    for path in (*OFFER, *CARD):
        parts = path.split(".")
        assert any(".".join(parts[:n]) in kept for n in range(1, len(parts) + 1)), path
    forbidden = {"contacts", "donneesPrivees", "metadonnees", "signalerUnProblemeMails", "apiKey", "query"}
    for document in await own.objects.find({}):
        item = unpack(document["raw"])
        assert not forbidden & {*item, *item["gestion"]}
        whole = small.world.store.item(document["_id"])
        assert item["presentation"].keys() == whole["presentation"].keys()


async def test_verdicts_are_kept_with_all_reasons(own: World, small: Emu) -> None:
    for number, verdict in zip(small.world.store.ordered, small.verdicts(), strict=True):
        document = await own.objects.find_one({"_id": number})
        assert document
        assert document["public"] == verdict.is_public
        assert document["policyVersion"] == verdict.policy_version
        assert [text.partition(":")[0] for text in document["reasons"]] == [
            one.reason.name for one in verdict.reasons
        ]
        assert document["notices"] == [one.name for one in verdict.notices]
        assert bool(document["words"]) == verdict.is_public


async def test_a_changed_object_is_read_again_alone(own: World, small: Emu) -> None:
    number = small.public()[3]
    change(small, number, nom={"libelleFr": "Le nouveau nom"})
    assert await own.sync() == "Read what changed: 1 objects, 1 of them public; 0 removed."
    loaded = await own.catalogue.load([str(number)])
    assert loaded.offers[str(number)].names["fr"] == "Le nouveau nom"  # type: ignore[union-attr]
    assert ids_of(await own.catalogue.search(OfferQuery(text="nouveau nom"), 5)) == [number]


async def test_what_is_withdrawn_disappears_in_the_next_run(own: World, small: Emu) -> None:
    hidden, deselected, removed, *stay = small.public()
    gone = [hidden, deselected, removed]
    change(small, hidden, state="HIDDEN")
    change(small, deselected, selections=[])
    changes.remove(small.world.store, removed)
    assert "3 removed" in await own.sync()
    assert await walk(own.catalogue, OfferQuery(), 100) == stay
    assert not (await own.catalogue.load([str(number) for number in gone])).offers
    assert await own.objects.count({"_id": {"$in": gone}}) == 0


async def test_what_joins_the_project_is_read_although_it_was_not_changed(own: World, small: Emu) -> None:
    number = small.public()[0]
    old = {"gestion": {"dateModification": "2020-01-01T00:00:00.000+0000"}}
    change(small, number, selections=[], **old)
    await own.sync()
    assert number not in await own.public()
    facts = small.world.store.facts[number]
    change(small, number, selections=[1], **old)
    assert small.world.store.facts[number].visible
    assert not facts.visible
    assert await own.sync() == "Read what changed: 1 objects, 1 of them public; 0 removed."
    assert number in await own.public()


async def test_an_offer_that_loses_a_level_is_hidden_and_its_reason_kept(own: World, small: Emu) -> None:
    number = small.public()[0]
    change(small, number, presentation={"typologiesPromoSitra": promotion(6436, 6452)}, distinctions=None)
    await own.sync()
    assert number not in await walk(own.catalogue, OfferQuery(), 100)
    assert not (await own.catalogue.load([str(number)])).offers
    document = await own.objects.find_one({"_id": number})
    assert document
    assert document["reasons"] == ["AXIS_MISSING:ENVIRONMENT"]


async def test_once_a_day_everything_is_read_again(own: World, small: Emu) -> None:
    generations = {one["generation"] for one in await own.objects.find({})}
    own.clock.advance(24 * 3600)
    assert (await own.sync()).startswith("Read everything")
    assert {one["generation"] for one in await own.objects.find({})} == {max(generations) + 1}


async def test_other_languages_mean_to_read_everything_again(
    open_world, own: World, small: Emu, database_name: str
) -> None:
    async with open_world(small, database_name, APIDAE_LOCALES="fr") as world:
        world.clock.advance(600)
        assert (await world.sync()).startswith("Read everything")
        page = await world.catalogue.search(OfferQuery(), 20)
        assert {tag for one in page.listed for tag in one.offer.available_locales} == {"fr"}


async def test_processes_that_share_a_database_do_a_run_once_together(own: World, small: Emu) -> None:
    own.clock.advance(120)
    small.calls()
    sentences = await asyncio.gather(*(own.mirror.sync() for _ in range(3)))
    assert sorted(done.sentence().partition(":")[0] for done in sentences) == [
        "Nothing read",
        "Nothing read",
        "Read what changed",
    ]
    assert small.calls() == {IDS: 1, LIST: 1}


async def test_new_rules_are_applied_without_asking_apidae_for_objects(
    open_world, own: World, small: Emu, database_name: str
) -> None:
    wish = 70_001  # an internal criterion of the emulator, taken here for "no encounter"
    marked = {
        one["id"] for one in small.visible() if any(c["id"] == wish for c in one.get("criteresInternes", ()))
    }
    expected = [number for number in small.public() if number not in marked]
    assert len(expected) < len(small.public())
    async with open_world(small, database_name, APIDAE_NO_ENCOUNTER_CRITERION=str(wish)) as world:
        shown = await world.catalogue.search(OfferQuery(), 100)
        assert not marked & set(ids_of(shown)), "judged again before anything is shown"
        small.calls()
        world.clock.advance(600)
        assert f"{len(small.world.store.ordered)} judged again" in await world.sync()
        assert small.calls() == {IDS: 1, LIST: 1}
        assert await world.public() == expected
        assert (await world.catalogue.search(OfferQuery(), 1)).total == len(expected)


async def test_a_new_month_computes_open_days_again(own: World, small: Emu) -> None:
    days = {one["openDays"] for one in await own.objects.find({})}
    own.clock.jump((datetime(2026, 8, 1, tzinfo=UTC) - own.clock.now()).total_seconds())
    assert f"{len(small.world.store.ordered)} judged again" in await own.sync()
    assert {one["openDays"] for one in await own.objects.find({})} != days


# ---- malformed objects --------------------------------------------------


async def test_an_object_that_cannot_be_an_offer_is_set_aside_and_comes_back_when_mended(
    own: World, small: Emu
) -> None:
    number = small.public()[5]
    change(small, number, nom={"libelleFr": " "})
    assert f"1 set aside ({number}: NOT_AN_OFFER)" in await own.sync()
    aside = await own.rejected.find_one({"_id": number})
    assert aside
    assert aside["reason"] == "NOT_AN_OFFER"
    assert number not in await own.public()
    assert "set aside" not in await own.sync(), "it is not read again before it changes"
    change(small, number, nom={"libelleFr": "Un nom"})
    await own.sync()
    assert number in await own.public()
    assert await own.rejected.count({}) == 0


async def test_a_failing_computation_costs_only_its_object(
    empty: World, small: Emu, monkeypatch: pytest.MonkeyPatch
) -> None:
    victim = small.public()[7]
    real = documents.labels_of

    def failing(item: Any, kind: str) -> list[str]:
        if item["id"] == victim:
            raise RecursionError
        return real(item, kind)

    monkeypatch.setattr(documents, "labels_of", failing)
    assert f"1 set aside ({victim}: UNREADABLE)" in await empty.sync()
    assert await empty.public() == [number for number in small.public() if number != victim]


async def test_what_the_database_refuses_is_set_aside(
    empty: World, small: Emu, monkeypatch: pytest.MonkeyPatch
) -> None:
    victim = small.public()[7]
    real = documents.sort_key
    name = small.world.store.item(victim)["nom"]["libelleFr"]
    same = [one["id"] for one in small.visible() if one["nom"].get("libelleFr") == name]
    monkeypatch.setattr(documents, "sort_key", lambda text: 7 if text == name else real(text))
    assert "REFUSED_BY_DATABASE" in await empty.sync()
    assert await empty.public() == [number for number in small.public() if number not in same]


async def test_an_answer_that_cannot_be_read_costs_only_its_object(
    empty: World, small: Emu, monkeypatch: pytest.MonkeyPatch
) -> None:
    victim = small.public()[40]
    client = empty.mirror._client
    real = client.objects

    async def damaged(numbers: Any, fields: Any) -> Any:
        if victim in numbers:
            raise SourceInvalid(detail="not JSON")
        return await real(numbers, fields)

    monkeypatch.setattr(client, "objects", damaged)
    assert f"1 set aside ({victim}: UNREADABLE_ANSWER)" in await empty.sync()
    assert await empty.public() == [number for number in small.public() if number != victim]


async def test_a_service_that_answers_nonsense_stops_the_run(
    empty: World, small: Emu, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nonsense(numbers: Any, fields: Any) -> Any:
        raise SourceInvalid(detail="not JSON")

    monkeypatch.setattr(empty.mirror._client, "objects", nonsense)
    with pytest.raises(SourceInvalid):
        await empty.sync()
    monkeypatch.undo()
    await empty.sync()
    assert await empty.public() == small.public()


async def test_a_project_that_seems_to_shrink_to_nothing_is_believed_the_second_time(
    own: World, small: Emu, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = await own.public()
    monkeypatch.setattr(intake.Intake, "members", lambda _: _nobody())
    kept = await own.objects.count({})
    assert kept >= 100
    assert f"{kept} seem to be gone" in await own.sync()
    assert await own.public() == before
    assert f"{kept} removed" in await own.sync()
    assert await own.public() == []
    monkeypatch.undo()
    await own.sync()
    assert await own.public() == before


async def _nobody() -> set[int]:
    return set()


# ---- outages ------------------------------------------------------------


async def test_while_apidae_is_down_offers_are_shown_and_after_a_while_marked_stale(
    own: World, small: Emu
) -> None:
    small.fault("status", value=503)
    with pytest.raises(SourceError):
        await own.sync()
    page = await own.catalogue.search(OfferQuery(), 5)
    assert not page.stale
    assert len(page.listed) == 5
    own.clock.advance(3600)
    page = await own.catalogue.search(OfferQuery(), 5)
    assert page.stale
    assert all(one.offer.source.stale for one in page.listed)
    small.fault("ok")
    await own.sync()
    assert not (await own.catalogue.search(OfferQuery(), 5)).stale


# ---- lists that move while they are read --------------------------------


async def test_a_list_that_loses_items_while_it_is_read_is_read_without_a_gap() -> None:
    items = list(range(1, 1001))
    reads = 0

    async def page(first: int) -> tuple[list[int], int]:
        nonlocal reads
        reads += 1
        found = items[first : first + 200]
        if reads in {2, 3}:
            del items[:60]  # more than the overlap
        return found, len(items)

    stable = set(range(121, 1001))
    found = [number async for number in walk_list(page, lambda number: number)]
    assert stable <= set(found)
    assert len(found) == len(set(found))


async def test_a_list_that_never_holds_still_is_an_error() -> None:
    async def page(first: int) -> tuple[list[int], int]:
        return [10**6 + first], 10**5

    with pytest.raises(SourceInvalid):
        async for _ in walk_list(page, lambda number: -number if number % 2 else number):
            pass
