"""Offers as GeoJSON, read by `geojson_pydantic` and `shapely`."""

import re

from geojson_pydantic import FeatureCollection
from shapely.geometry import box, shape

URL = "/offers.geojson"


def read(answer):
    assert answer.headers["content-type"] == "application/geo+json"
    whole = answer.json()
    found = FeatureCollection.model_validate(whole)
    assert "crs" not in whole
    return whole, found


def test_pages_together_are_all_public_offers_once(feeds, offers):
    path, seen = f"{URL}?limit=250", []
    while path:
        whole, found = read(feeds.get(path))
        assert whole["numberMatched"] == len(offers)
        assert whole["numberReturned"] == len(found.features)
        seen += [one.id for one in found.features]
        links = {link["rel"]: link["href"] for link in whole["links"]}
        path = links.get("next")
    assert seen == [one["id"] for one in offers]


def test_a_box_has_what_lies_in_it(feeds, offers):
    west, south, east, north = 5.4, 45.0, 6.0, 45.6
    whole, found = read(feeds.get(f"{URL}?bbox={west},{south},{east},{north}&limit=500"))
    around = box(west, south, east, north)
    inside = {o["id"] for o in offers if o["place"]["point"] and around.covers(shape(o["place"]["point"]))}
    assert inside
    assert {one.id for one in found.features} == inside
    assert all(around.covers(shape(one["geometry"])) for one in whole["features"])


def test_each_feature_says_whom_to_name_and_who_declares_its_commitment(feeds):
    whole, _ = read(feeds.get(f"{URL}?families=PLEIN_AIR&limit=500"))
    for one in whole["features"]:
        about = one["properties"]
        assert "PLEIN_AIR" in about["families"]
        assert "Apidae" in about["attribution"]
        assert about["commitmentBasis"] == "SELF_DECLARED"
        assert about["url"] == f"https://www.example.org/fr/offres/{about['slug']}"
        picture = about["picture"]
        assert picture is None or (picture["credit"] and picture["licence"] not in {"", "UNKNOWN"})
    assert any(one["properties"]["picture"] for one in whole["features"])


def test_texts_come_in_the_wanted_language(feeds):
    whole, _ = read(feeds.get(f"{URL}?lang=en&limit=100"))
    assert {one["properties"]["lang"] for one in whole["features"]} == {"fr", "en"}


def test_what_is_not_meant_is_refused_by_its_name(feeds):
    for query, word in {
        "bbox=1,2,3": "bbox",
        "bbox=nan,1,2,3": "bbox",
        "bbox=45,5,46,6": "",
        "families=NOPE": "NOPE",
        "families=a": "families",
        "limit=501": "limit",
        "limit=x": "limit",
        "km=5": "near",
        "near=38185,38421": "near",
        "after=../..": "after",
        "after=abc": "",
        "colour=red": "colour",
        "lang=xx_yy!": "lang",
    }.items():
        answer = feeds.get(f"{URL}?{query}", 400)
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["cache-control"] == "no-store"
        problem = answer.json()
        assert problem["status"] == 400
        assert re.fullmatch(r"INVALID_(ARGUMENT|VARIABLES|CURSOR)", problem["code"]), query
        assert word in problem["detail"]
