"""The live catalogue: one call per page, cursors that survive shifts, and what is kept for how long."""

from __future__ import annotations

import asyncio
from datetime import date

import pytest
from apidae_bench import Bench, Emu

from gateway.errors import BadInput, SourceError
from gateway.graph.connection import encode_cursor
from sources.apidae.catalogue import Circle, OfferPage, OfferQuery, Order
from sources.apidae.paging import Cursors, Spot, moved
from sources.apidae.types.words import OfferType

LIST, IDS = "list-objets-touristiques", "list-identifiants"
GRENOBLE = Circle(5.7245, 45.1885, 60_000)


def ids_of(page: OfferPage) -> list[int]:
    return [one.offer.apidae_id for one in page.listed]


async def walk(bench: Bench, query: OfferQuery, first: int) -> list[int]:
    """All ids of a list, page by page."""
    found: list[int] = []
    after: str | None = None
    while True:
        page = await bench.runtime.catalogue.search(query, first, after)
        found += ids_of(page)
        after = page.end
        if not page.has_next:
            return found


@pytest.mark.parametrize("first", [1, 50, 100])
async def test_a_page_is_one_call_and_none_when_kept(first: int, bench: Bench, whole: Emu) -> None:
    whole.calls()
    page = await bench.runtime.catalogue.search(OfferQuery(), first)
    assert len(page.listed) == first
    assert whole.calls() == {LIST: 1}
    again = await bench.runtime.catalogue.search(OfferQuery(), first)
    assert ids_of(again) == ids_of(page)
    assert whole.calls() == {}


async def test_offers_of_a_page_are_loaded_without_a_call(bench: Bench, whole: Emu) -> None:
    page = await bench.runtime.catalogue.search(OfferQuery(), 30)
    whole.calls()
    loaded = await bench.runtime.catalogue.load([one.offer.key for one in page.listed])
    assert len(loaded.offers) == 30
    assert whole.calls() == {}


async def test_missing_offers_are_loaded_in_one_call_and_hidden_ones_stay_hidden(
    bench: Bench, whole: Emu
) -> None:
    public = [str(number) for number in whole.public()[:60]]
    hidden = [str(number) for number in whole.hidden()[:60]]
    whole.calls()
    odd = ["0", "007", "-1", "abc", "1e3", "²", "9" * 30, "31415"]
    loaded = await bench.runtime.catalogue.load([*public, *hidden, *odd])
    assert set(loaded.offers) == set(public)
    assert whole.calls() == {LIST: 1}
    await bench.runtime.catalogue.load([*public, *hidden])
    assert whole.calls() == {}, "what is hidden is known as such for a while"


async def test_equal_questions_at_the_same_time_make_one_call(bench: Bench, whole: Emu) -> None:
    whole.calls()
    pages = await asyncio.gather(*(bench.runtime.catalogue.search(OfferQuery(), 20) for _ in range(50)))
    assert whole.calls() == {LIST: 1}
    assert len({tuple(ids_of(page)) for page in pages}) == 1


async def test_different_offers_that_are_wanted_at_the_same_time_are_read_in_one_call(
    bench: Bench, whole: Emu
) -> None:
    wanted = [str(number) for number in whole.public()[100:130]]
    whole.calls()
    loaded = await asyncio.gather(*(bench.runtime.catalogue.load([key]) for key in wanted))
    assert [list(one.offers) for one in loaded] == [[key] for key in wanted]
    assert whole.calls() == {LIST: 1}


@pytest.mark.parametrize(
    "query",
    [
        OfferQuery(),
        OfferQuery(order=Order.NAME),
        OfferQuery(near=GRENOBLE, order=Order.NEAREST),
        OfferQuery(order=Order.RANDOM, seed="lundi"),
        OfferQuery(types=(OfferType.EVENT,), open_on=date(2026, 7, 4)),
        OfferQuery(text="poterie", order=Order.RELEVANCE),
    ],
)
async def test_paging_gives_every_offer_once(query: OfferQuery, own: Bench) -> None:
    whole_list = await walk(own, query, 100)
    total = (await own.runtime.catalogue.search(query, 1)).total
    assert len(whole_list) == len(set(whole_list)) == total > 0
    assert await walk(own, query, 7) == whole_list


