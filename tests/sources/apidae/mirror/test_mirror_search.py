"""Searches of the mirror: paging, cursors, indexes, days, words, and what they cost."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from apidae_bench import Emu
from mirror_world import World, ids_of, walk

from gateway.errors import BadInput
from sources.apidae.catalogue import Circle, OfferQuery, Order
from sources.apidae.index.globe import EARTH_METRES, box_around
from sources.apidae.mirror.documents import pack, unpack
from sources.apidae.mirror.state import StateKeeper
from sources.apidae.types.discovery import FacetKey
from sources.apidae.types.words import Axis, OfferFamily, OfferType

GRENOBLE = Circle(5.7245, 45.1885, 60_000)
WIDE = Circle(5.0, 45.5, 200_000)
ORDERED = [
    OfferQuery(),
    OfferQuery(order=Order.NAME),
    OfferQuery(order=Order.RECENT),
    OfferQuery(near=WIDE, order=Order.NEAREST),
    OfferQuery(order=Order.SOONEST),
    OfferQuery(order=Order.RANDOM, seed="lundi"),
    OfferQuery(text="de", order=Order.RELEVANCE),
    OfferQuery(near=WIDE, order=Order.NAME),
    OfferQuery(text="visite", open_on=date(2026, 7, 4), near=WIDE, order=Order.NEAREST),
]


PLAIN = str.maketrans("àâéèêëîïôûüç", "aaeeeeiiouuc")


def named(query: OfferQuery) -> str:
    parts = [name for name in ("text", "near", "open_on", "types", "departments") if getattr(query, name)]
    return "-".join([query.order.name, *parts])


async def test_the_mirror_shows_exactly_the_public_offers(mirror: World, whole: Emu) -> None:
    page = await mirror.catalogue.search(OfferQuery(), 50)
    assert page.total == len(whole.public())
    assert not page.stale
    assert await walk(mirror.catalogue, OfferQuery(), 100) == whole.public()


async def test_searches_and_loads_ask_nothing_of_apidae(mirror: World, whole: Emu) -> None:
    whole.calls()
    page = await mirror.catalogue.search(OfferQuery(), 50)
    keys = [one.offer.key for one in page.listed]
    loaded = await mirror.catalogue.load([*keys, "0", "007", "x", "9" * 15, str(whole.hidden()[0])])
    assert list(loaded.offers) == keys
    assert whole.calls() == {}


@pytest.mark.parametrize("first", [1, 20, 100])
async def test_a_page_costs_two_commands_and_one_when_nothing_has_changed(first: int, mirror: World) -> None:
    await mirror.catalogue.counts(OfferQuery(), [])
    mirror.commands.reset()
    await mirror.catalogue.search(OfferQuery(), first)
    assert _sent(mirror) == {"find": 2}
    mirror.commands.reset()
    await mirror.catalogue.search(OfferQuery(), first)
    assert _sent(mirror) == {"find": 1}


def _sent(world: World) -> dict[str, int]:
    counts: dict[str, int] = {}
    for (name, command), count in world.commands.snapshot().items():
        if name.startswith("apidae_"):
            counts[command] = counts.get(command, 0) + count.started
    return counts


# ---- orders and cursors -------------------------------------------------


@pytest.mark.parametrize("query", ORDERED, ids=named)
async def test_paging_gives_every_offer_once(query: OfferQuery, own: World) -> None:
    whole_list = await walk(own.catalogue, query, 100)
    total = (await own.catalogue.search(query, 1)).total
    assert len(whole_list) == len(set(whole_list)) == total > 5
    assert await walk(own.catalogue, query, 7) == whole_list


@pytest.mark.parametrize("query", ORDERED, ids=named)
async def test_pages_lose_and_repeat_nothing_while_offers_come_and_go(query: OfferQuery, own: World) -> None:
    rng = random.Random(7)
    before = await walk(own.catalogue, query, 100)
    stable = set(rng.sample(before, len(before) // 2))
    copied, leaving = iter(range(1, 10**6)), [number for number in before if number not in stable]
    found: list[int] = []
    after: str | None = None
    while True:
        page = await own.catalogue.search(query, 5, after)
        found += ids_of(page)
        after = page.end
        if not page.has_next:
            break
        await _remove(own, [leaving.pop(rng.randrange(len(leaving))) for _ in range(3) if leaving])
        await _insert(own, [rng.choice(sorted(stable)) for _ in range(4)], copied)
    assert len(found) == len(set(found))
    assert stable <= set(found)
    assert [n for n in found if n in stable] == [n for n in before if n in stable]


async def _remove(world: World, numbers: list[int]) -> None:
    await world.objects.delete_many({"_id": {"$in": numbers}})
    await StateKeeper(world.store.room("apidae")).bump()


async def _insert(world: World, like: list[int], numbers: Iterator[int]) -> None:
    """New objects like others, so that they fall among these in every order."""
    documents = await world.objects.find({"_id": {"$in": like}})
    for document in documents:
        number = next(numbers) * 7_919 + (0 if next(numbers) % 2 else 10**7)
        packed = pack({**unpack(document["raw"]), "id": number})
        await world.objects.insert_one({**document, "_id": number, "raw": packed})
    await StateKeeper(world.store.room("apidae")).bump()


async def test_random_orders_differ_by_seed_and_keep_it(mirror: World) -> None:
    lists = [
        await walk(mirror.catalogue, OfferQuery(order=Order.RANDOM, seed=seed), 100)
        for seed in ("a", "b", "a")
    ]
    assert lists[0] == lists[2] != lists[1]
    assert sorted(lists[0]) == sorted(lists[1])
    ranks = [abs(lists[1].index(number) - rank) for rank, number in enumerate(lists[0])]
    assert sum(ranks) / len(ranks) > len(ranks) / 4, "two shufflings have little in common"
    steps = [b > a for a, b in zip(lists[0], lists[0][1:], strict=False)]
    assert 0.4 < sum(steps) / len(steps) < 0.6


async def test_the_seed_of_a_cursor_goes_before_another_one(mirror: World) -> None:
    first = await mirror.catalogue.search(OfferQuery(order=Order.RANDOM, seed="a"), 5)
    rest = await mirror.catalogue.search(OfferQuery(order=Order.RANDOM, seed="b"), 5, first.end)
    both = await mirror.catalogue.search(OfferQuery(order=Order.RANDOM, seed="a"), 10)
    assert ids_of(first) + ids_of(rest) == ids_of(both)


async def test_recent_means_last_changed_first(mirror: World) -> None:
    page = await mirror.catalogue.search(OfferQuery(order=Order.RECENT), 100)
    times = [one.offer.updated_at for one in page.listed]
    assert times == sorted(times, reverse=True)


async def test_names_are_in_french_order(mirror: World) -> None:
    page = await mirror.catalogue.search(OfferQuery(order=Order.NAME), 100)
    names = [one.offer.names["fr"].lower().translate(PLAIN) for one in page.listed]
    assert [name[:2] for name in names] == sorted(name[:2] for name in names)
    assert len({name[:2] for name in names}) > 1


async def test_a_cursor_fits_only_the_question_it_was_made_for(mirror: World, filled: str) -> None:
    page = await mirror.catalogue.search(OfferQuery(order=Order.NAME), 5)
    for other in (OfferQuery(), OfferQuery(order=Order.NAME, departments=("38",)), OfferQuery(near=WIDE)):
        with pytest.raises(BadInput) as caught:
            await mirror.catalogue.search(other, 5, page.end)
        assert caught.value.code == "INVALID_CURSOR"
    for text in ("x", "e30", str(page.end)[:-3]):
        with pytest.raises(BadInput):
            await mirror.catalogue.search(OfferQuery(order=Order.NAME), 5, text)


async def test_a_cursor_of_the_live_catalogue_is_refused_and_the_other_way_round(
    mirror: World, whole: Emu, open_bench: Any
) -> None:
    async with open_bench(whole) as live:
        catalogues = [live.runtime.catalogue, mirror.catalogue]
        for one, other in (catalogues, catalogues[::-1]):
            page = await one.search(OfferQuery(), 5)
            with pytest.raises(BadInput):
                await other.search(OfferQuery(), 5, page.end)


async def test_a_cursor_does_not_tell_how_far_away_somebody_is(mirror: World) -> None:
    query = OfferQuery(near=GRENOBLE, order=Order.NEAREST)
    page = await mirror.catalogue.search(query, 10)
    keys = [_key(str(one.cursor)) for one in page.listed]
    assert keys != sorted(keys)
    assert all(key > 10**9 for key in keys[:3]), "no distance in millimetres, which would be smaller"


def _key(cursor: str) -> int:
    import base64

    import orjson

    return int(orjson.loads(base64.urlsafe_b64decode(cursor + "=="))[3][0])


# ---- indexes ------------------------------------------------------------

ASKED = [
    OfferQuery(),
    *ORDERED[1:],
    OfferQuery(order=Order.SOONEST),
    OfferQuery(types=(OfferType.VISIT, OfferType.EVENT), departments=("38", "73")),
    OfferQuery(families_any=(OfferFamily.OENOTOURISME,), families_none=(OfferFamily.PLEIN_AIR,)),
    OfferQuery(insee=("38185", "73065"), order=Order.NAME),
    OfferQuery(min_levels=((Axis.SOCIAL, 2), (Axis.ENVIRONMENT, 3))),
    OfferQuery(near=GRENOBLE, types=(OfferType.ACTIVITY,), order=Order.NAME),
    OfferQuery(text="visite guidée", departments=("38",), order=Order.NAME),
    OfferQuery(open_on=date(2026, 7, 4)),
    OfferQuery(open_on=date(2031, 7, 4), departments=("38",)),
]


async def test_nothing_that_a_search_asks_of_the_database_reads_a_whole_collection(
    open_world: Any, whole: Emu, filled: str
) -> None:
    """The server's own profile of every command, from the first filling of the table on."""
    async with open_world(whole, filled) as world:
        room = world.store.room("apidae")
        await room.command({"profile": 2})
        try:
            for query in ASKED:
                page = await world.catalogue.search(query, 10)
                await world.catalogue.counts(query, list(FacetKey))
                await world.catalogue.load([one.offer.key for one in page.listed])
            world.clock.advance(120)
            await world.catalogue.search(OfferQuery(), 10)
            where = {"ns": f"{filled}.apidae_objects", "op": {"$in": ["query", "command", "getmore"]}}
            command = {"find": "system.profile", "filter": where, "batchSize": 1_000}
            seen = (await room.command(command))["cursor"]["firstBatch"]
        finally:
            await room.command({"profile": 0})
            await room.command({"drop": "system.profile"})
    plans = [one["planSummary"] for one in seen if "planSummary" in one]
    assert len(plans) > len(ASKED) / 2
    assert {plan.split()[0] for plan in plans} <= {"IXSCAN", "COUNT_SCAN", "IDHACK"}


