"""Places, organisations, collections and access in the graph over the mirror: what exists, what is refused."""

from __future__ import annotations

import base64
import logging
from collections import Counter
from typing import Any

import pytest
from apidae_bench import Emu
from mirror_world import World

from gateway.graph.ids import encode_id
from sources.apidae.access.geometry import metres_between
from sources.apidae.access.levels import WITHIN
from sources.apidae.access.travel import PACES, minutes_for
from sources.apidae.emulator.generator.selections import EDITORIAL
from sources.apidae.mapping.place import point_of
from sources.apidae.mapping.reading import identity, part
from sources.apidae.mapping.surroundings import declared_of, internal_of
from sources.apidae.types.access import CarFreeLevel, TravelMode

GRENOBLE = (5.71479, 45.17869)
PAGE = "pageInfo { hasNextPage endCursor }"


_ITEMS: dict[str, list[dict[str, Any]]] = {}


def items_of(emulator: Emu) -> list[dict[str, Any]]:
    """All visible objects of an emulator that nobody changes, unpacked once."""
    if emulator.server.url not in _ITEMS:
        _ITEMS[emulator.server.url] = emulator.visible()
    return _ITEMS[emulator.server.url]


def public_items(emulator: Emu) -> list[dict[str, Any]]:
    shown = set(emulator.public())
    return [item for item in items_of(emulator) if item["id"] in shown]


def provider_of(item: dict[str, Any]) -> int | None:
    return identity(part(item, "informations", "structureGestion"))


async def whole_list(world: World, field: str, first: int = 7) -> list[dict[str, Any]]:
    """All nodes of a root connection, page by page."""
    found: list[dict[str, Any]] = []
    after = None
    while True:
        query = f"query($a: String) {{ {field}(first: {first}, after: $a) {{ totalCount edges {{ node {{ id }} }} {PAGE} }} }}"
        answer = (await world.data(query, a=after))[field]
        found += [edge["node"] for edge in answer["edges"]]
        if not answer["pageInfo"]["hasNextPage"]:
            assert len(found) == answer["totalCount"]
            return found
        after = answer["pageInfo"]["endCursor"]


@pytest.mark.parametrize(
    ("field", "entity", "key"),
    [
        ("providers", "Provider", provider_of),
        ("touristOffices", "TouristOffice", lambda item: item["gestion"]["membreProprietaire"]["id"]),
    ],
)
async def test_who_has_a_public_offer_is_listed_and_nobody_else(
    mirror: World, whole: Emu, field: str, entity: str, key: Any
) -> None:
    expected = {str(key(item)) for item in public_items(whole) if key(item)}
    others = {str(key(item)) for item in items_of(whole) if key(item)} - expected
    listed = [one["id"] for one in await whole_list(mirror, field)]
    assert len(listed) == len(set(listed))
    assert set(listed) == {encode_id(entity, one) for one in expected}
    ids = [encode_id(entity, one) for one in sorted(others)][:100]
    found = (await mirror.data("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", ids=ids))["nodes"]
    assert found == [None] * len(ids)


async def test_only_hidden_offers_make_nothing_public(mirror: World, whole: Emu) -> None:
    """Providers of the catalogue that only hidden offers name exist, so the test above looked at some."""
    shown = {provider_of(item) for item in public_items(whole)}
    hidden = {provider_of(item) for item in items_of(whole)} - shown
    assert hidden - {None}


async def test_lists_of_offers_are_those_that_belong(mirror: World, whole: Emu) -> None:
    by_provider = Counter(str(provider_of(item)) for item in public_items(whole) if provider_of(item))
    by_territory = Counter(
        str(one["id"]) for item in public_items(whole) for one in item["localisation"]["territoiresAffectes"]
    )
    query = """{ providers(first: 100) { edges { node { id offers(first: 1) { totalCount } } } }
      territories(first: 100) { edges { node { id kind apidaeId offers(first: 1) { totalCount } } } }
      families { offersCount offers(first: 1) { totalCount } } }"""
    data = await mirror.data(query)
    for edge in data["providers"]["edges"]:
        found = {encode_id("Provider", key): count for key, count in by_provider.items()}
        assert edge["node"]["offers"]["totalCount"] == found[edge["node"]["id"]]
    territories = {str(edge["node"]["apidaeId"]): edge["node"] for edge in data["territories"]["edges"]}
    assert {key: one["offers"]["totalCount"] for key, one in territories.items()} == by_territory
    assert Counter(one["kind"] for one in territories.values())["DEPARTMENT"] == 12
    assert [one["offersCount"] for one in data["families"]] == [
        one["offers"]["totalCount"] for one in data["families"]
    ]
    assert all(one["offersCount"] for one in data["families"])


