"""Offers around one, like one, linked to one: against brute force, in one reading for a level, never hidden."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt
from typing import Any

import pytest
from apidae_bench import Bench, Emu
from mirror_world import World

NEARBY = """query($ids: [ID!]!, $km: Float!, $first: Int!, $after: String) { nodes(ids: $ids) { ... on Offer {
  apidaeId place { point } nearby(km: $km, first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor } edges { cursor meters node { apidaeId place { point } } } } } } }"""


def metres(one: Any, other: Any) -> float:
    (lon, lat), (east, north) = one, other
    chord = sin(radians(north - lat) / 2) ** 2
    chord += cos(radians(lat)) * cos(radians(north)) * sin(radians(east - lon) / 2) ** 2
    return 2 * 6_371_008.8 * asin(sqrt(chord))


async def everything(bench: Bench) -> dict[int, Any]:
    """Id, point, and what decides likeness of every public offer."""
    found: dict[int, Any] = {}
    after = None
    query = """query($after: String) { offers(first: 100, after: $after) {
      pageInfo { hasNextPage endCursor } edges { node {
      id apidaeId type place { point } families { key } themes { key } moods { key } audiences } } } }"""
    while True:
        page = (await bench.data(query, after=after))["offers"]
        found |= {edge["node"]["apidaeId"]: edge["node"] for edge in page["edges"]}
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            return found


KEPT: dict[str, dict[int, Any]] = {}


@pytest.fixture
async def known(mirror: World, filled: str) -> dict[int, Any]:
    """That of the mirror which nobody changes, read once."""
    if filled not in KEPT:
        KEPT[filled] = await everything(mirror)
    return KEPT[filled]


def point_of(offer: Any) -> Any:
    point = offer["place"]["point"]
    return point and point["coordinates"]


async def test_neighbours_are_those_that_brute_force_finds(mirror: World, known: dict[int, Any]) -> None:
    ids = [offer["id"] for offer in list(known.values())[:20]]
    for km in (0.5, 12.0, 50.0):
        nodes = (await mirror.data(NEARBY, ids=ids, km=km, first=100))["nodes"]
        for node in nodes:
            here = point_of(node)
            near = sorted(
                (round(metres(here, there)), number)
                for number, offer in known.items()
                if number != node["apidaeId"]
                and here
                and (there := point_of(offer))
                and metres(here, there) <= km * 1000
            )
            shown = [(edge["meters"], edge["node"]["apidaeId"]) for edge in node["nearby"]["edges"]]
            assert {number for _, number in shown} <= {number for _, number in near}
            assert node["nearby"]["totalCount"] == len(near)
            assert shown == sorted(shown)
            assert [far for far, _ in shown] == pytest.approx([far for far, _ in near[:100]], abs=1)


async def test_pages_of_neighbours_join_without_a_gap(mirror: World, known: dict[int, Any]) -> None:
    (one,) = [offer["id"] for offer in known.values() if point_of(offer)][:1]
    (node,) = (await mirror.data(NEARBY, ids=[one], km=50, first=100))["nodes"]
    whole = [edge["node"]["apidaeId"] for edge in node["nearby"]["edges"]]
    found: list[int] = []
    after = None
    while len(found) < len(whole):
        (node,) = (await mirror.data(NEARBY, ids=[one], km=50, first=7, after=after))["nodes"]
        found += [edge["node"]["apidaeId"] for edge in node["nearby"]["edges"]]
        after = node["nearby"]["pageInfo"]["endCursor"]
        assert node["nearby"]["pageInfo"]["hasNextPage"] or len(found) == node["nearby"]["totalCount"]
    assert found[: len(whole)] == whole


async def test_a_cursor_of_another_offer_is_that_offers_own_error(
    mirror: World, known: dict[int, Any]
) -> None:
    ids = [offer["id"] for offer in known.values() if point_of(offer)][:2]
    nodes = (await mirror.data(NEARBY, ids=ids, km=50, first=1))["nodes"]
    answer = await mirror.ask(NEARBY, ids=ids, km=50, first=1, after=nodes[0]["nearby"]["edges"][0]["cursor"])
    assert answer.codes == ["INVALID_CURSOR"]
    assert answer.data["nodes"][0]["nearby"]["edges"]
    assert answer.data["nodes"][1]["nearby"] is None


async def test_a_senseless_distance_is_refused(mirror: World, known: dict[int, Any]) -> None:
    ids = [offer["id"] for offer in known.values()][:1]
    for km in (0, -1, 50.1, 10**9):
        assert (await mirror.ask(NEARBY, ids=ids, km=km, first=1)).codes == ["INVALID_ARGUMENT"]


RELATED = (
    "query($ids: [ID!]!) { nodes(ids: $ids) { ... on Offer { apidaeId related(first: 5) { apidaeId } } } }"
)


async def test_what_is_like_an_offer_shares_a_family_or_a_theme(mirror: World, known: dict[int, Any]) -> None:
    nodes = (await mirror.data(RELATED, ids=[offer["id"] for offer in known.values()][:100]))["nodes"]
    full = 0
    for node in nodes:
        me = known[node["apidaeId"]]
        shown = [one["apidaeId"] for one in node["related"]]
        assert node["apidaeId"] not in shown
        assert len(set(shown)) == len(shown)
        full += len(shown) == 5
        for other in shown:
            assert akin(me, known[other], "families") or akin(me, known[other], "themes")
    assert full > 90


def akin(one: Any, other: Any, key: str) -> bool:
    return bool({tag["key"] for tag in one[key]} & {tag["key"] for tag in other[key]})


async def test_a_level_of_neighbours_costs_one_reading(mirror: World, known: dict[int, Any]) -> None:
    ids = [offer["id"] for offer in known.values()][:50]
    await mirror.data("{ offers(first: 1) { totalCount } }")
    mirror.commands.reset()
    await mirror.data(
        """query($ids: [ID!]!) { nodes(ids: $ids) { ... on Offer {
          related { id } nearby { edges { node { id } } } linked { offer { id } } } } }""",
        ids=ids,
    )
    sent = {name: count.started for name, count in mirror.commands.snapshot().items()}
    assert not [name for name in sent if name[1] == "aggregate"]
    assert sum(sent.values()) <= 16, sent


async def test_links_lead_to_public_offers_only_whoever_links(mirror: World, whole: Emu) -> None:
    public = set(whole.public())
    held: dict[int, set[int]] = {}
    for item in whole.visible():
        links = item.get("liens", {}).get("liensObjetsTouristiquesTypes", [])
        held[item["id"]] = {one["objetTouristique"]["id"] for one in links}
    linking = [number for number in sorted(public) if held[number]]
    query = "{" + " ".join(
        f"o{n}: offer(apidaeId: {n}) {{ linked(first: 40) {{ tie offer {{ apidaeId }} }} }}" for n in linking
    )
    found = await mirror.data(query + "}")
    hidden = 0
    for number in linking:
        shown = {one["offer"]["apidaeId"] for one in found[f"o{number}"]["linked"]}
        assert shown == held[number] & public
        hidden += len(held[number] - public)
    assert hidden > 10, "some lead to hidden offers"
    ties = {one["tie"] for offer in found.values() for one in offer["linked"]}
    assert {"LINKED", "SIMILAR", "SUGGESTION", "PROGRAMME", "ORGANISER"} <= ties


async def test_events_know_their_programme(mirror: World) -> None:
    query = '{ events(between: {from: "2026-07-01", to: "2027-06-30"}, first: 100) { edges { node { event { apidaeId superEvent { apidaeId } subEvents { apidaeId } } } } } }'
    found = [edge["node"]["event"] for edge in (await mirror.data(query))["events"]["edges"]]
    assert any(one["superEvent"] for one in found)
    assert any(one["subEvents"] for one in found)
    assert all(isinstance(one["subEvents"], list) for one in found)


async def test_a_hidden_neighbour_disappears_from_all_links(own: World, small: Emu) -> None:
    known = await everything(own)
    query = "query($ids: [ID!]!) { nodes(ids: $ids) { ... on Offer { id related(first: 20) { id } nearby(km: 50, first: 100) { totalCount edges { node { id } } } linked { offer { id } } } } }"
    nodes = (await own.data(query, ids=[one["id"] for one in known.values()]))["nodes"]
    shown = [one["id"] for node in nodes for one in node["related"]]
    gone = max(set(shown), key=shown.count)
    number = next(offer["apidaeId"] for offer in known.values() if offer["id"] == gone)
    small.control(f"objects/{number}", {"state": "HIDDEN"})
    await own.sync()
    answer = await own.data(query, ids=[one["id"] for one in known.values()])
    assert gone not in str(answer)
    assert len([node for node in answer["nodes"] if node]) == len(known) - 1


# ---- without a mirror -----------------------------------------------------------------------


async def test_without_a_mirror_apidae_is_asked_for_each_of_a_few(
    bench: Bench, mirror: World, known: dict[int, Any]
) -> None:
    ids = [offer["id"] for offer in known.values() if point_of(offer)][:5]
    live, mirrored = [(await one.data(NEARBY, ids=ids, km=15, first=10))["nodes"] for one in (bench, mirror)]
    for one, other in zip(live, mirrored, strict=True):
        pairs = [
            [(edge["meters"], edge["node"]["apidaeId"]) for edge in node["nearby"]["edges"]]
            for node in (one, other)
        ]
        assert pairs[0] == pairs[1]
    found = (await bench.data(RELATED, ids=ids))["nodes"]
    assert all(node["apidaeId"] not in {one["apidaeId"] for one in node["related"]} for node in found)
    assert any(node["related"] for node in found)


async def test_without_a_mirror_many_are_refused(bench: Bench, known: dict[int, Any]) -> None:
    ids = [offer["id"] for offer in known.values()][:21]
    assert set((await bench.ask(NEARBY, ids=ids, km=5, first=1)).codes) == {"LIMIT_ITEMS"}
