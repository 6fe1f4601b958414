"""Every filter and every facet of the table against plain Python, and paging while offers come and go."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from index_world import COMPARED, DEPARTMENTS, TODAY, WORDS, Document, around, document, filled, fits

from sources.apidae.catalogue import Area, Bounds, Box, By, Chosen, Circle, OfferQuery, Order
from sources.apidae.index.by_day import wanted_days
from sources.apidae.index.columns import NEVER
from sources.apidae.index.condition import Around
from sources.apidae.index.facets import FACETS, count
from sources.apidae.index.looking import Look
from sources.apidae.index.orders import Place, key_at, pick
from sources.apidae.index.table import Table
from sources.apidae.tables.holidays import in_school_holidays, known
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

RNG = random.Random(11)
OFFERS = [document(number, RNG) for number in range(1, 241)]
TABLE = filled(OFFERS)
MARKED = {number for number in range(1, 241) if number % 3 == 0}


def some(values: Any) -> Any:
    return st.lists(st.sampled_from(list(values)), min_size=1, max_size=2, unique=True).map(tuple)


def choices(values: Any) -> Any:
    lists = st.lists(st.sampled_from(list(values)), max_size=2, unique=True).map(tuple)
    return st.builds(Chosen, lists, lists, lists)


days = st.integers(-5, 70).map(lambda ahead: TODAY + timedelta(ahead))
PARTS: dict[str, Any] = {
    "families_any": some(OfferFamily),
    "families_all": some(OfferFamily),
    "families_none": some(OfferFamily),
    "types": some(OfferType),
    "insee": some([f"{one}00{rank}" for one in DEPARTMENTS for rank in range(3)]),
    "departments": some(DEPARTMENTS),
    "belongs": st.sampled_from(
        [
            ((By.EPCI, ("e1",)),),
            ((By.TERRITORY, ("11", "13")), (By.ACCESS, ("WALK", "UNKNOWN"))),
            ((By.PROVIDER, ("7", "9")), (By.OFFICE, ("2",))),
        ]
    ),
    "station_within": st.sampled_from([300, 1_000]),
    "bbox": st.builds(Box, st.just(5.2), st.just(45.1), st.floats(5.3, 6), st.floats(45.2, 46)),
    "near": st.builds(Circle, st.floats(5, 6), st.floats(45, 46), st.integers(5_000, 60_000)),
    "min_levels": some(Axis).map(lambda axes: tuple((axis, 2) for axis in axes)),
    "themes": choices(THEMES),
    "moods": choices(MOODS),
    "audiences": choices(Audience),
    "distinctions": choices(EvidenceBasis),
    "durations": some(DurationClass),
    "provider_kinds": some(ProviderKind),
    "encounter_with": some(LocalActorKind),
    "accessible_for": some(Impairment),
    "open_on": days,
    "open_between": days.map(lambda day: (day, day + timedelta(9))),
    "weekdays": some(Weekday),
    "school_holidays": st.booleans(),
    "price": st.builds(Bounds, st.sampled_from([None, 0.0, 5.0]), st.sampled_from([None, 5.0, 20.0])),
    "free": st.booleans(),
    "bookable": st.booleans(),
    "age": st.integers(0, 20),
    "pets": st.booleans(),
    "spoken_languages": some(("fr", "en", "it")),
    "weather": some(WeatherFit),
    "picture_licences": some(("CC-BY-4.0", "CC0-1.0")),
    "has_locale": st.sampled_from(["fr", "de", "nl"]),
    "updated_since": st.sampled_from([1, 2, 3]).map(lambda second: datetime.fromtimestamp(second, UTC)),
    "has_scout_content": st.booleans(),
}


@st.composite
def questions(draw: st.DrawFn) -> OfferQuery:
    names = draw(st.lists(st.sampled_from(list(PARTS)), min_size=1, max_size=3, unique=True))
    return OfferQuery(**{name: draw(PARTS[name]) for name in names})


def look(table: Table, query: OfferQuery) -> Look:
    wanted = wanted_days(query, TODAY) or []
    return Look(table, query, around(query, wanted, MARKED))


def expected(query: OfferQuery, offers: list[Document] = OFFERS) -> list[int]:
    wanted = wanted_days(query, TODAY)
    return [one["_id"] for one in offers if fits(one, query, wanted, MARKED)]


def test_every_part_of_a_question_is_tried() -> None:
    assert PARTS.keys() == COMPARED


@pytest.mark.parametrize("part", PARTS)
@settings(max_examples=8, deadline=None)
@given(data=st.data())
def test_each_filter_keeps_what_it_says(part: str, data: st.DataObject) -> None:
    query = OfferQuery(**{part: data.draw(PARTS[part])})
    assert TABLE.numbers[look(TABLE, query).kept()].tolist() == expected(query)


@settings(max_examples=25, deadline=None)
@given(query=questions())
def test_filters_together_and_all_facets_agree_with_counting_by_hand(query: OfferQuery) -> None:
    looked = look(TABLE, query)
    assert TABLE.numbers[looked.kept()].tolist() == expected(query)
    found = count(TABLE, looked, list(FacetKey))
    for key, facet in FACETS.items():
        kept = set(expected(without(query, key)))
        by_hand = Counter(
            value for one in OFFERS if one["_id"] in kept for value in values(one, facet.column)
        )
        assert found[key] == dict(by_hand), key


PARTS_OF_FACETS: dict[FacetKey, tuple[str, ...]] = {
    FacetKey.FAMILY: ("families_any", "families_all", "families_none"),
    FacetKey.TYPE: ("types",),
    FacetKey.THEME: ("themes",),
    FacetKey.MOOD: ("moods",),
    FacetKey.AUDIENCE: ("audiences",),
    FacetKey.DURATION: ("durations",),
    FacetKey.DEPARTMENT: ("departments",),
    FacetKey.ACCESSIBLE_FOR: ("accessible_for",),
    FacetKey.FREE: ("free",),
}


def without(query: OfferQuery, key: FacetKey) -> OfferQuery:
    """The question as a facet sees it: without the part that chooses among its own values."""
    from dataclasses import replace

    own = {FacetKey.EPCI: By.EPCI, FacetKey.CAR_FREE: By.ACCESS}.get(key)
    if own:
        return replace(query, belongs=tuple(one for one in query.belongs if one[0] is not own))
    plain = OfferQuery()
    return replace(query, **{part: getattr(plain, part) for part in PARTS_OF_FACETS[key]})


def values(one: Document, column: str) -> list[str]:
    found = one.get(column, one["facts"].get(column))
    return [found] if isinstance(found, str) else found or []


def test_words_are_all_there_and_polygons_hold_their_borders() -> None:
    kept = look(TABLE, OfferQuery(text="foret ateliers")).kept()
    by_hand = [
        one["_id"]
        for one in OFFERS
        if {"foret", "atelier"} <= {token.partition("=")[0] for token in one["words"].split()}
    ]
    assert TABLE.numbers[kept].tolist() == by_hand
    assert by_hand
    first = next(one for one in OFFERS if one["lat"])
    ring = [(first["lon"], first["lat"]), (7, 45), (7, 44), (first["lon"], first["lat"])]
    corner = Area(shapely.to_wkb(shapely.Polygon(ring)))
    assert first["_id"] in TABLE.numbers[look(TABLE, OfferQuery(polygon=corner)).kept()]
    square = Area(shapely.to_wkb(shapely.box(5.25, 45.25, 5.75, 45.75)))
    box = OfferQuery(bbox=Box(5.25, 45.25, 5.75, 45.75))
    assert look(TABLE, OfferQuery(polygon=square)).kept().tolist() == look(TABLE, box).kept().tolist()


def test_a_selection_keeps_its_members_and_an_unknown_one_nothing() -> None:
    query = OfferQuery(selection=5)
    chosen = Look(TABLE, query, Around(today=TODAY, selected=frozenset({3, 4, 9_999})))
    assert TABLE.numbers[chosen.kept()].tolist() == [3, 4]
    assert not Look(TABLE, query, Around(today=TODAY)).kept().any()


def test_the_next_open_day_is_the_first_one_from_today_on() -> None:
    for ahead in (0, 3, 17, 40):
        today = TODAY + timedelta(ahead)
        found = TABLE.next_days(today).tolist()
        for one, day in zip(OFFERS, found, strict=True):
            later = [open_day for open_day in one["days"] if open_day >= today]
            assert day == (min(later).toordinal() if later else NEVER)


def test_school_holidays_are_whole_weeks_and_nobody_guesses_beyond_them() -> None:
    for first, last in (
        (date(2026, 2, 7), date(2026, 2, 22)),
        (date(2026, 10, 17), date(2026, 11, 1)),
        (date(2026, 12, 19), date(2027, 1, 3)),
        (date(2027, 2, 13), date(2027, 2, 28)),
        (date(2027, 7, 3), date(2027, 8, 31)),
    ):
        inside = in_school_holidays(first), in_school_holidays(last)
        outside = in_school_holidays(first - timedelta(1)), in_school_holidays(last + timedelta(1))
        assert (inside, outside) == ((True, True), (False, False))
    assert in_school_holidays(known()[1] + timedelta(1)) is None
    assert not in_school_holidays(TODAY.replace(month=6))


# ---- orders -------------------------------------------------------------

ORDERED = [
    OfferQuery(),
    OfferQuery(order=Order.NAME),
    OfferQuery(order=Order.RECENT),
    OfferQuery(order=Order.SOONEST, seed=TODAY.isoformat()),
    OfferQuery(order=Order.RANDOM, seed="lundi"),
    OfferQuery(order=Order.NEAREST, near=Circle(5.5, 45.5, 200_000)),
    OfferQuery(order=Order.RELEVANCE, text="p"),
]


class World:
    """A table, and a book of which offers there are."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.book = {number: document(number, self.rng) for number in self.rng.sample(range(10**6), 300)}
        self.table = filled(list(self.book.values()))

    def change(self, stable: set[int], stamp: int) -> None:
        """Some come, some that are not stable go, some stable ones are written again as they were."""
        for _ in range(6):
            number = self.rng.randrange(10**6)
            if number not in stable:
                self.book[number] = document(number, self.rng, stamp)
                self.table.put(self.book[number])
        for number in self.rng.sample(sorted(set(self.book) - stable), 3):
            del self.book[number]
            self.table.drop(number)
        for number in self.rng.sample(sorted(stable), 5):
            self.table.put(self.book[number])

    def page(self, query: OfferQuery, place: Place | None, limit: int, *, backward: bool) -> Any:
        kept = look(self.table, query).kept()
        found = pick(self.table, query, kept, place, limit, query.seed, backward=backward)
        places = [
            Place(key_at(self.table, query.order, row, key), int(self.table.numbers[row]), query.seed)
            for row, key in zip(found.rows.tolist(), found.keys.tolist(), strict=True)
        ]
        return places, found.more


