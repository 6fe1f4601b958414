"""`extensions.tracing`: told to who asks for it and to nobody else, kept by no cache, right in its counts."""

from typing import Any

import httpx
import orjson

from gateway.observe.tracing import Trace
from gateway.testing.stage import Stage
from tests.gateway.http.http_world import QUERY, World, world

TALES = (
    "{ farms(first: 3) { edges { node { name { value } tales(first: 2) { about { name { value } } } } } } }"
)
ASKED = {"tracing": True}
OFFERS = """{ offers(first: 5) { edges { node {
  name { value } scoutContents(first: 2) { edges { node { title { value } } } }
} } } }"""
SEARCH = '{ offers(first: 3, filter: { departments: ["73"] }) { edges { node { name { value } } } } }'


async def post(made: World, query: str, **members: Any) -> httpx.Response:
    async with made.client() as client:
        return await client.post("/graphql", json={"query": query, **members})


async def tracing(made: World, query: str = TALES) -> dict[str, Any]:
    told: dict[str, Any] = (await post(made, query, extensions=ASKED)).json()["extensions"]["tracing"]
    return told


async def test_nobody_is_told_who_does_not_ask() -> None:
    made = world()
    for extensions in (None, {}, {"tracing": False}):
        answer = await post(made, QUERY, extensions=extensions)
        assert set(answer.json()["extensions"]) == {"cost"}


async def test_it_counts_the_batches_of_each_source_and_says_what_was_kept() -> None:
    made = world()
    first, second = await tracing(made), await tracing(made)
    assert {one["name"]: one["batches"] for one in first["sources"]} == {"farming": 1, "telling": 2}
    assert [(one["document"], one["plan"]) for one in (first, second)] == [("NEW", "NEW"), ("KEPT", "KEPT")]
    assert [one["name"] for one in first["phases"]] == ["parse", "validate", "plan", "execute"]
    assert [one["name"] for one in second["phases"]] == ["plan", "execute"]
    assert sum(one["milliseconds"] for one in first["phases"]) <= first["milliseconds"]


async def test_a_document_that_does_not_fit_still_tells_its_times() -> None:
    answer = await post(world(), "{ nothing }", extensions=ASKED)
    told = answer.json()["extensions"]["tracing"]
    assert [one["name"] for one in told["phases"]] == ["parse", "validate"]
    assert told["sources"] == []


async def test_it_is_asked_by_get_as_well_and_kept_by_nobody() -> None:
    made = world(response_cache_bytes=100_000)
    plain, record = {"query": QUERY}, {"query": QUERY, "extensions": orjson.dumps(ASKED).decode()}
    async with made.client() as client:
        answers = [await client.get("/graphql", params=one) for one in (plain, record, record, plain)]
    assert ["tracing" in one.json()["extensions"] for one in answers] == [False, True, True, False]
    assert [one.headers["cache-control"] for one in answers[1:3]] == ["no-store"] * 2
    assert len(made.shelves["farming"].asked) == 3, "a record is of work that was done for it"


async def test_where_it_is_switched_off_the_wish_is_passed_over() -> None:
    answer = await post(world(tracing=False), QUERY, extensions=ASKED)
    assert (answer.status_code, set(answer.json()["extensions"])) == (200, {"cost"})


async def test_a_wish_that_is_neither_true_nor_false_is_refused() -> None:
    answer = await post(world(), QUERY, extensions={"tracing": "yes"})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["extensions"]["code"] == "BAD_REQUEST"


def test_time_that_overlaps_is_counted_once() -> None:
    moments = iter([0.0, 1.0, 5.0, 6.0])
    trace = Trace(lambda: next(moments))
    with trace.asking("a"), trace.asking("a"):
        pass
    assert trace.as_json()["sources"][0]["milliseconds"] == 4000


def asked(stage: Stage, query: str) -> dict[str, Any]:
    body = {"query": query, "extensions": ASKED}
    answer = httpx.post(f"{stage.url}/graphql", json=body, trust_env=False, timeout=20)
    assert "127.0.0.1" not in answer.text
    told = answer.json()["extensions"]["tracing"]
    return {one["name"]: one for one in told["sources"]}


def test_calls_to_mongodb_are_those_that_its_driver_sent(stage: Stage) -> None:
    asked(stage, OFFERS)
    stage.commands.reset()
    told = asked(stage, OFFERS)
    for source in ("apidae", "scouts"):
        assert told[source]["databaseCalls"] == stage.commands_of(source)
        assert told[source]["upstreamCalls"] == 0
    assert told["scouts"]["databaseCalls"] > 0


def test_calls_of_an_upstream_are_counted_and_so_is_what_a_cache_saves(live_stage: Stage) -> None:
    first, second = (asked(live_stage, SEARCH)["apidae"] for _ in range(2))
    assert first["upstreamCalls"] >= 1
    assert second["upstreamCalls"] == 0
    assert second["cache"]["hits"] > 0
