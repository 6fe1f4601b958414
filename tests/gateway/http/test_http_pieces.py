"""`@defer` and `@stream` over multipart/mixed: pieces in order, errors in their piece, one piece for all others."""

import json
from typing import Any

import httpx
import pytest

from tests.gateway.http.http_world import NEW, World, until, world
from tests.gateway.tiny import outage

DEFERRED = """query Q($later: Boolean! = true) {
  farms { edges { node { id ...Tales @defer(if: $later, label: "tales") } } } }
fragment Tales on Farm { tales(first: 1) { title } }"""
ACCEPT = f"{NEW}, application/json;q=0.9, multipart/mixed;q=0.8"


async def ask(
    made: World, query: str = DEFERRED, *, accept: str = ACCEPT, variables: Any = None
) -> httpx.Response:
    async with made.client() as client:
        body = {"query": query, "variables": variables}
        return await client.post("/graphql", json=body, headers={"accept": accept})


def pieces(answer: httpx.Response) -> list[dict[str, Any]]:
    assert answer.headers["content-type"] == 'multipart/mixed; boundary="-"'
    body, closing = answer.text.split("\r\n-----\r\n")
    assert closing == ""
    found = []
    for part in body.split("\r\n---\r\n")[1:]:
        head, text = part.split("\r\n\r\n", 1)
        assert head == "Content-Type: application/json; charset=utf-8"
        found.append(json.loads(text))
    return found


async def test_what_is_put_off_comes_later_in_one_batch() -> None:
    made = world()
    first, *rest = pieces(await ask(made))
    assert [list(edge["node"]) for edge in first["data"]["farms"]["edges"]] == [["id"]] * 3
    assert (first["hasNext"], first["extensions"]["cost"]["requested"] > 0) == (True, True)
    assert [one["label"] for one in first["pending"]] == ["tales"] * 3
    data = [part["data"] for piece in rest for part in piece.get("incremental", ())]
    assert data == [{"tales": [{"title": "Conte"}]}] * 3
    assert (rest[-1]["hasNext"], made.shelves["telling"].asked) == (False, [("tales of", ["0", "1", "2"], 1)])


async def test_a_failure_is_told_in_its_piece_and_nothing_internal() -> None:
    made = world()
    made.shelves["telling"].failure = outage()
    first, *rest = pieces(await ask(made))
    assert "errors" not in first
    (error,) = rest[0]["incremental"][0]["errors"]
    assert error["extensions"]["code"] == "SOURCE_UNAVAILABLE"
    made.shelves["telling"].failure = ValueError("secret words")
    text = (await ask(made)).text
    assert "INTERNAL" in text
    assert "secret" not in text


@pytest.mark.parametrize(
    ("accept", "variables"),
    [(NEW, None), ("application/json", None), ("*/*", None), (ACCEPT, {"later": False})],
)
async def test_who_wants_no_parts_gets_everything_at_once(accept: str, variables: Any) -> None:
    answer = await ask(world(), accept=accept, variables=variables)
    if variables:
        (body,) = pieces(answer)
        assert "pending" not in body
    else:
        body = answer.json()
    nodes = [edge["node"] for edge in body["data"]["farms"]["edges"]]
    assert [list(node) for node in nodes] == [["id", "tales"]] * 3


async def test_the_ordinary_executor_answers_in_one_piece_too() -> None:
    made = world()
    query = "{ __typename farms { edges @stream { cursor } } __schema { description ... @defer { queryType { name } } } }"
    answer = (await ask(made, query, accept=NEW)).json()
    assert len(answer["data"]["farms"]["edges"]) == 3
    assert answer["data"]["__schema"]["queryType"] == {"name": "Query"}


async def test_a_list_comes_item_by_item() -> None:
    first, *rest = pieces(await ask(world(), "{ farms { edges @stream(initialCount: 1) { cursor } } }"))
    assert first["data"] == {"farms": {"edges": [{"cursor": "0"}]}}
    items = [item for piece in rest for part in piece.get("incremental", ()) for item in part["items"]]
    assert items == [{"cursor": "1"}, {"cursor": "2"}]


async def test_what_cannot_run_or_is_no_query_is_answered_as_ever() -> None:
    made = world()
    refused = await ask(made, DEFERRED, variables={"later": "x"})
    assert (refused.status_code, refused.headers["content-type"]) == (400, f"{NEW}; charset=utf-8")
    plain = await ask(made, "{ farms { edges { cursor } } }")
    assert plain.headers["content-type"] == f"{NEW}; charset=utf-8"
    await until(lambda: made.endpoint.parts.gate.in_flight == 0)