def whole(world: World, query: OfferQuery) -> list[int]:
    return [place.id for place in world.page(query, None, 10**6, backward=False)[0]]


@pytest.mark.parametrize("query", ORDERED, ids=lambda query: query.order.name)
@pytest.mark.parametrize("backward", [False, True], ids=["forward", "backward"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_nothing_is_lost_or_repeated_while_offers_come_and_go(
    query: OfferQuery, backward: bool, seed: int
) -> None:
    world = World(seed)
    before = whole(world, query)
    stable = set(world.rng.sample(before, len(before) // 2))
    found: list[int] = []
    place, more, stamp = None, True, 1
    while more:
        places, more = world.page(query, place, world.rng.choice((1, 7, 20)), backward=backward)
        ids = [one.id for one in places]
        found = ids + found if backward else found + ids
        if places:
            place = places[0] if backward else places[-1]
        stamp += 1
        world.change(stable, stamp)
    assert len(found) == len(set(found))
    assert [number for number in found if number in stable] == [one for one in before if one in stable]


@pytest.mark.parametrize("query", ORDERED, ids=lambda query: query.order.name)
def test_both_directions_give_the_same_list_and_pages_turn_back(query: OfferQuery) -> None:
    world = World(5)
    listed = whole(world, query)
    assert len(listed) == len(set(listed)) > 50
    backward, _ = world.page(query, None, 10**6, backward=True)
    assert [place.id for place in backward] == listed
    first, more = world.page(query, None, 10, backward=False)
    second, _ = world.page(query, first[-1], 10, backward=False)
    back, before = world.page(query, second[0], 10, backward=True)
    assert (back, more, before) == (first, True, False)


def test_orders_are_what_they_are_called() -> None:
    world = World(9)
    book = world.book
    by = {query.order: whole(world, query) for query in ORDERED}
    assert by[Order.IDENTIFIER] == sorted(book)
    assert by[Order.NAME] == sorted(book, key=lambda number: (book[number]["name"], number))
    assert by[Order.RECENT] == sorted(book, key=lambda number: (-book[number]["modified"], number))
    assert by[Order.SOONEST] == sorted(
        book, key=lambda number: (min(book[number]["days"], default=TODAY.replace(year=9999)), number)
    )
    assert by[Order.RANDOM] != sorted(by[Order.RANDOM])
    named = [
        sum(word.startswith("p") for word in book[one]["nameWords"].split()) for one in by[Order.RELEVANCE]
    ]
    assert [bool(one) for one in named] == sorted((bool(one) for one in named), reverse=True)
    assert set(WORDS) >= {"pain", "poterie"}


def test_a_table_forgets_what_is_dropped_and_counts_its_dead_rows() -> None:
    world = World(4)
    number = next(iter(world.book))
    world.table.put({**world.book[number], "stamp": 9})
    assert (len(world.table), world.table.wasted, world.table.stamp_of(number)) == (300, 1, 9)
    world.table.drop(number)
    world.table.drop(number)
    assert number not in world.table
    assert world.table.stamp_of(number) is None
    assert not np.any(world.table.numbers[world.table.everything] == number)
