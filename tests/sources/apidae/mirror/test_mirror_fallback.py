"""While the mirror is away Apidae is asked, and back again; cursors lead on where they come from."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from apidae_bench import Emu
from mirror_world import World, ids_of

from gateway.errors import BadInput, SourceError, SourceInvalid, SourceUnavailable
from gateway.store.link import Link
from sources.apidae.catalogue import By, OfferQuery, Order

LIST = "list-objets-touristiques"


class Switch:
    """Whether the database is away."""

    away = False


@pytest.fixture
def database(monkeypatch: pytest.MonkeyPatch) -> Iterator[Switch]:
    switch, run, here = Switch(), Link.run, threading.get_ident()

    async def perhaps(self: Link, source: str | None, operation: Any) -> Any:
        if switch.away and threading.get_ident() == here:
            raise SourceUnavailable(source=source, detail="switched off")
        return await run(self, source, operation)

    monkeypatch.setattr(Link, "run", perhaps)
    yield switch
    switch.away = False


async def test_before_the_first_fill_apidae_answers(empty: World, small: Emu) -> None:
    small.calls()
    found = await empty.runtime.catalogue.search(OfferQuery(), 100)
    assert ids_of(found) == small.public()[:100]
    assert small.calls() == {LIST: 1}
    await empty.sync()
    small.calls()
    assert ids_of(await empty.runtime.catalogue.search(OfferQuery(), 100)) == ids_of(found)
    assert small.calls() == {}


async def test_without_the_database_everything_is_answered(own: World, small: Emu, database: Switch) -> None:
    catalogue = own.runtime.catalogue
    key = str(small.public()[0])
    code = (await own.data("{ offers(first: 1) { edges { node { place { commune { insee } } } } } }"))[
        "offers"
    ]["edges"][0]["node"]["place"]["commune"]["insee"]
    point = await catalogue.point_of(code)
    database.away = True
    with pytest.raises(SourceUnavailable):
        await own.catalogue.search(OfferQuery(), 5)
    assert ids_of(await catalogue.search(OfferQuery(), 100)) == small.public()[:100]
    assert list((await catalogue.load([key, "31415"])).offers) == [key]
    pages = await catalogue.search_by(By.COMMUNE, [code], 5)
    assert pages
    assert pages[code].total >= 1
    assert await catalogue.point_of(code) == point
    assert len([card async for card in catalogue.cards()]) == len(small.public())
    assert set(await own.runtime.communes.load([code])) == {code}
    await own.runtime.check()


async def test_a_cursor_leads_on_in_the_catalogue_it_comes_from(
    own: World, small: Emu, database: Switch
) -> None:
    catalogue, public = own.runtime.catalogue, small.public()
    database.away = True
    live = await catalogue.search(OfferQuery(), 10)
    database.away = False
    assert ids_of(await catalogue.search(OfferQuery(), 10, live.end)) == public[10:20]
    mirrored = await catalogue.search(OfferQuery(), 10)
    database.away = True
    with pytest.raises(SourceUnavailable):
        await catalogue.search(OfferQuery(), 10, mirrored.end)
    assert ids_of(await catalogue.search(OfferQuery(), 10, live.end)) == public[10:20]
    database.away = False
    assert ids_of(await catalogue.search(OfferQuery(), 10, mirrored.end)) == public[10:20]
    with pytest.raises(BadInput):
        await catalogue.search(OfferQuery(order=Order.NAME), 10, mirrored.end)


async def test_what_only_the_mirror_can_do_is_unavailable_without_it(own: World, database: Switch) -> None:
    recent = OfferQuery(order=Order.RECENT)
    assert (await own.runtime.catalogue.search(recent, 5)).listed
    database.away = True
    with pytest.raises(SourceUnavailable):
        await own.runtime.catalogue.search(recent, 5)


async def test_in_the_mode_live_it_is_refused_with_a_clear_code(open_bench: Any, small: Emu) -> None:
    async with open_bench(small) as live:
        with pytest.raises(BadInput) as caught:
            await live.runtime.catalogue.search(OfferQuery(order=Order.RECENT), 5)
        assert caught.value.code == "NOT_SUPPORTED_LIVE"
        assert "APIDAE_MODE=mirror" in str(caught.value.hint)


async def test_other_failures_of_the_database_are_not_covered_up(
    own: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refused(*_: Any) -> Any:
        raise SourceInvalid(detail="a mistake of ours")

    monkeypatch.setattr(own.mirror.reader, "offers", refused)
    with pytest.raises(SourceInvalid):
        await own.runtime.catalogue.search(OfferQuery(), 5)


async def test_with_both_away_the_error_is_typed(own: World, small: Emu, database: Switch) -> None:
    database.away = True
    small.fault("status", value=503)
    with pytest.raises(SourceError):
        await own.runtime.catalogue.search(OfferQuery(), 5)
    answer = await own.ask("{ offers(first: 3) { totalCount } }")
    assert answer.data == {"offers": None}
    assert answer.codes[0].startswith("SOURCE_")
