"""Whatever can be asked of Apidae has the same answer in the mirror: generated questions, both catalogues."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta

import pytest
from apidae_bench import Bench, Emu
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mirror_world import World, ids_of, walk

from gateway.errors import BadInput
from sources.apidae.catalogue import Area, Bounds, Box, By, Chosen, Circle, OfferQuery, Order
from sources.apidae.tables.themes import MOODS, THEMES
from sources.apidae.types.calendar import Weekday
from sources.apidae.types.discovery import FacetKey, WeatherFit
from sources.apidae.types.words import (
    Audience,
    Axis,
    DurationClass,
    EvidenceBasis,
    Impairment,
    LocalActorKind,
    OfferFamily,
    OfferType,
    ProviderKind,
)

BEGINNINGS = ("pote", "ateli", "rando", "visi gui", "Vignero", "forê", "œuv", "pain", "vélo x", "zzz", "de")
"""Apidae's emulator knows beginnings of words but no inflections: none of these is the stem of another word."""

WORDS = (
    "poterie",
    "atelier",
    "randonnees",
    "visite guidee",
    "Vignerons",
    "forêt",
    "œuvre",
    "pain",
    "vélo x",
    "zzz",
)
TODAY = date(2026, 7, 1)


def some(values, most: int = 2):
    return st.lists(st.sampled_from(list(values)), min_size=1, max_size=most, unique=True).map(tuple)


def choices(values):
    lists = st.lists(st.sampled_from(list(values)), max_size=2, unique=True).map(tuple)
    return st.builds(Chosen, lists, lists, lists)


PARTS = {
    "text": st.sampled_from(BEGINNINGS),
    "themes": choices(THEMES),
    "moods": choices(MOODS),
    "audiences": choices(Audience),
    "distinctions": choices(EvidenceBasis),
    "encounter_with": some(LocalActorKind),
    "accessible_for": some(Impairment),
    "weather": some(WeatherFit),
    "open_between": st.tuples(st.integers(-40, 700), st.integers(0, 60)).map(
        lambda days: (TODAY + timedelta(days[0]), TODAY + timedelta(days[0] + days[1]))
    ),
    "families_any": some(OfferFamily),
    "families_all": some(OfferFamily),
    "families_none": some(OfferFamily),
    "types": some(OfferType),
    "insee": st.sampled_from([("38185",), ("69123", "73065", "38185"), ("97411",)]),
    "departments": some(["38", "73", "69", "07", "63"]),
    "near": st.builds(Circle, st.floats(3.5, 6.8), st.floats(44.6, 46.2), st.integers(2_000, 150_000)),
    "open_on": st.integers(-200, 700).map(lambda days: TODAY + timedelta(days)),
    "min_levels": st.dictionaries(st.sampled_from(list(Axis)), st.integers(1, 3), min_size=1, max_size=2).map(
        lambda levels: tuple(levels.items())
    ),
}


@st.composite
def questions(draw: st.DrawFn) -> OfferQuery:
    """One to three parts at once: more would hardly ever find anything."""
    names = draw(st.lists(st.sampled_from(list(PARTS)), max_size=3, unique=True))
    parts = {name: draw(PARTS[name]) for name in names}
    orders = [Order.IDENTIFIER, Order.NAME, Order.RANDOM]
    orders += [Order.RELEVANCE] if "text" in parts else []
    orders += [Order.NEAREST] if "near" in parts else []
    order = draw(st.sampled_from(orders))
    return OfferQuery(**parts, order=order, seed="lundi" if order is Order.RANDOM else "")


@pytest.fixture
async def both(open_bench, open_world, whole: Emu, filled: str) -> AsyncIterator[tuple[Bench, World]]:
    async with open_bench(whole) as live, open_world(whole, filled) as mirror:
        yield live, mirror


@pytest.mark.parametrize("beginning", BEGINNINGS)
async def test_both_catalogues_find_the_same_beginnings(beginning: str, both: tuple[Bench, World]) -> None:
    live, mirror = both
    question = OfferQuery(text=beginning, order=Order.IDENTIFIER)
    assert await walk(mirror.catalogue, question, 100) == await walk(live.runtime.catalogue, question, 100)


@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(question=questions())
async def test_both_catalogues_answer_alike(question: OfferQuery, both: tuple[Bench, World]) -> None:
    live, mirror = both
    expected = await walk(live.runtime.catalogue, question, 100)
    found = await walk(mirror.catalogue, question, 100)
    page = await mirror.catalogue.search(question, 5)
    assert page.total == (await live.runtime.catalogue.search(question, 5)).total == len(expected)
    if question.order in {Order.IDENTIFIER, Order.NEAREST, Order.RELEVANCE}:
        assert found == expected
    else:
        assert sorted(found) == sorted(expected)
    assert ids_of(page) == found[:5]


