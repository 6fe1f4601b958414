"""Places where no mirror is kept, and where no table was supplied: what works, what is refused and how."""

from __future__ import annotations

from typing import Any

import pytest
from apidae_bench import Bench, Emu

from gateway.graph.ids import encode_id

REFUSED = [
    ("territories { totalCount }", None),
    ("providers { totalCount }", None),
    ("touristOffices { totalCount }", None),
    ("collections { totalCount }", None),
    ('suggest(prefix: "a") { value }', None),
    ('offers(filter: {epci: ["200040715"]}) { totalCount }', "filter.epci"),
    ('offers(filter: {territories: ["VGVycml0b3J5OjkwMDIwMQ"]}) { totalCount }', "filter.territories"),
    ("offers(filter: {carFree: [DIRECT]}) { totalCount }", "filter.carFree"),
    (
        'offers(filter: {near: {from: {insee: "38185"}, minutes: 90, mode: TRAIN_WALK}}) { totalCount }',
        "filter.near.mode",
    ),
]


@pytest.mark.parametrize(("query", "argument"), REFUSED)
async def test_what_only_a_mirror_knows_is_refused_not_approximated(
    bench: Bench, whole: Emu, query: str, argument: str | None
) -> None:
    whole.calls()
    answer = await bench.ask(f"{{ {query} }}")
    (error,) = answer.errors
    assert error.original_error.code == "NOT_SUPPORTED_LIVE"
    assert error.original_error.argument == argument
    assert whole.calls() == {}


async def test_what_needs_no_mirror_is_answered_live(bench: Bench) -> None:
    data = await bench.data("""{
      families { key offersCount }
      communes(prefix: "grenob") { insee epci { name } }
      stations(near: {insee: "38185"}, first: 1) { name }
      offers(first: 5, filter: {near: {from: {postcode: "38000"}, minutes: 60}}) { totalCount edges {
        distance { minutes mode } node { provider { id } access { carFree basis } } } } }""")
    assert all(one["offersCount"] for one in data["families"])
    assert data["communes"] == [{"insee": "38185", "epci": {"name": "Grenoble-Alpes-Métropole"}}]
    assert data["stations"] == [{"name": "Gare fictive de Grenoble"}]
    for edge in data["offers"]["edges"]:
        assert edge["distance"]["mode"] == "CAR"
        assert edge["distance"]["minutes"] <= 60


async def test_without_a_table_communes_are_those_of_apidae(whole: Emu, open_bench: Any) -> None:
    async with open_bench(whole, APIDAE_PLACES_FILE="", APIDAE_STOPS="") as bench:
        whole.calls()
        node = encode_id("Commune", "38185")
        data = await bench.data(
            f'{{ node(id: "{node}") {{ ... on Commune {{ name postcodes epci {{ name }} population }} }} }}'
        )
        assert data["node"] == {"name": "Grenoble", "postcodes": None, "epci": None, "population": None}
        assert whole.calls() == {"communes": 1}
        for field, argument in (
            ('communes(prefix: "a") { insee }', "prefix"),
            ('communes(postcode: "38000") { insee }', "postcode"),
            ('offers(filter: {epci: ["200040715"]}) { totalCount }', "filter.epci"),
            (
                'offers(filter: {near: {from: {postcode: "38000"}}}) { totalCount }',
                "filter.near.from.postcode",
            ),
            (
                'offers(filter: {near: {from: {stationUic: "99000802"}}}) { totalCount }',
                "filter.near.from.stationUic",
            ),
        ):
            (error,) = (await bench.ask(f"{{ {field} }}")).errors
            assert (error.original_error.code, error.original_error.argument) == (
                "INVALID_ARGUMENT",
                argument,
            )
            assert error.original_error.hint
        access = await bench.data(
            "{ offers(first: 100) { edges { node { access { carFree basis asOf } } } } }"
        )
        found = {
            (one["carFree"], one["basis"], one["asOf"])
            for one in (edge["node"]["access"] for edge in access["offers"]["edges"])
        }
        assert {basis for _, basis, _ in found} == {"DECLARED", None}
        assert {day for _, _, day in found} == {None}
