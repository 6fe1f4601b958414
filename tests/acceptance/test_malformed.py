"""Malformed requests on the real graph: a 4xx or a typed error with a stable code, never a 500, never a trace."""

from typing import Any

import httpx
import pytest

from gateway.errors import CODES
from gateway.graph.connection import encode_cursor
from gateway.graph.ids import encode_id
from gateway.testing.stage import Stage

JSON = {"Content-Type": "application/json", "Accept": "application/graphql-response+json"}

BODIES: list[tuple[bytes, dict[str, str], int]] = [
    (b"", JSON, 400),
    (b"{ offers", JSON, 400),
    (b"[1, 2]", JSON, 400),
    (b'{"query": "{ offers { totalCount } }", "variables": [1]}', JSON, 400),
    (b'{"query": "\xff"}', JSON, 400),
    (b'{"query": "{ offers { totalCount } }"}', JSON | {"Content-Type": "text/plain"}, 415),
    (b" " * 200_000, JSON, 413),
    (b'{"query": "{ offers { totalCount } }"}', JSON | {"Accept": "image/webp"}, 406),
]

REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("{ offers { nothing } }", {}, "INVALID_DOCUMENT"),
    ('{ offers(first: "ten") { totalCount } }', {}, "INVALID_DOCUMENT"),
    ("{ offers { totalCount }", {}, "INVALID_SYNTAX"),
    ("query($n: Int!) { offers(first: $n) { totalCount } }", {"n": "ten"}, "INVALID_VARIABLES"),
    ("query($n: Int!) { offers(first: $n) { totalCount } }", {"n": 2**40}, "INVALID_VARIABLES"),
    ("{ offers(filter: {families: {any: [CASTLES]}}) { totalCount } }", {}, "INVALID_DOCUMENT"),
    (
        "{ scoutContents { edges { node { "
        + "mentions { scoutContents { edges { node { " * 4
        + "id"
        + " } } } }" * 4
        + " } } } }",
        {},
        "LIMIT_DEPTH",
    ),
]

ANSWERED: list[tuple[str, str]] = [
    ("{ offers(first: 1000000) { totalCount } }", "LIMIT_FIRST"),
    ("{ offers(first: 0) { totalCount } }", "INVALID_ARGUMENT"),
    ("{ offers(first: -5) { totalCount } }", "INVALID_ARGUMENT"),
    ('{ offers(after: "not-a-cursor") { totalCount } }', "INVALID_CURSOR"),
    (f'{{ offers(after: "{encode_cursor("scouts", "a", "b")}") {{ totalCount }} }}', "INVALID_CURSOR"),
    (f'{{ scouts(after: "{encode_cursor("offers", 1)}") {{ edges {{ cursor }} }} }}', "INVALID_CURSOR"),
    (f'{{ socialPosts(after: "{encode_cursor("x")}") {{ edges {{ cursor }} }} }}', "INVALID_CURSOR"),
    (f'{{ offer(id: "{encode_id("Scout", "1")}") {{ id }} }}', "INVALID_ID"),
    (f'{{ scout(id: "{encode_id("Offer", "1")}") {{ id }} }}', "INVALID_ID"),
    ('{ node(id: "../../etc/passwd") { id } }', "INVALID_ID"),
    ("{ offer { id } }", "INVALID_ARGUMENT"),
    ('{ offers(filter: {departments: ["75"]}) { totalCount } }', "INVALID_ARGUMENT"),
    (
        "{ offers(filter: {near: {from: {point: {lon: 45.18, lat: 185.72}}, km: 10}}) { totalCount } }",
        "INVALID_ARGUMENT",
    ),
    ("{ offers(filter: {minLevel: {environment: 4}}) { totalCount } }", "INVALID_ARGUMENT"),
]


@pytest.mark.parametrize(("body", "headers", "status"), BODIES)
def test_bodies_that_are_no_operation(
    stage: Stage, body: bytes, headers: dict[str, str], status: int
) -> None:
    answer = httpx.post(f"{stage.url}/graphql", content=body, headers=headers, trust_env=False)
    assert answer.status_code == status
    check(answer)


@pytest.mark.parametrize(("query", "variables", "code"), REFUSED)
def test_operations_that_cannot_run(stage: Stage, query: str, variables: dict[str, Any], code: str) -> None:
    answer = stage.ask(query, variables)
    assert answer.status_code == 400
    assert check(answer) == code


@pytest.mark.parametrize(("query", "code"), ANSWERED)
def test_arguments_that_ask_wrongly(stage: Stage, query: str, code: str) -> None:
    answer = stage.ask(query)
    assert answer.status_code == 200
    assert check(answer) == code
    assert list(answer.json()["data"].values()) == [None]


def test_addresses_that_are_not_served(stage: Stage) -> None:
    for path in ("/nothing", "/graphql/x", "/console/../settings", "/health", "/.env"):
        answer = httpx.get(stage.url + path, trust_env=False, headers={"Accept": "application/json"})
        assert answer.status_code in {404, 405}, path


def check(answer: httpx.Response) -> str:
    """The code of the first error, after checking what holds for every refusal."""
    assert "Traceback" not in answer.text
    assert "gateway/" not in answer.text
    errors = answer.json()["errors"]
    assert 1 <= len(errors) <= 10
    codes = [error["extensions"]["code"] for error in errors]
    assert all(error["message"] for error in errors)
    assert set(codes) <= set(CODES)
    return str(codes[0])
