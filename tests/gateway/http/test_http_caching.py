"""HTTP caching: lifetimes from what is selected, validators, and what must not be kept."""

from dataclasses import replace
from typing import Any

import httpx
import pytest

from gateway.execution.documents import Document
from gateway.http.lifetime import lifetime_of
from gateway.source import MAX_AGE
from tests.gateway.http.http_world import NEW, OLD, QUERY, World, world
from tests.gateway.tiny import about, farm_source, farms, outage, tale_source, tales

TALES = "{ farms(first: 1) { edges { node { tales(first: 1) { title } } } } }"


def long_lived(**settings: Any) -> World:
    """Farms live an hour, tales half a minute, and what a tale is about must not be kept."""
    farming = replace(farm_source(), fields=(replace(farms, max_age=3600),))
    telling = replace(tale_source(), links=(replace(tales, max_age=30), replace(about, max_age=0)))
    return world((farming, telling), **settings)


async def get(made: World, query: str, **headers: str) -> httpx.Response:
    async with made.client() as client:
        sent = {"accept": NEW} | {name.replace("_", "-"): value for name, value in headers.items()}
        return await client.get("/graphql", params={"query": query}, headers=sent)


LIFETIMES = [
    (QUERY, 3600),
    ("{ __typename }", MAX_AGE),
    ("{ __schema { queryType { name } } }", MAX_AGE),
    (TALES, 30),
    ("{ farms { edges { node { ... on Mill { tales { about { id } } } } } } }", 0),
    ("query ($no: Boolean = true) { farms { edges { node { id tales @skip(if: $no) { title } } } } }", 30),
    (
        "{ farms { ...F } } fragment F on FarmConnection { edges { node { ...G ...G } } } fragment G on Farm { tales { title } }",
        30,
    ),
    ('{ node(id: "x") { ... on Dairy { tales { title } } } }', 30),
    ('{ node(id: "x") { id } }', MAX_AGE),
    ("{ sources { name } farms { edges { cursor } } }", 5),
]


@pytest.mark.parametrize(("query", "seconds"), LIFETIMES)
async def test_the_shortest_lived_part_that_is_selected_decides(query: str, seconds: int) -> None:
    runner = long_lived().endpoint.parts.runner
    document = runner.documents.prepare(query)
    assert isinstance(document, Document)
    for _ in range(2):
        assert lifetime_of(runner.core, document, None) == seconds


async def test_each_operation_of_a_document_has_a_lifetime_of_its_own() -> None:
    runner = long_lived().endpoint.parts.runner
    document = runner.documents.prepare(f"query A {QUERY} query B {TALES}")
    assert isinstance(document, Document)
    assert [lifetime_of(runner.core, document, name) for name in ("A", "B", "C", None)] == [3600, 30, 0, 0]


async def test_a_get_query_may_be_kept_by_everybody_for_its_lifetime() -> None:
    answer = await get(long_lived(), TALES)
    kept = "public, max-age=30, stale-while-revalidate=30, stale-if-error=300"
    assert answer.headers["cache-control"] == kept
    assert answer.headers["vary"] == "Accept, Accept-Language, Authorization"
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_what_must_not_be_kept_says_no_store_and_has_no_validator() -> None:
    made = long_lived()
    refused = await get(made, "{ nothing }")
    short = await get(made, "{ farms { edges { node { tales { about { id } } } } } }")
    async with made.client() as client:
        posted = await client.post("/graphql", json={"query": QUERY}, headers={"if-none-match": "*"})
    made.shelves["telling"].failure = outage()
    partial = await get(made, TALES)
    assert (partial.status_code, partial.json()["errors"][0]["extensions"]["code"]) == (
        200,
        "SOURCE_UNAVAILABLE",
    )
    for answer, status in ((refused, 400), (short, 200), (posted, 200), (partial, 200)):
        assert (answer.status_code, answer.headers["cache-control"]) == (status, "no-store")
        assert "etag" not in answer.headers


async def test_an_answer_from_an_older_copy_is_kept_for_moments_only(monkeypatch: pytest.MonkeyPatch) -> None:
    from gateway.graph.request import RequestScope

    made = long_lived()
    ask = RequestScope.ask

    async def from_a_copy(self: RequestScope, *given: Any) -> Any:
        self.stale.add("farming")
        return await ask(self, *given)

    monkeypatch.setattr(RequestScope, "ask", from_a_copy)
    answer = await get(made, QUERY)
    assert answer.json()["extensions"]["stale"] == ["farming"]
    assert answer.headers["cache-control"] == "public, max-age=5"


async def test_the_same_answer_is_304_and_another_one_is_not() -> None:
    made = world()
    first = await get(made, QUERY)
    etag = first.headers["etag"]
    assert etag.startswith('"')
    for header in (etag, f'"other", W/{etag}', "*"):
        again = await get(made, QUERY, if_none_match=header)
        assert (again.status_code, again.content) == (304, b"")
        assert {name: again.headers[name] for name in ("etag", "cache-control", "vary")} == {
            name: first.headers[name] for name in ("etag", "cache-control", "vary")
        }
    assert (await get(made, QUERY, if_none_match='"other"')).status_code == 200
    assert (await get(made, QUERY.replace("1", "2"), if_none_match=etag)).status_code == 200


async def test_the_validator_is_strong_so_it_differs_by_media_type() -> None:
    made = world()
    new, old = await get(made, QUERY), await get(made, QUERY, accept=OLD)
    assert new.content == old.content
    assert new.headers["etag"] != old.headers["etag"]
