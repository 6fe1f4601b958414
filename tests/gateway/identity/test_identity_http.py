"""Tokens over HTTP: 401 and 503, what caches are told, whose rate it is, the viewer and its links."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import httpx
import pytest

from gateway.errors import SourceUnavailable
from gateway.identity import ANONYMOUS, Caller, Role
from gateway.identity.claims import BadToken
from gateway.source import Context, Keyed, link
from tests.gateway.http.http_world import NEW, QUERY, World, world
from tests.gateway.tiny import Shelf, farm_source, tale_source

VIEWER = "{ viewer { subject roles { role scope } } }"
MANAGER = Caller("m1", (Role("COMMUNITY_MANAGER", "greeters"), Role("SCOUT")))


async def known(headers: Sequence[str]) -> Caller:
    if not headers:
        return ANONYMOUS
    if headers[0] == "Bearer away":
        raise SourceUnavailable(source="identity")
    if headers[0] != "Bearer good":
        raise BadToken("The token has expired.")
    return MANAGER


def knowing(*sources: Any, **settings: Any) -> World:
    made = world(sources, **settings)
    made.endpoint.parts = replace(made.endpoint.parts, identify=known)
    return made


async def ask(made: World, query: str = VIEWER, token: str | None = None, **more: Any) -> httpx.Response:
    headers = {"accept": NEW} | ({"authorization": f"Bearer {token}"} if token else {})
    async with made.client(more.pop("address", "127.0.0.1")) as client:
        if more.get("get"):
            return await client.get("/graphql", params={"query": query}, headers=headers)
        return await client.post("/graphql", json={"query": query}, headers=headers)


async def test_the_viewer_is_whoever_the_token_names_and_null_for_anybody() -> None:
    made = knowing()
    roles = [{"role": "COMMUNITY_MANAGER", "scope": "greeters"}, {"role": "SCOUT", "scope": None}]
    assert (await ask(made, VIEWER, "good")).json()["data"] == {"viewer": {"subject": "m1", "roles": roles}}
    assert (await ask(made)).json()["data"] == {"viewer": None}


async def test_a_source_adds_to_the_viewer_by_a_link_and_knows_the_caller() -> None:
    @link("Viewer", description="Hens of the caller.")
    async def hens(parents: Sequence[Keyed], ctx: Context[Shelf]) -> Sequence[list[str] | None]:
        return [[parent.key, *ctx.caller.scopes("COMMUNITY_MANAGER")] for parent in parents]

    made = knowing(farm_source(links=(hens,)), tale_source())
    assert (await ask(made, "{ viewer { hens } }", "good")).json()["data"] == {
        "viewer": {"hens": ["m1", "greeters"]}
    }


async def test_a_bad_token_is_401_with_a_challenge_and_nothing_runs() -> None:
    made = knowing()
    refused = await ask(made, QUERY, "old")
    assert (refused.status_code, refused.headers["content-type"]) == (401, f"{NEW}; charset=utf-8")
    assert refused.json() == {
        "errors": [{"message": "The token has expired.", "extensions": {"code": "UNAUTHENTICATED"}}]
    }
    assert refused.headers["www-authenticate"].startswith('Bearer realm="partir-ici", error="invalid_token"')
    assert made.shelves["farming"].asked == []


async def test_a_gateway_without_an_issuer_takes_no_token() -> None:
    refused = await ask(world(), QUERY, "good")
    assert (refused.status_code, refused.json()["errors"][0]["message"]) == (
        401,
        "No tokens are accepted here.",
    )


async def test_while_no_token_can_be_checked_only_those_with_one_must_wait() -> None:
    made = knowing()
    away = await ask(made, QUERY, "away")
    assert (away.status_code, away.headers["retry-after"]) == (503, "5")
    assert away.json()["errors"][0]["extensions"]["code"] == "ISSUER_UNAVAILABLE"
    assert (await ask(made, QUERY)).status_code == 200


@pytest.mark.parametrize("query", [QUERY, VIEWER, "{ nothing }"])
async def test_no_cache_keeps_an_answer_to_a_token(query: str) -> None:
    made = knowing(response_cache_bytes=100_000)
    for get in (True, False):
        answer = await ask(made, query, "good", get=get)
        assert answer.headers["cache-control"] == "private, no-store"
        assert "etag" not in answer.headers
    assert made.endpoint.parts.stored is not None
    assert made.endpoint.parts.stored.stats.entries == 0
    assert (await ask(made, VIEWER, get=True)).headers["cache-control"] == "no-store"


async def test_a_subject_has_a_rate_of_its_own_and_bad_tokens_cost_their_address() -> None:
    made = knowing(rate_limit=3)
    there = "198.51.100.7"
    for _ in range(3):
        assert (await ask(made, QUERY, "old", address=there)).status_code == 401
    assert (await ask(made, QUERY, "old", address=there)).status_code == 429
    elsewhere = "198.51.100.8"
    await ask(made, "{ farms(first: 3) { edges { cursor } } }", "good", address=elsewhere)
    assert (await ask(made, QUERY, "good", address="198.51.100.9")).status_code == 429
    assert (await ask(made, QUERY, address=elsewhere)).status_code == 200
