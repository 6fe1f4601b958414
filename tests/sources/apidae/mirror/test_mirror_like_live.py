"""Whatever can be asked of Apidae has the same answer in the mirror: generated questions, both catalogues."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, timedelta

import pytest
from apidae_bench import Bench, Emu
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mirror_world import World, ids_of, walk

from sources.apidae.catalogue import By, Circle, OfferQuery, Order
from sources.apidae.mirror.words import stem_of, words_of
from sources.apidae.types.words import Axis, OfferFamily, OfferType

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


def stems(text: str) -> str:
    """Words cut to their stems: Apidae's emulator knows beginnings of words, but no inflections."""
    return " ".join(map(stem_of, words_of(text)))


def some(values, most: int = 2):
    return st.lists(st.sampled_from(list(values)), min_size=1, max_size=most, unique=True).map(tuple)


PARTS = {
    "text": st.sampled_from(WORDS).map(stems),
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
