"""Whole answers kept in the process: who may share one, for how long, how many bytes, one execution for all."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import httpx
import pytest

from gateway.clock import ManualClock
from gateway.graph.request import RequestScope
from gateway.http.replies import Reply
from gateway.http.stored import ENTRY_BYTES, Question, StoredReplies, StoredStats
from gateway.identity import ANONYMOUS, Caller
from tests.gateway.http.http_world import DATA, QUERY, World, world
from tests.gateway.tiny import farm_source, farms, outage, tale_source

NAMES = "query N($n: Int = 1) { farms(first: $n) { edges { node { name { value } } } } }"


def keeping(**settings: Any) -> World:
    return world(response_cache_bytes=100_000, **settings)


async def post(made: World, query: str = QUERY, *, variables: Any = None, **headers: str) -> httpx.Response:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    async with made.client() as client:
        return await client.post("/graphql", json={"query": query, "variables": variables}, headers=sent)


async def get(made: World, query: str = QUERY) -> httpx.Response:
    async with made.client() as client:
        return await client.get("/graphql", params={"query": query})


def stats(made: World) -> StoredStats:
    assert made.endpoint.parts.stored is not None
    return made.endpoint.parts.stored.stats


def asked(made: World) -> int:
    return len(made.shelves["farming"].asked)


def later(made: World, seconds: float) -> None:
    assert isinstance(made.clock, ManualClock)
    made.clock.advance(seconds)


async def test_a_second_caller_gets_the_kept_answer_with_its_age_until_its_lifetime_ends() -> None:
    made = keeping()
    first = await post(made)
    later(made, 59.5)
    second = await get(made)
    assert first.content == second.content
    assert second.headers["age"] == "59"
    assert second.headers["cache-control"].startswith("public, max-age=60,")
    assert (asked(made), stats(made).hits, stats(made).misses) == (1, 1, 1)
    later(made, 0.5)
    third = await get(made)
    assert "age" not in third.headers
    assert asked(made) == 2


async def test_other_variables_operations_or_languages_are_other_answers() -> None:
    made = keeping()
    answers = [
        await post(made, NAMES),
        await post(made, NAMES, variables={"n": 2}),
        await post(made, NAMES, accept_language="en"),
        await post(made, NAMES, accept_language="fr-FR, fr;q=0.9"),
    ]
    assert len({answer.content for answer in answers}) == 3  # French is what one gets without a wish
    assert (stats(made).entries, stats(made).hits) == (4, 0)
    again = await post(made, NAMES, accept_language="fr-FR")
    assert (again.content, stats(made).hits) == (answers[3].content, 1)


async def test_the_order_of_variables_does_not_matter() -> None:
    made = keeping()
    query = "query Q($a: Int, $b: Int) { x: farms(first: $a) { edges { cursor } } y: farms(first: $b) { edges { cursor } } }"
    await post(made, query, variables={"a": 1, "b": 2})
    await post(made, query, variables={"b": 2, "a": 1})
    assert stats(made).hits == 1


async def test_nothing_of_a_caller_with_a_token_is_kept_or_given() -> None:
    async def known(headers: Sequence[str]) -> Caller:
        return Caller(headers[0]) if headers else ANONYMOUS

    made = keeping()
    made.endpoint.parts = replace(made.endpoint.parts, identify=known)
    await post(made)
    await post(made, authorization="Bearer one")
    await post(made, authorization="Bearer two")
    assert (asked(made), stats(made).entries, stats(made).hits) == (3, 1, 0)


async def test_errors_are_never_kept() -> None:
    made = keeping()
    made.shelves["farming"].failure = outage()
    assert "errors" in (await post(made)).json()
    made.shelves["farming"].failure = None
    assert (await post(made)).json()["data"] == DATA
    await post(made, "{ nothing }")
    await post(made, NAMES, variables={"n": "x"})
    assert (stats(made).entries, stats(made).hits) == (1, 0)


async def test_answers_from_older_copies_are_never_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    ask = RequestScope.ask

    async def from_a_copy(self: RequestScope, *given: Any) -> Any:
        self.stale.add("farming")
        return await ask(self, *given)

    monkeypatch.setattr(RequestScope, "ask", from_a_copy)
    made = keeping()
    assert (await post(made)).json()["extensions"]["stale"] == ["farming"]
    assert stats(made).entries == 0


async def test_what_may_not_be_kept_is_not() -> None:
    farming = replace(farm_source(), fields=(replace(farms, max_age=0),))
    made = world((farming, tale_source()), response_cache_bytes=100_000)
    await post(made)
    await post(made)
    assert (asked(made), stats(made).entries) == (2, 0)


async def test_a_thousand_callers_on_a_cold_cache_are_one_execution_and_take_one_place() -> None:
    made = keeping(max_in_flight=1, max_queue=0)
    answers = await asyncio.gather(*(post(made) for _ in range(1000)))
    assert {answer.status_code for answer in answers} == {200}
    assert asked(made) == 1


async def test_if_the_one_execution_fails_all_get_the_error_and_the_next_tries_again() -> None:
    made = keeping()
    made.shelves["farming"].failure = outage()
    answers = await asyncio.gather(*(post(made) for _ in range(10)))
    codes = {answer.json()["errors"][0]["extensions"]["code"] for answer in answers}
    assert (codes, asked(made)) == ({"SOURCE_UNAVAILABLE"}, 1)
    made.shelves["farming"].failure = None
    assert (await post(made)).json()["data"] == DATA


async def test_switched_off_nothing_is_kept() -> None:
    made = world()
    await post(made)
    await post(made)
    assert (asked(made), made.endpoint.parts.stored) == (2, None)


def reply(size: int, seconds: int = 60) -> Reply:
    return Reply(b"x" * size, None, seconds, stale=False, cost=1)


async def test_bytes_are_bounded_and_the_one_used_longest_ago_leaves() -> None:
    kept = StoredReplies(3 * (ENTRY_BYTES + 101), ManualClock())

    async def make() -> Reply:
        return reply(100)

    keys = {name: Question(name, None, b"", ()) for name in "abcde"}
    for name in "abc":
        await kept.fetch(keys[name], make)
    assert kept.get(keys["a"]) is not None
    await kept.fetch(keys["d"], make)
    assert [kept.get(keys[name]) is not None for name in "abcd"] == [True, False, True, True]
    stats = kept.stats
    assert (stats.entries, stats.bytes, stats.evicted) == (3, 3 * (ENTRY_BYTES + 101), 1)

    async def huge() -> Reply:
        return reply(10_000)

    await kept.fetch(keys["e"], huge)
    assert (kept.stats.entries, kept.get(keys["e"])) == (3, None)