async def test_a_provider_is_the_same_from_everywhere(mirror: World) -> None:
    query = """{ providers(first: 100) { edges { node { id name kind offers(first: 3) {
      edges { node { provider { id name kind } } } } } } } }"""
    for edge in (await mirror.data(query))["providers"]["edges"]:
        one = {key: edge["node"][key] for key in ("id", "name", "kind")}
        assert all(offer["node"]["provider"] == one for offer in edge["node"]["offers"]["edges"])


async def test_an_office_covers_the_communes_of_its_offers(mirror: World, whole: Emu) -> None:
    expected: dict[str, set[str]] = {}
    for item in public_items(whole):
        office = encode_id("TouristOffice", str(item["gestion"]["membreProprietaire"]["id"]))
        expected.setdefault(office, set()).add(item["localisation"]["adresse"]["commune"]["code"])
    query = "{ touristOffices(first: 100) { edges { node { id communes(first: 100) { insee } } } } }"
    for edge in (await mirror.data(query))["touristOffices"]["edges"]:
        assert {one["insee"] for one in edge["node"]["communes"]} == expected[edge["node"]["id"]]


async def test_a_commune_tells_what_the_table_knows_and_former_codes_lead_to_it(mirror: World) -> None:
    query = """{ communes(insee: ["01039", "69381", "38185"]) {
      id insee name formerCodes postcodes population point epci { code name communes(first: 3) { insee } } } }"""
    culoz, lyon, grenoble = (await mirror.data(query))["communes"]
    assert (culoz["insee"], culoz["formerCodes"]) == ("01138", ["01039"])
    assert lyon["insee"] == "69123"
    assert grenoble["postcodes"] == ["38000", "38100"]
    assert grenoble["point"] == {"type": "Point", "coordinates": list(GRENOBLE)}
    assert grenoble["epci"]["name"] == "Grenoble-Alpes-Métropole"
    assert grenoble["population"] > 100_000
    node = await mirror.data(
        f'{{ node(id: "{encode_id("Commune", "01039")}") {{ ... on Commune {{ insee }} }} }}'
    )
    assert node["node"] == {"insee": "01138"}


async def test_a_collection_is_complete_fair_and_stable(own: World, small: Emu) -> None:
    await own.mirror.read_selections()
    members = {
        str(one.id): {
            number for number, facts in small.world.store.facts.items() if one.id in facts.selections
        }
        for one in EDITORIAL
    }
    shown = set(small.public())
    data = await own.data("{ collections { totalCount edges { node { id apidaeId name { value } } } } }")
    nodes = {str(edge["node"]["apidaeId"]): edge["node"] for edge in data["collections"]["edges"]}
    assert set(nodes) == {key for key, numbers in members.items() if numbers & shown}
    offers = (
        f"offers(first: 2, after: $a, seed: $seed) {{ totalCount edges {{ node {{ apidaeId }} }} {PAGE} }}"
    )
    query = "query($id: ID!, $a: String, $seed: String) { node(id: $id) { ... on Collection { "
    query += f"{offers} }} }} }}"

    async def walked(seed: str) -> list[int]:
        found, after = [], None
        while True:
            page = (await own.data(query, id=nodes[key]["id"], a=after, seed=seed if not after else None))[
                "node"
            ]["offers"]
            found += [edge["node"]["apidaeId"] for edge in page["edges"]]
            if not page["pageInfo"]["hasNextPage"]:
                return found
            after = page["pageInfo"]["endCursor"]

    key = max(nodes, key=lambda one: len(members[one] & shown))
    first = await walked("a")
    assert sorted(first) == sorted(members[key] & shown)
    assert first == await walked("a")
    assert len({tuple(await walked(seed)) for seed in "abcdef"}) > 1, "nobody is always last"


