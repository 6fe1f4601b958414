"""What a key's scope and quota do on every channel, over HTTP."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from gateway.testing.stage import Stage

ORIGIN = "https://www.vercors.example"
NEW = """mutation($input: PartnerKeyInput!) { createPartnerKey(input: $input) {
  userErrors { code field } key { id key version } } }"""


def made(stage: Stage, **more: Any) -> dict[str, Any]:
    given = {"partner": "vercors", "name": "Site", "origins": [ORIGIN]} | more
    region = stage.token("region", ("REGION_ADMIN", None))
    answer = stage.ask(NEW, {"input": given}, Authorization=region).json()["data"]["createPartnerKey"]
    assert answer["userErrors"] == []
    return answer["key"]


def get(stage: Stage, path: str, *, origin: str | None = ORIGIN, **parameters: str) -> httpx.Response:
    headers = {"Origin": origin} if origin else {}
    return httpx.get(f"{stage.url}{path}", params=parameters, headers=headers, timeout=20, trust_env=False)


def code(response: httpx.Response) -> str | None:
    return response.json()["errors"][0]["extensions"]["code"] if response.status_code >= 400 else None


def facts(stage: Stage, ids: list[str]) -> list[tuple[set[str], str]]:
    query = """query($ids: [ID!]!) { nodes(ids: $ids) { ... on Offer {
      families { key } place { commune { department { code } } } } } }"""
    found = stage.data(query, {"ids": ids})["nodes"]
    return [
        ({f["key"] for f in one["families"]}, one["place"]["commune"]["department"]["code"]) for one in found
    ]


@pytest.fixture
def scoped(tidy: Stage) -> str:
    return str(made(tidy, scope={"families": ["PLEIN_AIR"], "departments": ["38", "26"]})["key"])


@pytest.fixture
def outside(stage: Stage) -> dict[str, str]:
    """An offer that the key does not cover."""
    query = '{ offers(first: 1, filter: {departments: ["69"]}) { edges { node { id slug } } } }'
    found: dict[str, str] = stage.data(query)["offers"]["edges"][0]["node"]
    return found


def test_a_scope_narrows_a_list(tidy: Stage, scoped: str) -> None:
    for more in (
        {},
        {"departments": "38,69"},
        {"families": "PLEIN_AIR,BIEN_ETRE"},
        {"near": "38185", "km": "50"},
    ):
        answer = get(tidy, "/widget/1/query", key=scoped, operation="offers", limit="12", **more)
        ids = [edge["node"]["id"] for edge in answer.json()["data"]["offers"]["edges"]]
        assert ids
        for families, department in facts(tidy, ids):
            assert "PLEIN_AIR" in families
            assert department in ({"38"} if "departments" in more else {"38", "26"})


def test_a_question_outside_is_refused_on_every_channel(tidy: Stage, scoped: str) -> None:
    for more in ({"departments": "69"}, {"families": "BIEN_ETRE"}):
        for path in ("/widget/1/query", "/embed/offers.html"):
            operation = {"operation": "offers"} if path == "/widget/1/query" else {}
            answer = get(tidy, path, key=scoped, **operation, **more)
            assert (answer.status_code, code(answer)) == (403, "SCOPE_REFUSED")
        frame = get(tidy, "/embed/offers", origin=None, key=scoped, **more)
        assert frame.status_code == 403
        assert "SCOPE_REFUSED" in frame.text
        assert "frame-ancestors 'none'" in frame.headers["content-security-policy"]
        page = str(httpx.URL(f"{tidy.url}/embed/offers", params={"key": scoped, **more}))
        assert code(get(tidy, "/oembed", url=page)) == "SCOPE_REFUSED"


def test_a_single_offer_outside_is_answered_like_none(
    tidy: Stage, scoped: str, outside: dict[str, str]
) -> None:
    for name in ("id", "slug"):
        answer = get(tidy, "/widget/1/query", key=scoped, operation="offer", **{name: outside[name]})
        assert answer.json()["data"] == {"offer": None}
    query = '{ offers(first: 1, filter: {departments: ["38"], families: {any: [PLEIN_AIR]}}) { edges { node { id } } } }'
    inside = tidy.data(query)["offers"]["edges"][0]["node"]["id"]
    answer = get(tidy, "/widget/1/query", key=scoped, operation="offer", id=inside)
    assert answer.json()["data"]["offer"]["id"] == inside


def test_stories_must_name_a_commune_inside(tidy: Stage) -> None:
    key = made(tidy, scope={"departments": ["38"]})["key"]
    answer = get(tidy, "/widget/1/query", key=key, operation="stories", limit="12")
    ids = [edge["node"]["id"] for edge in answer.json()["data"]["scoutContents"]["edges"]]
    assert ids
    query = "query($ids: [ID!]!) { nodes(ids: $ids) { ... on ScoutContent { communes { insee } } } }"
    for one in tidy.data(query, {"ids": ids})["nodes"]:
        assert any(commune["insee"].startswith("38") for commune in one["communes"])
    narrow = made(tidy, scope={"communes": ["38185"]})["key"]
    assert (
        code(get(tidy, "/widget/1/query", key=narrow, operation="stories", near="69123")) == "SCOPE_REFUSED"
    )


def test_a_kind_that_is_not_given_is_refused_on_every_channel(tidy: Stage) -> None:
    key = made(tidy, scope={"kinds": ["STORIES"]})["key"]
    assert code(get(tidy, "/widget/1/query", key=key, operation="offers")) == "SCOPE_REFUSED"
    assert code(get(tidy, "/widget/1/query", key=key, operation="offer", slug="x-1")) == "SCOPE_REFUSED"
    assert code(get(tidy, "/embed/offers.html", key=key)) == "SCOPE_REFUSED"
    assert get(tidy, "/embed/offers", origin=None, key=key).status_code == 403
    assert get(tidy, "/embed/stories", origin=None, key=key).status_code == 200
    assert get(tidy, "/widget/1/query", key=key, operation="stories").status_code == 200


def test_a_used_up_quota_gives_what_was_shown_before_else_a_clear_error(tidy: Stage) -> None:
    key = made(tidy, rate=60)["key"]
    asked = {"key": key, "operation": "offers", "limit": "3"}
    first = get(tidy, "/widget/1/query", **asked)
    assert first.json()["extensions"]["stale"] == []
    assert first.headers["ratelimit-policy"] == '"cost";q=60;w=60'
    assert first.headers["ratelimit"].startswith('"cost";r=0;t=')
    again = get(tidy, "/widget/1/query", **asked)
    assert again.status_code == 200
    assert again.json()["data"] == first.json()["data"]
    assert again.json()["extensions"]["stale"] == ["quota"]
    assert again.headers["cache-control"] == "no-store"
    other = get(tidy, "/widget/1/query", **(asked | {"limit": "4"}))
    assert (other.status_code, code(other)) == (429, "LIMIT_RATE")
    assert int(other.headers["retry-after"]) >= 1
    assert other.headers["ratelimit"].startswith('"cost";r=0')
    assert other.headers["access-control-allow-origin"] == ORIGIN
    assert (
        get(tidy, "/widget/1/query", origin=None, key="pk_demo", operation="offers", limit="4").status_code
        == 200
    )


def test_a_key_of_another_form_asks_nobody(stage: Stage) -> None:
    for key in ("", "pk_" + "x" * 100, "pk_live_'; drop", "pk_live_nobody"):
        assert code(get(stage, "/widget/1/query", key=key, operation="offers")) == "KEY_UNKNOWN"