async def test_random_orders_differ_by_seed_and_keep_it(bench: Bench) -> None:
    lists = [
        ids_of(await bench.runtime.catalogue.search(OfferQuery(order=Order.RANDOM, seed=seed), 30))
        for seed in ("a", "b", "a")
    ]
    assert lists[0] == lists[2] != lists[1]


async def test_nothing_hidden_ever_leaves_it(bench: Bench, whole: Emu) -> None:
    public = set(whole.public())
    assert set(await walk(bench, OfferQuery(), 100)) == public
    assert {int(card.key) async for card in bench.runtime.catalogue.cards()} == public


async def test_the_policy_judges_again_what_the_query_let_through(small: Emu, open_bench) -> None:
    """Without the territory of the region Apidae answers offers outside it: they must not be shown."""
    async with open_bench(small, APIDAE_REGION_TERRITORY="") as bench:
        page = await bench.runtime.catalogue.search(OfferQuery(), 100)
        public = set(small.public())
        assert set(ids_of(page)) <= public
        assert set(await walk(bench, OfferQuery(), 7)) == public


async def test_an_offer_recorded_without_encounter_is_not_public(whole: Emu, open_bench) -> None:
    wish = 70_001  # an internal criterion of the emulator, taken here for "no encounter"
    marked = {
        one["id"] for one in whole.visible() if any(c["id"] == wish for c in one.get("criteresInternes", ()))
    }
    expected = set(whole.public()) - marked
    async with open_bench(whole, APIDAE_NO_ENCOUNTER_CRITERION=str(wish)) as bench:
        page = await bench.runtime.catalogue.search(OfferQuery(), 1)
        assert page.total == len(expected) < len(whole.public())
        loaded = await bench.runtime.catalogue.load([str(number) for number in whole.public()[:200]])
        assert set(loaded.offers) == {str(number) for number in whole.public()[:200] if number in expected}


@pytest.mark.parametrize("labels", ["criteria", "distinctions", "both"])
async def test_all_forms_of_labels_give_the_same_offers(labels: str, own: Bench, small: Emu) -> None:
    before = await walk(own, OfferQuery(), 100)
    small.control("switches", {"labels": labels})
    items = {str(number): None for number in before}
    for number in before:
        own.runtime.catalogue._keeper.offers.invalidate(str(number))  # type: ignore[attr-defined]
    loaded = await own.runtime.catalogue.load(list(items))
    assert set(loaded.offers) == set(items)


# ---- shifts -------------------------------------------------------------


async def changed_meanwhile(
    bench: Bench, emulator: Emu, query: OfferQuery, change
) -> tuple[list[int], list[int]]:
    """The first page of ten, then a change, then the page behind it; both as ids."""
    first = await bench.runtime.catalogue.search(query, 10)
    change(ids_of(first))
    emulator.calls()
    second = await bench.runtime.catalogue.search(query, 10, first.end)
    return ids_of(first), ids_of(second)


ORDERS = [OfferQuery(), OfferQuery(order=Order.NAME), OfferQuery(order=Order.RANDOM, seed="s")]


@pytest.mark.parametrize("query", ORDERS)
async def test_without_a_change_the_next_page_is_one_call(query: OfferQuery, own: Bench, small: Emu) -> None:
    await changed_meanwhile(own, small, query, lambda _: None)
    assert small.calls() == {LIST: 1}


@pytest.mark.parametrize("query", ORDERS)
@pytest.mark.parametrize("gone", [[0], [4, 5], [9], [8, 9], [0, 1, 2, 3, 9]])
async def test_offers_that_disappear_leave_no_gap(
    query: OfferQuery, gone: list[int], own: Bench, small: Emu
) -> None:
    everything = await walk(own, query, 100)

    def change(ids: list[int]) -> None:
        for rank in gone:
            small.world.store.drop(ids[rank])

    first, second = await changed_meanwhile(own, small, query, change)
    assert first == everything[:10]
    assert second == everything[10:20], "neither a gap nor an item shown twice"
    assert small.calls() == {LIST: 2, IDS: 1}


async def test_offers_that_appear_before_are_not_repeated(own: Bench, small: Emu) -> None:
    everything = await walk(own, OfferQuery(), 100)
    store = small.world.store

    def change(ids: list[int]) -> None:
        for rank in range(3):
            item = store.item(ids[rank])
            store.put({**item, "id": 1_000 + rank}, store.facts[ids[rank]].selections)

    _, second = await changed_meanwhile(own, small, OfferQuery(), change)
    assert second == everything[10:20]