async def test_a_collection_of_hidden_offers_does_not_exist(own: World, small: Emu) -> None:
    await own.mirror.read_selections()
    hidden = small.hidden()[:2]
    selections = own.store.room("apidae").collection("selections")
    kept = await selections.find_one({})
    assert kept
    await selections.update_one({"_id": kept["_id"]}, {"$set": {"members": hidden}})
    ids = [
        edge["node"]["apidaeId"]
        for edge in (await own.data("{ collections { edges { node { apidaeId } } } }"))["collections"][
            "edges"
        ]
    ]
    assert kept["_id"] not in ids
    gone = encode_id("Collection", str(kept["_id"]))
    assert (await own.data(f'{{ node(id: "{gone}") {{ id }} }}'))["node"] is None


async def test_access_levels_are_those_of_the_ground_and_the_filter_finds_them(
    mirror: World, whole: Emu
) -> None:
    ground = mirror.runtime.ground
    expected: Counter[str] = Counter()
    for item in public_items(whole):
        declared = [int(one.key) for one in declared_of(item)]
        expected[ground.reach(point_of(item), declared, internal_of(item)).level.name] += 1
    assert set(expected) == {one.name for one in CarFreeLevel}, "the demo shows every level"
    query = "query($l: [CarFreeLevel!]) { offers(first: 100, filter: {carFree: $l}) { totalCount edges { node { access { carFree basis } } } } }"
    for level, count in expected.items():
        offers = (await mirror.data(query, l=[level]))["offers"]
        assert offers["totalCount"] == count
        assert {edge["node"]["access"]["carFree"] for edge in offers["edges"]} == {level}
    named = (await mirror.data(query, l=["DIRECT", "WALK"]))["offers"]
    assert named["totalCount"] == expected["DIRECT"] + expected["WALK"], (
        "unknown ones only come when asked for"
    )
    facets = await mirror.data("{ facets(by: [CAR_FREE]) { buckets { value count } } }")
    assert {one["value"]: one["count"] for one in facets["facets"][0]["buckets"]} == expected


async def test_what_is_declared_stays_apart_from_what_is_computed(mirror: World) -> None:
    query = """{ offers(first: 100) { edges { node { updatedAt access { carFree basis asOf declaredAt
      declared { key label { value } } seasons { from to } nearestStops(first: 2) { name distanceMeters } } } } } }"""
    seen: set[str | None] = set()
    for edge in (await mirror.data(query))["offers"]["edges"]:
        access = edge["node"]["access"]
        seen.add(access["basis"])
        assert access["asOf"] == "2026-06-01"
        assert (access["declaredAt"] is not None) == bool(access["declared"])
        assert (access["carFree"] == "UNKNOWN") == (access["basis"] is None)
        assert bool(access["seasons"]) == (access["carFree"] == "SEASONAL")
        metres = [one["distanceMeters"] for one in access["nearestStops"]]
        assert metres == sorted(metres)
    assert seen == {"DECLARED", "COMPUTED", None}


NEAR = "query($n: NearInput!, $from: PlaceInput!, $m: TravelMode) { offers(first: 100, filter: {near: $n}) { totalCount edges { distance { meters minutes isEstimate } node { apidaeId distance(from: $from, mode: $m) { meters minutes isEstimate } } } } }"


@pytest.mark.parametrize("mode", list(TravelMode))
async def test_near_by_minutes_finds_what_the_estimate_says(
    mirror: World, whole: Emu, mode: TravelMode
) -> None:
    minutes = {TravelMode.BIKE: 90, TravelMode.WALK: 200}.get(mode, 75)
    start = {"point": {"lon": GRENOBLE[0], "lat": GRENOBLE[1]}}
    near = {"from": start, "minutes": minutes, "mode": mode.name}
    within = PACES[mode].station_within
    expected = set()
    for item in public_items(whole):
        point = point_of(item)
        station = mirror.runtime.ground.station_metres(point)
        served = within is None or (station is not None and station <= within)
        if point and served and minutes_for(metres_between(GRENOBLE, point), mode) <= minutes:
            expected.add(item["id"])
    offers = (await mirror.data(NEAR, **{"n": near, "from": start, "m": mode.name}))["offers"]
    assert offers["totalCount"] == len(expected) > 0
    assert {edge["node"]["apidaeId"] for edge in offers["edges"]} <= expected
    for edge in offers["edges"]:
        assert edge["node"]["distance"]["minutes"] <= minutes
        assert edge["node"]["distance"]["isEstimate"] is True
        assert edge["distance"] == edge["node"]["distance"]


