"""Editorial collections: only the Region edits them, only public offers are seen, everybody has a turn."""

from collections import Counter
from datetime import date, timedelta

import pytest

from gateway.graph.ids import encode_id
from sources.region.fair import shuffled, turn

CREATE = """mutation($input: CreateCollectionInput!, $key: String) { createCollection(input: $input, idempotencyKey: $key) {
  userErrors { code field } collection { id slug version publishedAt } } }"""
CHANGED = "userErrors { code field } collection { id version publishedAt title { value } offers { id } }"
UPDATE = f"mutation($input: UpdateCollectionInput!) {{ updateCollection(input: $input) {{ {CHANGED} }} }}"
PUBLISH = f"mutation($input: CollectionVersionInput!) {{ publishCollection(input: $input) {{ {CHANGED} }} }}"
UNPUBLISH = (
    f"mutation($input: CollectionVersionInput!) {{ unpublishCollection(input: $input) {{ {CHANGED} }} }}"
)
SEEN = """query($id: ID!, $slug: String!) { node(id: $id) { id } editorialCollection(slug: $slug) { id }
  editorialCollections(first: 100) { totalCount edges { node { id } } } }"""


def given(offers, slug="essai-de-test", **more):
    return {"slug": slug, "title": [{"locale": "fr", "value": "Essai"}], "offers": offers, **more}


def ids(region, first=3):
    page = region.stage.data("query($n: Int!) { offers(first: $n) { edges { node { id } } } }", {"n": first})
    return [edge["node"]["id"] for edge in page["offers"]["edges"]]


def seen(region, one):
    data = region.stage.data(SEEN, {"id": one["id"], "slug": one["slug"]})
    listed = [edge["node"]["id"] for edge in data["editorialCollections"]["edges"]]
    places = {bool(data["node"]), bool(data["editorialCollection"]), one["id"] in listed}
    assert len(places) == 1, "the same everywhere"
    return places.pop()


def test_a_collection_is_drafted_published_changed_and_taken_back(region):
    offers = ids(region)
    made = region.as_region(CREATE, input=given(offers))["createCollection"]["collection"]
    assert (made["version"], made["publishedAt"]) == (1, None)
    assert not seen(region, made)
    own = region.as_region("{ viewer { editorialCollections(first: 1) { edges { node { id } } } } }")
    assert own["viewer"]["editorialCollections"]["edges"][0]["node"]["id"] == made["id"]
    version = {"id": made["id"], "expectedVersion": 1}
    shown = region.as_region(PUBLISH, input=version)["publishCollection"]["collection"]
    assert seen(region, made)
    assert {one["id"] for one in shown["offers"]} == set(offers)
    stale = region.as_region(UPDATE, input={**version, "title": [{"locale": "fr", "value": "Autre"}]})
    assert stale["updateCollection"]["userErrors"][0]["code"] == "CONFLICT"
    changed = region.as_region(
        UPDATE,
        input={
            "id": made["id"],
            "expectedVersion": 2,
            "title": [{"locale": "fr", "value": "Autre"}],
            "offers": offers[:1],
        },
    )["updateCollection"]["collection"]
    assert (changed["title"]["value"], [one["id"] for one in changed["offers"]]) == ("Autre", offers[:1])
    region.as_region(UNPUBLISH, input={"id": made["id"], "expectedVersion": 3})
    assert not seen(region, made)


def test_the_same_key_makes_one_collection(region):
    offers = ids(region)
    token = region.token(("REGION_ADMIN", None))
    variables = {"input": given(offers), "key": "once"}
    first, again = (region.ask(CREATE, variables, token)["data"]["createCollection"] for _ in range(2))
    assert first == again
    other = region.as_region(CREATE, input=given(offers))["createCollection"]
    assert other["userErrors"] == [{"code": "CONFLICT", "field": ["input", "slug"]}]


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"slug": "Not A Slug"}, "INVALID_ARGUMENT", "slug"),
        ({"slug": "a" * 81}, "INVALID_ARGUMENT", "slug"),
        ({"title": [{"locale": "en", "value": "Only English"}]}, "INVALID_ARGUMENT", "title"),
        ({"title": [{"locale": "fr", "value": " \u202e "}]}, "INVALID_ARGUMENT", "title"),
        ({"title": [{"locale": "fr", "value": "x" * 121}]}, "INVALID_ARGUMENT", "title"),
        ({"intro": [{"locale": "fr", "value": "x" * 1001}]}, "INVALID_ARGUMENT", "intro"),
        ({"offers": [encode_id("Offer", "999999999")]}, "NOT_FOUND", "offers"),
        ({"offers": [encode_id("Commune", "38185")]}, "INVALID_ID", "offers"),
        ({"offers": ["no id"]}, "INVALID_ID", None),
        ({"offers": [encode_id("Offer", str(n)) for n in range(101)]}, "INVALID_ARGUMENT", "offers"),
    ],
)
def test_what_makes_no_collection_is_refused_with_its_place(region, changes, code, field):
    payload = region.as_region(CREATE, input=given([]) | changes)["createCollection"]
    assert payload["collection"] is None
    (error,) = payload["userErrors"]
    assert error["code"] == code
    assert field is None or error["field"] == ["input", field]