async def test_a_whole_page_that_disappears_is_survived_in_the_order_of_ids(own: Bench, small: Emu) -> None:
    everything = await walk(own, OfferQuery(), 100)

    def change(ids: list[int]) -> None:
        for number in ids:
            small.world.store.drop(number)

    _, second = await changed_meanwhile(own, small, OfferQuery(), change)
    assert second == everything[10:20]


@pytest.mark.parametrize(
    ("spot", "start", "listed", "by_id", "expected"),
    [
        (Spot(10, (7, 8, 9)), 5, [5, 6, 7, 8, 9, 10], True, 10),
        (Spot(10, (7, 8, 9)), 5, [5, 6, 7, 8, 10], True, 9),
        (Spot(10, (7, 8, 9)), 0, [1, 2, 10], True, 2),
        (Spot(10, (7, 8, 9)), 0, [3, 1, 2], False, 7),
        (Spot(2, (7, 8, 9)), 0, [], True, 0),
    ],
)
def test_a_place_is_found_again_by_what_is_still_there(
    spot: Spot, start: int, listed: list[int], by_id: bool, expected: int
) -> None:
    assert moved(spot, start, listed, by_id=by_id) == expected


# ---- cursors ------------------------------------------------------------


@pytest.mark.parametrize(
    "other",
    [
        OfferQuery(order=Order.NAME),
        OfferQuery(types=(OfferType.EVENT,)),
        OfferQuery(near=GRENOBLE),
        OfferQuery(departments=("38",)),
    ],
)
async def test_a_cursor_of_another_list_is_refused(other: OfferQuery, bench: Bench, whole: Emu) -> None:
    page = await bench.runtime.catalogue.search(OfferQuery(), 5)
    whole.calls()
    with pytest.raises(BadInput) as caught:
        await bench.runtime.catalogue.search(other, 5, page.end)
    assert caught.value.code == "INVALID_CURSOR"
    assert whole.calls() == {}


@pytest.mark.parametrize(
    "place",
    [
        ("m", 0, [1], ""),
        ("m", 10**9, [1], ""),
        ("m", 5, [], ""),
        ("m", 5, [1, 2, 3, 4], ""),
        ("m", 5, ["1"], ""),
        ("m", 5, [True], ""),
        ("other", 5, [1], ""),
        ("m", 5, [1], "s" * 200),
        ("m", "5", [1], ""),
    ],
)
def test_forged_cursors_are_refused(place: tuple[object, ...]) -> None:
    with pytest.raises(BadInput):
        Cursors("secret").read(encode_cursor("offers", *place), "m")


def test_a_cursor_tells_nothing_about_its_filter_without_the_secret() -> None:
    query = {"center": {"coordinates": [5.7, 45.2]}, "searchQuery": "x"}
    mark = Cursors("one").mark(query)
    assert mark != Cursors("two").mark(query)
    assert mark == Cursors("one").mark(dict(reversed(query.items())))


# ---- ages ---------------------------------------------------------------


async def test_what_is_fresh_is_not_asked_again_and_what_is_old_is(own: Bench, small: Emu) -> None:
    await own.runtime.catalogue.search(OfferQuery(), 5)
    small.calls()
    own.clock.advance(299)
    await own.runtime.catalogue.search(OfferQuery(), 5)
    assert small.calls() == {}
    own.clock.advance(2)
    page = await own.runtime.catalogue.search(OfferQuery(), 5)
    assert small.calls() == {LIST: 1}
    assert not page.stale
    assert page.listed[0].offer.source.fetched_at == own.clock.now()


async def test_an_older_copy_is_given_and_marked_while_apidae_fails(own: Bench, small: Emu) -> None:
    before = await own.runtime.catalogue.search(OfferQuery(), 5)
    key = before.listed[0].offer.key
    own.clock.advance(3_600)
    small.fault("status", value=503)
    page = await own.runtime.catalogue.search(OfferQuery(), 5)
    assert page.stale
    assert ids_of(page) == ids_of(before)
    assert all(one.offer.source.stale for one in page.listed)
    assert not before.listed[0].offer.source.stale, "what was given before is left as it was"
    loaded = await own.runtime.catalogue.load([key])
    assert loaded.stale
    own.clock.advance(86_400)
    with pytest.raises(SourceError):
        await own.runtime.catalogue.search(OfferQuery(), 5)


