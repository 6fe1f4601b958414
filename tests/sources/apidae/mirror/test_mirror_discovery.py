"""The discovery of offers over HTTP: what lists and facets say agrees with what the offers themselves say."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from gateway.testing.stage import Stage

NODE = """id type families { key } themes { key } moods { key } audiences durationClass isFree pets
  accessibility { impairments { impairment } } scoutContents(first: 1) { totalCount }
  weather spokenLanguages availableLocales"""
FACETS = "FAMILY TYPE THEME MOOD AUDIENCE DURATION DEPARTMENT EPCI CAR_FREE ACCESSIBLE_FOR FREE"


def walk(stage: Stage, arguments: str, node: str = "id", *, backward: bool = False) -> list[Any]:
    """All offers of a list, page by page."""
    found: list[Any] = []
    cursor, more = None, True
    size, place = ("last", "before") if backward else ("first", "after")
    end, goes_on = ("startCursor", "hasPreviousPage") if backward else ("endCursor", "hasNextPage")
    while more:
        query = f"""query($cursor: String) {{ offers({size}: 90, {place}: $cursor, {arguments}) {{
            pageInfo {{ {end} {goes_on} }} edges {{ node {{ {node} }} }} }} }}"""
        page = stage.data(query, {"cursor": cursor})["offers"]
        nodes = [edge["node"] for edge in page["edges"]]
        found = nodes + found if backward else found + nodes
        cursor, more = page["pageInfo"][end], page["pageInfo"][goes_on]
    return found


@pytest.fixture(scope="module")
def everything(stage: Stage) -> list[Any]:
    return walk(stage, "sort: NAME", NODE)


def test_facets_count_what_the_offers_say(stage: Stage, everything: list[Any]) -> None:
    listed = stage.data(f"{{ facets(by: [{FACETS}]) {{ key buckets {{ value count label {{ value }} }} }} }}")
    found = {one["key"]: {two["value"]: two["count"] for two in one["buckets"]} for one in listed["facets"]}
    assert list(found) == FACETS.split()
    by_hand = {
        "FAMILY": Counter(two["key"] for one in everything for two in one["families"]),
        "TYPE": Counter(one["type"] for one in everything),
        "THEME": Counter(two["key"] for one in everything for two in one["themes"]),
        "MOOD": Counter(two["key"] for one in everything for two in one["moods"]),
        "AUDIENCE": Counter(two for one in everything for two in one["audiences"]),
        "DURATION": Counter(one["durationClass"] for one in everything if one["durationClass"]),
        "ACCESSIBLE_FOR": Counter(
            two["impairment"] for one in everything for two in one["accessibility"]["impairments"]
        ),
        "FREE": Counter("yes" if one["isFree"] else "no" for one in everything if one["isFree"] is not None),
    }
    for key, counts in by_hand.items():
        assert found[key] == dict(counts), key
        assert counts
    for key in ("DEPARTMENT", "CAR_FREE"):
        assert sum(found[key].values()) == len(everything)
    for one in listed["facets"]:
        counts = [two["count"] for two in one["buckets"]]
        assert counts == sorted(counts, reverse=True)
        assert all(two["label"]["value"] for two in one["buckets"])


def test_a_facet_leaves_its_own_part_of_the_filter_aside(stage: Stage) -> None:
    query = """query($filter: OfferFilter) { offers(first: 1, filter: $filter) { totalCount
        facets(by: [FAMILY, FREE]) { key buckets { value count } } } facets(by: [FAMILY], filter: $filter) { key
        buckets { value count } } }"""
    given = {"families": {"any": ["BIEN_ETRE"]}, "free": False}
    answer = stage.data(query, {"filter": given})
    family, free = answer["offers"]["facets"]
    without = stage.data(query, {"filter": {"free": False}})
    assert family == without["offers"]["facets"][0] == answer["facets"][0]
    assert {one["value"] for one in family["buckets"]} > {"BIEN_ETRE"}
    chosen = next(one["count"] for one in free["buckets"] if one["value"] == "no")
    assert chosen == answer["offers"]["totalCount"] > 0


FILTERS: dict[str, Any] = {
    "hasScoutContent: true": lambda one: one["scoutContents"]["totalCount"] > 0,
    "hasScoutContent: false": lambda one: one["scoutContents"]["totalCount"] == 0,
    "pets: true": lambda one: one["pets"] in {"ACCEPTED", "ACCEPTED_FOR_A_FEE"},
    "pets: false": lambda one: one["pets"] == "REFUSED",
    "free: true": lambda one: one["isFree"] is True,
    "weather: [INDOOR, GREAT_HEAT]": lambda one: {"INDOOR", "GREAT_HEAT"} & set(one["weather"]),
    'spokenLanguages: ["it", "de"]': lambda one: {"it", "de"} & set(one["spokenLanguages"]),
    'hasLocale: "de"': lambda one: "de" in one["availableLocales"],
    'themes: {any: ["walking", "wine"], none: ["nature"]}': lambda one: (
        {"walking", "wine"} & _keys(one["themes"]) and "nature" not in _keys(one["themes"])
    ),
    'moods: {all: ["learn", "meet-people"]}': lambda one: {"learn", "meet-people"} <= _keys(one["moods"]),
    "durations: [DAY]": lambda one: one["durationClass"] == "DAY",
    "audiences: {none: [GROUP]}": lambda one: "GROUP" not in one["audiences"],
}


def _keys(tags: list[Any]) -> set[str]:
    return {tag["key"] for tag in tags}


@pytest.mark.parametrize("written", FILTERS)
def test_filters_find_what_the_offers_say(written: str, stage: Stage, everything: list[Any]) -> None:
    expected = [one["id"] for one in everything if FILTERS[written](one)]
    found = [one["id"] for one in walk(stage, f"sort: NAME, filter: {{{written}}}")]
    assert found == expected
    assert 0 < len(found) < len(everything)


@pytest.mark.parametrize(
    "arguments", ["sort: NAME", "sort: SOONEST", 'sort: RANDOM, seed: "x"', "sort: RECENT"]
)
def test_lists_are_the_same_from_both_ends(arguments: str, stage: Stage, everything: list[Any]) -> None:
    forward = [one["id"] for one in walk(stage, arguments)]
    assert forward == [one["id"] for one in walk(stage, arguments, backward=True)]
    assert sorted(forward) == sorted(one["id"] for one in everything)


def test_a_list_says_where_it_comes_from_and_links_page_backward_too(stage: Stage) -> None:
    query = """{ offers(last: 2, sort: NAME) { sources { system state asOf } edges { node { place { commune {
        offers(last: 1) { totalCount pageInfo { hasNextPage hasPreviousPage } facets(by: [TYPE]) { buckets {
        count } } } } } } } } }"""
    offers = stage.data(query)["offers"]
    assert [(one["system"], one["state"]) for one in offers["sources"]] == [("APIDAE", "OK")]
    for edge in offers["edges"]:
        inside = edge["node"]["place"]["commune"]["offers"]
        assert inside["pageInfo"] == {
            "hasNextPage": False,
            "hasPreviousPage": inside["totalCount"] > 1,
        }
        assert sum(one["count"] for one in inside["facets"][0]["buckets"]) == inside["totalCount"]