def test_nobody_else_may_and_learns_nothing(region):
    made = region.as_region(CREATE, input=given(ids(region)))["createCollection"]["collection"]
    version = {"id": made["id"], "expectedVersion": 1}
    asked = [(CREATE, given([])), (UPDATE, version), (PUBLISH, version), (UNPUBLISH, version)]
    roles = (
        ("SCOUT", None),
        ("OFFICE", "3001"),
        ("PROVIDER", "1"),
        ("PARTNER", "demo"),
        ("DEPARTMENT_AGENCY", "38"),
        ("COMMUNITY_MANAGER", "x"),
    )
    for query, variables in asked:
        for token, code in [
            (None, "UNAUTHENTICATED"),
            *((region.token(role), "FORBIDDEN") for role in roles),
        ]:
            (payload,) = region.ask(query, {"input": variables}, token)["data"].values()
            assert [one["code"] for one in payload["userErrors"]] == [code]
            assert payload["collection"] is None
    for role in roles:
        own = region.ask(
            "{ viewer { editorialCollections { totalCount } messages { totalCount } } }",
            None,
            region.token(role),
        )
        assert own["data"]["viewer"] == {
            "editorialCollections": {"totalCount": 0},
            "messages": {"totalCount": 0},
        }
    assert not seen(region, made)


def test_offers_that_are_not_public_are_left_out_of_lists_and_of_highlights(region):
    offers = ids(region)
    made = region.as_region(CREATE, input=given(offers))["createCollection"]["collection"]
    region.as_region(PUBLISH, input={"id": made["id"], "expectedVersion": 1})
    hidden = {"$push": {"offers": "999999999"}}  # one that was public when it was chosen
    region.database["region_collections"].update_one({"slug": made["slug"]}, hidden)
    data = region.stage.data(
        "query($s: String!) { editorialCollection(slug: $s) { offers(first: 100) { id } } highlights(first: 100) { id } }",
        {"s": made["slug"]},
    )
    assert {one["id"] for one in data["editorialCollection"]["offers"]} == set(offers)
    assert encode_id("Offer", "999999999") not in {one["id"] for one in data["highlights"]}
    kept = region.as_region(
        UPDATE,
        input={"id": made["id"], "expectedVersion": 2, "offers": [*offers, encode_id("Offer", "999999999")]},
    )
    assert kept["updateCollection"]["userErrors"] == [], "what stands there may stay: it may come back"


def test_everybody_has_a_turn_before_anybody_has_it_again():
    keys = [f"k{n}" for n in range(35)]
    days = [date(2026, 11, 26) + timedelta(days=n) for n in range(35 * 4)]
    for count in (1, 6, 34):
        daily = [turn(keys, day, count) for day in days]
        assert all(len(set(one)) == len(one) == count for one in daily)
        shown = Counter(key for one in daily for key in one)
        assert set(shown.values()) == {count * 4}, "35 days are whole rounds"
        part = Counter(key for one in daily[:9] for key in one)
        assert max(part.values()) - min(part[key] for key in keys) <= 1
    firsts = Counter(turn(keys, day, 6)[0] for day in days)
    assert len(firsts) > 25, "the first place goes round too"
    assert sorted(turn(keys, days[0], 50)) == sorted(keys)
    assert turn([], days[0], 6) == []
    assert shuffled(keys, "a") == shuffled(keys[::-1], "a") != shuffled(keys, "b")


def test_highlights_change_with_the_day_and_follow_a_seed(region):
    query = '{ a: highlights(day: "2026-12-01") { id } b: highlights(day: "2026-12-02") { id } c: highlights(seed: "x") { id } d: highlights(seed: "x") { id } }'
    data = region.stage.data(query)
    assert len(data["a"]) == 6
    assert not {one["id"] for one in data["a"]} & {one["id"] for one in data["b"]}
    assert data["c"] == data["d"]
