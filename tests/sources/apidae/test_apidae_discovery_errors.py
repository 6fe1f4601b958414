"""Over HTTP: what a caller gets wrong in a search is told with a code, the argument and a hint."""

from __future__ import annotations

from typing import Any

import pytest

from gateway.testing.stage import Stage

SEARCH = "query($filter: OfferFilter) { offers(first: 1, filter: $filter) { totalCount } }"


def ring(*positions: tuple[float, float]) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [[list(one) for one in positions]]}


SQUARE = ((5.0, 45.0), (6.0, 45.0), (6.0, 46.0), (5.0, 46.0), (5.0, 45.0))
WRONG: dict[str, tuple[dict[str, Any], str, str]] = {
    "not a polygon": ({"polygon": {"type": "Point", "coordinates": [5, 45]}}, "filter.polygon", "Polygon"),
    "no coordinates": ({"polygon": {"type": "Polygon"}}, "filter.polygon", "coordinates"),
    "texts": ({"polygon": ring(*[("5", "45")] * 4)}, "filter.polygon", "coordinates"),
    "open ring": ({"polygon": ring(*SQUARE[:4])}, "filter.polygon", "same as its first"),
    "three positions": ({"polygon": ring(*SQUARE[:2], SQUARE[0])}, "filter.polygon", "coordinates"),
    "crossing itself": (
        {"polygon": ring((5, 45), (6, 46), (6, 45), (5, 46), (5, 45))},
        "filter.polygon",
        "Self-intersection",
    ),
    "no inside": ({"polygon": ring((5, 45), (6, 45), (5, 45), (5, 45))}, "filter.polygon", "lon lat"),
    "swapped polygon": (
        {"polygon": ring(*[(lat, lon) for lon, lat in SQUARE])},
        "filter.polygon",
        "Did you mean lon: 5, lat: 45?",
    ),
    "swapped point": (
        {"near": {"from": {"point": {"lon": 45.19, "lat": 5.72}}, "km": 10}},
        "filter.near.from.point",
        "Did you mean lon: 5.72, lat: 45.19?",
    ),
    "swapped box": (
        {"bbox": {"west": 45, "south": 5, "east": 46, "north": 6}},
        "filter.bbox",
        "Did you mean lon: 5, lat: 45?",
    ),
    "empty box": ({"bbox": {"west": 6, "south": 45, "east": 5, "north": 46}}, "filter.bbox", "less than"),
    "reversed dates": (
        {"openBetween": {"from": "2026-08-01", "to": "2026-07-01"}},
        "filter.openBetween",
        "Did you mean from: 2026-07-01, to: 2026-08-01?",
    ),
    "too many days": (
        {"openBetween": {"from": "2026-01-01", "to": "2029-01-01"}},
        "filter.openBetween",
        "short",
    ),
    "unknown commune": ({"insee": ["38999"]}, "filter.insee", ""),
    "a postcode": ({"insee": ["3800"]}, "filter.insee", ""),
    "unknown department": ({"departments": ["75"]}, "filter.departments", "38"),
    "unknown theme": ({"themes": {"any": ["hiking"]}}, "filter.themes", "walking"),
    "unknown mood": ({"moods": {"none": ["happy"]}}, "filter.moods", "learn"),
    "reversed price": ({"price": {"min": 20, "max": 5}}, "filter.price", "min: 5, max: 20"),
    "level beyond": ({"minLevel": {"social": 4}}, "filter.minLevel", ""),
    "too many words": ({"text": " ".join("abcdefghijklm")}, "filter.text", ""),
    "no age": ({"age": 200}, "filter.age", ""),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_filter_is_told_by_its_name(name: str, stage: Stage) -> None:
    given, argument, hint = WRONG[name]
    answer = stage.ask(SEARCH, {"filter": given}).json()
    assert answer["data"] == {"offers": None}
    (error,) = answer["errors"]
    told = error["extensions"]
    assert (told["code"], told["argument"]) == ("INVALID_ARGUMENT", argument)
    assert error["message"]
    assert hint in told.get("hint", "")
    for part in ("Traceback", "mongodb", "shapely", "api_key"):
        assert part not in str(answer)


def test_a_polygon_has_a_limit(stage: Stage) -> None:
    many = [(5 + rank / 1000, 45.0) for rank in range(501)]
    answer = stage.ask(SEARCH, {"filter": {"polygon": ring(*many, many[0])}}).json()
    assert "500 positions" in answer["errors"][0]["message"]


@pytest.mark.parametrize(
    "given",
    [{"families": {"any": ["PLEIN_AIRE"]}}, {"types": ["HIKE"]}, {"encounterWith": ["POTTER"]}],
    ids=["family", "type", "actor"],
)
def test_an_unknown_value_of_a_list_is_told_with_those_there_are(given: Any, stage: Stage) -> None:
    (error,) = stage.ask(SEARCH, {"filter": given}).json()["errors"]
    assert error["extensions"]["code"] == "INVALID_VARIABLES"
    assert error["extensions"]["hint"].startswith("One of ")
    written = "{ offers(filter: {families: {any: [PLEIN_AIRE]}}) { totalCount } }"
    (error,) = stage.ask(written).json()["errors"]
    assert error["extensions"]["code"] == "INVALID_DOCUMENT"
    assert "PLEIN_AIR, SAVOIR_FAIRE_PATRIMOINE" in error["extensions"]["hint"]


CURSORS: dict[str, tuple[str, str, str]] = {
    "invented": ('first: 3, after: "abc"', "INVALID_CURSOR", "after"),
    "of another list": ("first: 3, after: $contents", "INVALID_CURSOR", "after"),
    "of another order": ("first: 3, sort: NAME, after: $cursor", "INVALID_CURSOR", "after"),
    "of another filter": ("first: 3, filter: {free: true}, after: $cursor", "INVALID_CURSOR", "after"),
    "backward": ("last: 3, sort: NAME, before: $cursor", "INVALID_CURSOR", "before"),
    "both ways": ("last: 3, after: $cursor", "INVALID_ARGUMENT", "after"),
    "half": ("before: $cursor", "INVALID_ARGUMENT", "before"),
    "by chance": ('last: 3, sort: RANDOM, before: "abc"', "INVALID_CURSOR", "before"),
    "seed of another": ('first: 3, sort: NAME, seed: "x"', "INVALID_ARGUMENT", "seed"),
}


@pytest.mark.parametrize("name", CURSORS)
def test_a_wrong_cursor_is_told_by_its_argument(name: str, stage: Stage) -> None:
    arguments, code, argument = CURSORS[name]
    page = "pageInfo { endCursor }"
    known = stage.data(f"{{ offers(first: 2) {{ {page} }} scoutContents(first: 2) {{ {page} }} }}")
    variables = {
        "cursor": known["offers"]["pageInfo"]["endCursor"],
        "contents": known["scoutContents"]["pageInfo"]["endCursor"],
    }
    used = {one for one in variables if f"${one}" in arguments}
    declared = "".join(f"${one}: String " for one in sorted(used))
    query = f"query{f'({declared})' if used else ''} {{ offers({arguments}) {{ totalCount }} }}"
    (error,) = stage.ask(query, {one: variables[one] for one in used}).json()["errors"]
    assert (error["extensions"]["code"], error["extensions"]["argument"]) == (code, argument)