# ---- places, days, words ------------------------------------------------


@pytest.mark.parametrize("lat", [-89.9, -45.0, 0.0, 45.0, 89.5])
@pytest.mark.parametrize("lon", [-179.9, 0.0, 5.0, 179.9])
def test_a_box_holds_its_whole_circle(lat: float, lon: float) -> None:
    from math import asin, atan2, cos, degrees, radians, sin

    circle = Circle(lon, lat, 200_000)
    limits = box_around(circle)
    angle = circle.metres / EARTH_METRES
    for bearing in range(0, 360, 5):
        turn = radians(bearing)
        top = asin(sin(radians(lat)) * cos(angle) + cos(radians(lat)) * sin(angle) * cos(turn))
        east = radians(lon) + atan2(
            sin(turn) * sin(angle) * cos(radians(lat)), cos(angle) - sin(radians(lat)) * sin(top)
        )
        assert limits.south <= degrees(top) <= limits.north
        assert limits.west <= (degrees(east) + 180) % 360 - 180 <= limits.east


async def test_days_beyond_the_computed_ones_are_answered_as_well(mirror: World, whole: Emu) -> None:
    from sources.apidae.opening import is_open_on, read_opening

    public = set(whole.public())
    for day in (date(2026, 7, 4), date(2027, 9, 30), date(2027, 12, 24), date(2026, 6, 30), date(2035, 2, 3)):
        expected = [
            one["id"]
            for one in whole.visible()
            if one["id"] in public and is_open_on(read_opening(one.get("ouverture", {})), day)
        ]
        assert await walk(mirror.catalogue, OfferQuery(open_on=day), 100) == expected
        assert expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("randonnée", "RANDONNEES"),
        ("dégustation", "deguster"),
        ("ateliers", "atelier"),
        ("œuvre", "oeuvres"),
        ("cheval", "chevaux"),
    ],
)
async def test_words_are_found_whatever_their_inflection_and_accents(
    one: str, other: str, mirror: World
) -> None:
    lists = [await walk(mirror.catalogue, OfferQuery(text=text), 100) for text in (one, other)]
    if one != "œuvre":
        assert lists[0]
    assert set(lists[0]) == set(lists[1])