async def test_a_withdrawn_offer_is_gone_once_its_copy_is_old(own: Bench, small: Emu) -> None:
    page = await own.runtime.catalogue.search(OfferQuery(), 5)
    key = page.listed[0].offer.key
    item = small.world.store.item(int(key))
    item["presentation"]["typologiesPromoSitra"] = []
    item.pop("distinctions", None)
    small.world.store.put(item, small.world.store.facts[int(key)].selections)
    own.clock.advance(301)
    assert (await own.runtime.catalogue.load([key])).offers == {}
    assert int(key) not in ids_of(await own.runtime.catalogue.search(OfferQuery(), 5))


async def test_a_picture_disappears_on_the_day_after_its_last(own: Bench, small: Emu) -> None:
    page = await own.runtime.catalogue.search(OfferQuery(), 50)
    offer = next(one.offer for one in page.listed if len(one.offer.all_pictures) >= 2)
    item = small.world.store.item(offer.apidae_id)
    item["illustrations"][0]["dateLimiteDePublication"] = "2026-07-01"
    small.world.store.put(item, small.world.store.facts[offer.apidae_id].selections)
    own.runtime.catalogue._keeper.offers.invalidate(offer.key)  # type: ignore[attr-defined]

    async def pictures() -> int:
        found = (await own.runtime.catalogue.load([offer.key])).offers[offer.key]
        return len(found.all_pictures)  # type: ignore[union-attr]

    assert await pictures() == len(offer.all_pictures)
    own.clock.advance(12 * 3_600 + 60)  # 00:01 in Paris on the second, from noon on the first
    small.fault("status", value=503)
    assert await pictures() == len(offer.all_pictures) - 1


async def test_one_damaged_object_costs_only_itself(
    own: Bench, small: Emu, caplog: pytest.LogCaptureFixture
) -> None:
    ids = ids_of(await own.runtime.catalogue.search(OfferQuery(), 10))
    item = small.world.store.item(ids[3])
    item["nom"] = {"libelleXx": "?"}
    small.world.store.put(item, small.world.store.facts[ids[3]].selections)
    own.clock.advance(301)
    page = await own.runtime.catalogue.search(OfferQuery(), 10)
    assert ids_of(page) == [one for one in ids if one != ids[3]]
    assert page.has_next
    loaded = await own.runtime.catalogue.load([str(ids[3]), str(ids[4])])
    assert [one.source.stale for one in loaded.offers.values()] == [True, False]  # type: ignore[union-attr]
    own.runtime.catalogue._keeper.offers.invalidate(str(ids[3]))  # type: ignore[attr-defined]
    loaded = await own.runtime.catalogue.load([str(ids[3]), str(ids[4])])
    assert [isinstance(one, SourceError) for one in loaded.offers.values()] == [True, False]
    assert str(ids[3]) in caplog.text


async def test_cards_are_read_in_few_calls_and_survive_deletions_meanwhile(own: Bench, small: Emu) -> None:
    small.calls()
    cards = [card async for card in own.runtime.catalogue.cards()]
    assert small.calls() == {LIST: 1}
    assert len({card.key for card in cards}) == len(cards)
    assert any(card.handles for card in cards)
    assert all(card.insee and card.name and card.hashtags for card in cards)


async def test_the_point_of_a_commune_is_the_middle_of_what_is_there(bench: Bench, whole: Emu) -> None:
    item = next(one for one in whole.visible() if "geoJson" in one["localisation"].get("geolocalisation", {}))
    code = item["localisation"]["adresse"]["commune"]["code"]
    whole.calls()
    point = await bench.runtime.catalogue.point_of(code)
    assert point is not None
    lon, lat = item["localisation"]["geolocalisation"]["geoJson"]["coordinates"]
    assert abs(point[0] - lon) < 0.2
    assert abs(point[1] - lat) < 0.2
    await bench.runtime.catalogue.point_of(code)
    assert whole.calls() == {LIST: 1}
    assert await bench.runtime.catalogue.point_of("99999") is None
