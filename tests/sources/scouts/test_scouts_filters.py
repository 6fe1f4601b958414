"""Filters and orders of contents: territory, distance, language, words; pages of the nearest."""

from __future__ import annotations

from typing import Any

import pytest
from scouts_world import World, a_community, a_content, a_scout, fill, gid

QUERY = """query ($filter: ScoutContentFilter, $sort: ScoutContentSort! = NEWEST, $first: Int! = 20,
  $after: String) { scoutContents(filter: $filter, sort: $sort, first: $first, after: $after) {
    totalCount edges { node { id } } pageInfo { hasNextPage endCursor } } }"""


def at(lon: float, lat: float) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [lon, lat]}


@pytest.fixture
async def filled(world: World) -> World:
    """Mens, Grenoble, Die, nowhere."""
    contents = [
        a_content(
            "mens",
            minutes=1,
            at=at(5.75, 44.81),
            title={"fr": "Marché de Mens", "de": "Markt in Mens"},
            source={"fr": "Du pain et *des* pommes.", "de": "Brot und Äpfel."},
            territories=[{"name": "Trièves", "departments": ["38"]}],
        ),
        a_content("grenoble", minutes=2, at=at(5.72, 45.19), kind="TIP"),
        a_content("die", minutes=3, at=at(5.37, 44.75), title={"fr": "Œuvre au Diois"}),
        a_content("nowhere", minutes=4),
        a_content("draft", minutes=0, at=at(5.75, 44.81), state="DRAFT", postedAt=None),
    ]
    await fill(world.scouts, [a_community("c1")], [a_scout("s1")], contents)
    return world


async def keys(world: World, **variables: Any) -> list[str]:
    page = (await world.data(QUERY, **variables))["scoutContents"]
    assert page["totalCount"] == len(page["edges"])
    known = {gid("ScoutContent", key): key for key in ("mens", "grenoble", "die", "nowhere", "draft")}
    return [known[edge["node"]["id"]] for edge in page["edges"]]


@pytest.mark.parametrize(
    ("filter", "found"),
    [
        ({}, ["mens", "grenoble", "die", "nowhere"]),
        ({"territory": " TRIEVES"}, ["mens"]),
        ({"territory": "Vercors"}, []),
        ({"language": "de"}, ["mens"]),
        ({"language": "DE", "kinds": ["TIP"]}, []),
        ({"text": "pomm PAIN"}, ["mens"]),
        ({"text": "brot"}, ["mens"]),
        ({"text": "oeuvre"}, ["die"]),
        ({"text": "pain tomate"}, []),
        ({"near": {"lat": 44.8, "lon": 5.75, "km": 10}}, ["mens"]),
        ({"near": {"lat": 44.8, "lon": 5.75, "km": 60}}, ["mens", "grenoble", "die"]),
        ({"near": {"lat": 44.8, "lon": 5.75, "km": 60}, "kinds": ["TIP"]}, ["grenoble"]),
        ({"near": {"lat": 48.85, "lon": 2.35, "km": 200}}, []),
        ({"near": {"lat": 44.8, "lon": 5.75, "km": 60}, "text": "oeuvre"}, ["die"]),
    ],
)
async def test_each_filter_narrows_the_list(filled: World, filter: Any, found: list[str]) -> None:
    assert await keys(filled, filter=filter) == found
    assert await keys(filled, filter=filter, sort="OLDEST") == found[::-1]
    if "near" in filter:
        nearest = await keys(filled, filter=filter, sort="NEAREST")
        assert nearest == [key for key in ("mens", "die", "grenoble") if key in found]


async def test_pages_of_the_nearest_put_together_are_the_list_even_at_one_place(world: World) -> None:
    contents = [
        a_content(f"k{number:02d}", minutes=number, at=at(5.7 + (number // 4) / 100, 44.8))
        for number in range(14)
    ]
    await fill(world.scouts, [a_community("c1")], [a_scout("s1")], contents)
    for first in (1, 3, 5):
        found: list[str] = []
        after = None
        while True:
            variables: dict[str, Any] = {
                "filter": {"near": {"lat": 44.8, "lon": 5.7, "km": 50}},
                "sort": "NEAREST",
                "first": first,
                "after": after,
            }
            page = (await world.data(QUERY, **variables))["scoutContents"]
            found += [edge["node"]["id"] for edge in page["edges"]]
            after = page["pageInfo"]["endCursor"]
            if not page["pageInfo"]["hasNextPage"]:
                break
        assert found == [gid("ScoutContent", one["_id"]) for one in contents], first


@pytest.mark.parametrize(
    ("variables", "code"),
    [
        ({"sort": "NEAREST"}, "INVALID_ARGUMENT"),
        ({"filter": {"near": {"lat": 4.8, "lon": 44.8}}}, "INVALID_ARGUMENT"),
        ({"filter": {"near": {"lat": 91.0, "lon": 5.0}}}, "INVALID_ARGUMENT"),
        ({"filter": {"near": {"lat": 45.0, "lon": 5.0, "km": 0}}}, "INVALID_ARGUMENT"),
        ({"filter": {"near": {"lat": 45.0, "lon": 5.0, "km": 201}}}, "INVALID_ARGUMENT"),
        ({"filter": {"territory": " "}}, "INVALID_ARGUMENT"),
        ({"filter": {"text": "-"}}, "INVALID_ARGUMENT"),
    ],
)
async def test_what_cannot_be_meant_is_refused(world: World, variables: Any, code: str) -> None:
    assert await world.codes(QUERY, **variables) == [code]


async def test_a_cursor_of_one_order_does_not_fit_another(filled: World) -> None:
    page = (await filled.data(QUERY, first=1))["scoutContents"]
    assert await filled.codes(QUERY, sort="OLDEST", after=page["pageInfo"]["endCursor"]) == ["INVALID_CURSOR"]


async def test_an_itinerary_leads_from_stop_to_stop_with_offers_and_communes(world: World) -> None:
    stops = [
        {"title": "Le départ", "text": "Tôt.", "offer": "5001", "commune": "38226", "minutes": 30},
        {"title": "Le café", "text": "", "offer": None, "commune": None, "minutes": None},
        {"title": "Disparu", "text": "", "offer": "9999", "commune": "26113", "minutes": 5},
    ]
    content = a_content("a", kind="ITINERARY", stops=stops)
    await fill(world.scouts, [a_community("c1")], [a_scout("s1")], [content])
    data = await world.data(
        """{ scoutContents { edges { node { __typename ... on Itinerary {
        stops { title text minutes offer { name } commune { name } } } } } } }"""
    )
    node = data["scoutContents"]["edges"][0]["node"]
    assert node["__typename"] == "Itinerary"
    assert [(one["title"], one["offer"], one["commune"]) for one in node["stops"]] == [
        ("Le départ", {"name": "Sentier des bergers de Mens"}, {"name": "Mens"}),
        ("Le café", None, None),
        ("Disparu", None, {"name": "Die"}),
    ]