@pytest.mark.parametrize(
    "start",
    [{"insee": "38185"}, {"postcode": "38000"}, {"insee": "15031"}, {"point": {"lon": 6.14, "lat": 46.2}}],
)
async def test_one_may_start_anywhere(mirror: World, start: dict[str, Any]) -> None:
    near = {"from": start, "km": 150}
    answer = (await mirror.data(NEAR, **{"n": near, "from": start, "m": None}))["offers"]
    assert answer["totalCount"] > 0
    found = [edge["node"]["distance"] for edge in answer["edges"]]
    assert {one["isEstimate"] for one in found} == {"point" not in start}
    assert [one["meters"] for one in found] == sorted(one["meters"] for one in found)


async def test_a_station_of_the_list_is_a_start(mirror: World) -> None:
    data = await mirror.data(
        '{ stations(near: {insee: "38185"}, first: 2) { name uic distanceMeters modes } }'
    )
    nearest = data["stations"][0]
    assert nearest["modes"] == ["TRAIN"]
    start = {"stationUic": nearest["uic"]}
    answer = await mirror.data(NEAR, **{"n": {"from": start, "km": 30}, "from": start, "m": "WALK"})
    assert answer["offers"]["totalCount"] > 0


WRONG = [
    ('offers(filter: {near: {from: {postcode: "99999"}}})', "filter.near.from.postcode", True),
    ('offers(filter: {near: {from: {postcode: "3800"}}})', "filter.near.from.postcode", False),
    ('offers(filter: {near: {from: {stationUic: "1"}}})', "filter.near.from.stationUic", True),
    ("offers(filter: {near: {from: {point: {lon: 45.2, lat: 5.7}}}})", "filter.near.from.point", True),
    ('offers(filter: {near: {from: {insee: "38999"}}})', "filter.near.from.insee", True),
    ('offers(filter: {near: {from: {insee: "38185", postcode: "38000"}}})', "filter.near.from", False),
    ("offers(filter: {near: {from: {}}})", "filter.near.from", False),
    ('offers(filter: {near: {from: {insee: "38185"}, km: 5, minutes: 9}})', "filter.near.minutes", False),
    ('offers(filter: {near: {from: {insee: "38185"}, mode: CAR}})', "filter.near.mode", False),
    ('offers(filter: {near: {from: {insee: "38185"}, minutes: 5}})', "filter.near.minutes", True),
    ('offers(filter: {near: {from: {insee: "38185"}, minutes: 500}})', "filter.near.minutes", False),
    ('offers(filter: {near: {from: {insee: "38185"}, km: 201}})', "filter.near.km", False),
    ('offers(filter: {insee: ["38999"]})', "filter.insee", True),
    ('offers(filter: {epci: ["1"]})', "filter.epci", True),
    ('offers(filter: {territories: ["VGVycml0b3J5OjE"]})', "filter.territories", True),
    ('communes(insee: ["38999"])', "insee", True),
    ('communes(postcode: "99999")', "postcode", True),
    ("communes", "prefix", False),
    ("stations(near: {point: {lon: 45.2, lat: 5.7}})", "near.point", True),
    (f'suggest(prefix: "{"x" * 101}")', "prefix", False),
    (f'providers(prefix: "{"x" * 101}")', "prefix", False),
]


@pytest.mark.parametrize(("field", "argument", "has_hint"), WRONG)
async def test_what_is_wrong_is_told_with_the_argument_and_a_hint(
    mirror: World, field: str, argument: str, has_hint: bool
) -> None:
    below = (
        "{ insee }" if field.startswith("communes") else "{ name }" if field.startswith("stations") else ""
    )
    below = below or ("{ value }" if field.startswith("suggest") else "{ totalCount }")
    answer = await mirror.ask(f"{{ {field} {below} }}")
    (error,) = answer.errors
    assert error.original_error.code == "INVALID_ARGUMENT"
    assert error.original_error.argument == argument
    assert bool(error.original_error.hint) == has_hint