async def test_all_words_of_a_text_have_to_be_there(mirror: World) -> None:
    one, other, both = [
        set(await walk(mirror.catalogue, OfferQuery(text=text), 100))
        for text in ("atelier", "pain", "pain atelier")
    ]
    assert both == one & other
    assert len(both) < min(len(one), len(other))


async def test_a_word_in_the_name_counts_more(mirror: World) -> None:
    page = await mirror.catalogue.search(OfferQuery(text="atelier", order=Order.RELEVANCE), 100)
    named = ["atelier" in one.offer.names["fr"].lower() for one in page.listed]
    assert any(named)
    assert named == sorted(named, reverse=True)


async def test_a_text_without_french_letters_finds_nothing(mirror: World) -> None:
    assert (await mirror.catalogue.search(OfferQuery(text="日本"), 5)).total == 0


# ---- drivers and languages ----------------------------------------------


async def test_it_works_with_the_other_driver(open_world: Any, small: Emu, database_name: str) -> None:
    async with open_world(small, database_name, driver="pymongo") as world:
        await world.sync()
        for query in ORDERED:
            assert await walk(world.catalogue, query, 7) == await walk(world.catalogue, query, 100)
        assert await walk(world.catalogue, OfferQuery(), 50) == small.public()
        assert len([card async for card in world.catalogue.cards()]) == len(small.public())