ONLY_HERE = {
    "belongs": ((By.EPCI, ("200040715",)),),
    "station_within": 2_000,
    "selection": 1,
    "durations": (DurationClass.DAY,),
    "provider_kinds": (ProviderKind.GUIDE,),
    "bbox": Box(5, 45, 6, 46),
    "polygon": Area(b""),
    "weekdays": (Weekday.MONDAY,),
    "school_holidays": True,
    "price": Bounds(0, 20),
    "free": False,
    "bookable": True,
    "age": 7,
    "pets": True,
    "spoken_languages": ("en",),
    "picture_licences": ("CC-BY-4.0",),
    "has_locale": "de",
    "updated_since": datetime(2026, 1, 1, tzinfo=UTC),
    "has_scout_content": True,
}
"""What only the mirror knows. Together with `PARTS` it is every part of a question."""


def test_every_part_of_a_question_is_compared_or_refused() -> None:
    parts = {one.name for one in fields(OfferQuery)} - {"order", "seed"}
    assert parts == PARTS.keys() | ONLY_HERE.keys()


@pytest.mark.parametrize("part", ONLY_HERE)
async def test_what_only_the_mirror_can_do_is_refused_by_its_name(
    part: str, both: tuple[Bench, World]
) -> None:
    live, _ = both
    live.emulator.calls()
    with pytest.raises(BadInput) as caught:
        await live.runtime.catalogue.search(OfferQuery(**{part: ONLY_HERE[part]}), 5)
    words = part.split("_")
    own = {"belongs": "epci", "station_within": "near.mode"}
    argument = "filter." + own.get(part, words[0] + "".join(word.capitalize() for word in words[1:]))
    assert (caught.value.code, caught.value.argument) == ("NOT_SUPPORTED_LIVE", argument)
    assert live.emulator.calls() == {}


async def test_orders_directions_and_counts_that_apidae_lacks_are_refused(both: tuple[Bench, World]) -> None:
    catalogue = both[0].runtime.catalogue
    for order in (Order.RECENT, Order.SOONEST):
        with pytest.raises(BadInput, match="cannot answer"):
            await catalogue.search(OfferQuery(order=order), 5)
    with pytest.raises(BadInput, match="cannot answer"):
        await catalogue.search(OfferQuery(), 5, backward=True)
    with pytest.raises(BadInput, match="cannot answer"):
        await catalogue.counts(OfferQuery(), [FacetKey.TYPE])


@pytest.mark.parametrize("text", WORDS)
async def test_inflections_only_add_to_what_apidae_finds(text: str, both: tuple[Bench, World]) -> None:
    live, mirror = both
    query = OfferQuery(text=text, order=Order.RELEVANCE)
    expected = await walk(live.runtime.catalogue, query, 100)
    assert set(expected) <= set(await walk(mirror.catalogue, query, 100))


async def test_offers_are_the_same_but_for_the_moment_they_were_read(both: tuple[Bench, World]) -> None:
    live, mirror = both
    one = await live.runtime.catalogue.search(OfferQuery(), 100)
    other = await mirror.catalogue.search(OfferQuery(), 100)
    for mine, theirs in zip(other.listed, one.listed, strict=True):
        mine.offer.source = theirs.offer.source
        assert mine.offer == theirs.offer


async def test_communes_and_their_offers_are_the_same(both: tuple[Bench, World], whole: Emu) -> None:
    live, mirror = both
    codes = sorted({one.facts.insee for one in whole.verdicts() if one.is_public})[:12]
    expected = await live.runtime.catalogue.search_by(By.COMMUNE, [*codes, "38999"], 3)
    found = await mirror.catalogue.search_by(By.COMMUNE, [*codes, "38999"], 3)
    assert expected
    assert found
    for code in [*codes, "38999"]:
        assert ids_of(found[code]) == ids_of(expected[code])
        assert found[code].total == expected[code].total
        assert found[code].has_next == expected[code].has_next
        assert await mirror.catalogue.point_of(code) == await live.runtime.catalogue.point_of(code)
    known = await live.runtime.communes.load(codes)
    assert await mirror.runtime.communes.load(codes) == known


async def test_cards_are_the_same(both: tuple[Bench, World]) -> None:
    live, mirror = both
    expected = [card async for card in live.runtime.catalogue.cards()]
    assert [card async for card in mirror.catalogue.cards()] == expected
