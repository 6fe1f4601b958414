"""GraphQL over HTTP: media types, status codes, bodies of every kind; never a 500 for what a caller sends."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import orjson
import pytest

from tests.gateway.http.http_world import DATA, NEW, OLD, QUERY, world


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with world(max_body_bytes=1000).client() as made:
        yield made


async def post(client: httpx.AsyncClient, body: bytes, **headers: str) -> httpx.Response:
    chosen = {"content-type": "application/json"} | {name.replace("_", "-"): v for name, v in headers.items()}
    return await client.post("/graphql", content=body, headers=chosen)


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        (NEW, NEW),
        (OLD, OLD),
        (f"{OLD};q=0.5, {NEW};q=0.9", NEW),
        ("*/*", OLD),
        ("application/*", OLD),
        (f"{NEW}, {OLD};q=0.9, */*;q=0.1", NEW),
        ("", OLD),
    ],
)
async def test_the_answer_has_the_media_type_the_caller_wants(
    client: httpx.AsyncClient, accept: str, media_type: str
) -> None:
    answer = await post(client, orjson.dumps({"query": QUERY}), accept=accept)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == f"{media_type}; charset=utf-8"
    assert answer.json()["data"] == DATA


async def test_nothing_we_can_write_is_406(client: httpx.AsyncClient) -> None:
    answer = await post(client, orjson.dumps({"query": QUERY}), accept="image/png")
    assert answer.status_code == 406
    assert answer.json()["errors"][0]["extensions"]["code"] == "NOT_ACCEPTABLE"


@pytest.mark.parametrize(
    "query", ["{ farms", "{ nothing }", "query A { sources { name } } query B { __typename }"]
)
async def test_what_cannot_run_is_400_in_the_new_media_type_and_200_in_the_old(
    client: httpx.AsyncClient, query: str
) -> None:
    body = orjson.dumps({"query": query})
    assert (await post(client, body, accept=NEW)).status_code == 400
    old = await post(client, body, accept=OLD)
    assert old.status_code == 200
    assert "data" not in old.json()
    assert old.json()["errors"][0]["extensions"]["code"].startswith("INVALID_")


MALFORMED: list[tuple[bytes, dict[str, str], int]] = [
    (b"", {}, 400),
    (b"{", {}, 400),
    (b"null", {}, 400),
    (b"42", {}, 400),
    (b'"{ farms { edges { cursor } } }"', {}, 400),
    (b"[]", {}, 400),
    (b'[{"query": "{ __typename }"}]', {}, 400),
    (b"{}", {}, 400),
    (b'{"query": 7}', {}, 400),
    (b'{"query": ""}', {}, 400),
    (b'{"query": "{ __typename }", "variables": []}', {}, 400),
    (b'{"query": "{ __typename }", "variables": "x"}', {}, 400),
    (b'{"query": "{ __typename }", "operationName": 3}', {}, 400),
    (b'{"query": "{ __typename }", "extensions": 3}', {}, 400),
    (b'{"query": "\xff\xfe"}', {}, 400),
    (b'{"query": "\\ud800"}', {}, 400),
    (b"[" * 900, {}, 400),
    (b'{"query": ' + b"9" * 900 + b"}", {}, 400),
    (b'{"query": NaN}', {}, 400),
    (b'{"query": "{ __typename }"' + b" " * 1000 + b"}", {}, 413),
    (b'{"query": "{ __typename }"}', {"content_type": "text/plain"}, 415),
    (b"query=%7B__typename%7D", {"content_type": "application/x-www-form-urlencoded"}, 415),
    (b'{"query": "{ __typename }"}', {"content_type": "multipart/form-data; boundary=x"}, 415),
    (b'{"query": "{ __typename }"}', {"content_type": "application/json; charset=latin1"}, 415),
    (b"\x1f\x8b\x08", {"content_encoding": "gzip"}, 415),
]


@pytest.mark.parametrize(("body", "headers", "status"), MALFORMED)
async def test_malformed_requests_are_refused_in_the_documented_shape(
    client: httpx.AsyncClient, body: bytes, headers: dict[str, str], status: int
) -> None:
    answer = await post(client, body, **headers)
    assert answer.status_code == status
    (error,) = answer.json()["errors"]
    assert error["message"]
    assert error["extensions"]["code"]
    assert "Traceback" not in answer.text


async def test_a_body_without_a_length_is_bounded_too(client: httpx.AsyncClient) -> None:
    async def flood() -> AsyncIterator[bytes]:
        for _ in range(50):
            yield b" " * 100

    answer = await client.post("/graphql", content=flood(), headers={"content-type": "application/json"})
    assert answer.status_code == 413


async def test_get_runs_queries_and_only_queries(client: httpx.AsyncClient) -> None:
    params: dict[str, Any] = {
        "query": "query Q($n: Int!) { farms(first: $n) { edges { cursor } } }",
        "variables": '{"n": 1}',
        "operationName": "Q",
    }
    answer = await client.get("/graphql", params=params, headers={"accept": NEW})
    assert (answer.status_code, answer.json()["data"]) == (200, DATA)
    broken = await client.get("/graphql", params=params | {"variables": "{"})
    assert (broken.status_code, broken.json()["errors"][0]["extensions"]["code"]) == (400, "BAD_REQUEST")
    assert (await client.get("/graphql", headers={"accept": OLD})).status_code == 400


async def test_other_methods_are_405_and_name_the_right_ones(client: httpx.AsyncClient) -> None:
    answer = await client.put("/graphql", content=b"{}")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, POST")


async def test_browsers_get_the_page_and_clients_do_not(client: httpx.AsyncClient) -> None:
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    assert (await client.get("/graphql", headers={"accept": browser})).text == "the page"
    answer = await client.get("/graphql", params={"query": QUERY}, headers={"accept": browser})
    assert answer.json()["data"] == DATA


async def test_the_answer_varies_by_what_it_depends_on(client: httpx.AsyncClient) -> None:
    body = orjson.dumps({"query": "{ farms(first: 1) { edges { node { name { value locale } } } } }"})
    answer = await post(client, body, accept_language="en;q=0.8, de;q=0.1")
    assert answer.headers["vary"] == "Accept, Accept-Language, Authorization"
    assert answer.json()["data"]["farms"]["edges"][0]["node"]["name"] == {"value": "Farm 0", "locale": "en"}