async def test_a_cursor_of_another_list_is_refused(mirror: World) -> None:
    cursor = (await mirror.data(f"{{ territories(first: 1) {{ {PAGE} }} }}"))["territories"]["pageInfo"][
        "endCursor"
    ]
    for field in ("providers", "touristOffices", "collections"):
        answer = await mirror.ask(f"query($a: String) {{ {field}(after: $a) {{ totalCount }} }}", a=cursor)
        assert answer.codes == ["INVALID_CURSOR"]


SUGGEST = "query($p: String!, $k: [SuggestionKind!]) { suggest(prefix: $p, first: 20, kinds: $k) { kind value label { value } offersCount id detail } }"


@pytest.mark.parametrize(
    ("typed", "kind", "label"),
    [
        ("GRENOB", "COMMUNE", "Grenoble"),
        ("vercors", "TERRITORY", "Parc naturel régional du Vercors"),
        ("bien-e", "FAMILY", "Bien-être"),
        ("velo", "THEME", "À vélo"),
        ("oeno", "FAMILY", "Œnotourisme"),
        ("grenoble alpes", "EPCI", "Grenoble-Alpes-Métropole"),
    ],
)
async def test_suggestions_are_found_whatever_the_case_and_accents(
    mirror: World, typed: str, kind: str, label: str
) -> None:
    found = (await mirror.data(SUGGEST, p=typed, k=None))["suggest"]
    assert label in [one["label"]["value"] for one in found if one["kind"] == kind]


async def test_suggestions_hold_nothing_that_only_hidden_offers_carry(mirror: World, whole: Emu) -> None:
    shown = {item["nom"]["libelleFr"] for item in public_items(whole)}
    providers = {str(provider_of(item)) for item in public_items(whole)}
    hidden = [item for item in items_of(whole) if item["id"] in set(whole.hidden())][:25]
    for item in hidden:
        found = (await mirror.data(SUGGEST, p=item["nom"]["libelleFr"][:40], k=["OFFER", "PROVIDER"]))[
            "suggest"
        ]
        assert {one["label"]["value"] for one in found if one["kind"] == "OFFER"} <= shown
        ids = {encode_id("Provider", one) for one in providers}
        assert {one["id"] for one in found if one["kind"] == "PROVIDER"} <= ids


async def test_a_name_of_an_offer_is_suggested_with_its_slug(mirror: World) -> None:
    offer = (await mirror.data("{ offers(first: 1) { edges { node { slug name { value } } } } }"))["offers"][
        "edges"
    ][0]["node"]
    found = (await mirror.data(SUGGEST, p=offer["name"]["value"].upper(), k=["OFFER"]))["suggest"]
    assert offer["slug"] in [one["value"] for one in found]
    inner = " ".join(offer["name"]["value"].split()[-2:])
    found = (await mirror.data(SUGGEST, p=inner[:-1], k=["OFFER"]))["suggest"]
    assert offer["slug"] in [one["value"] for one in found], "words inside a name count too"
    assert (await mirror.data(SUGGEST, p=" - ", k=None))["suggest"] == []


async def test_where_somebody_starts_is_in_no_cursor_and_no_log(
    mirror: World, caplog: pytest.LogCaptureFixture
) -> None:
    start = {"point": {"lon": 5.7312345, "lat": 45.1898765}}
    with caplog.at_level(logging.DEBUG):
        query = "query($n: NearInput!) { offers(first: 2, sort: NEAREST, filter: {near: $n}) { pageInfo { endCursor } } }"
        one = (await mirror.data(query, n={"from": start, "km": 50}))["offers"]["pageInfo"]["endCursor"]
        await mirror.ask(query, n={"from": {"point": {"lon": 45.1898765, "lat": 5.7312345}}})
    told = base64.urlsafe_b64decode(one + "==").decode()
    for text in (told, caplog.text):
        assert "5.73" not in text
        assert "45.18" not in text


def test_the_thresholds_are_those_of_one_table() -> None:
    assert list(WITHIN) == [CarFreeLevel.DIRECT, CarFreeLevel.WALK, CarFreeLevel.SHUTTLE, CarFreeLevel.BIKE]
    assert list(WITHIN.values()) == [500, pytest.approx(2_000 / 1.3), 300, pytest.approx(10_000 / 1.3)]
