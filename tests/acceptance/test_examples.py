"""What README, docs and GraphiQL show as an example answers as it stands there, and shows something."""

import httpx
import orjson
import pytest

from gateway.console.examples import Example, examples_today
from gateway.testing.stage import Stage
from tests.acceptance.documented import (
    SHOWN_ADDRESS,
    Command,
    blocks,
    commands,
    empty_parts,
    token_in,
    token_of,
)

EXAMPLES = examples_today()
OPERATIONS, COMMANDS = list(blocks("graphql")), list(commands())
EVENTS = "text/event-stream"
WITHDRAW = (
    "mutation($input: WithdrawContentInput!) { withdrawContent(input: $input) { userErrors { code } } }"
)


def test_there_is_something_to_show_on_most_pages() -> None:
    pages = {name.rsplit("-", 1)[0] for name, _ in [*OPERATIONS, *COMMANDS]}
    assert pages >= {
        *("README.md", "docs/http.md", "docs/identity.md", "docs/places.md", "docs/scouts.md"),
        *("docs/search.md", "docs/social.md"),
    }


@pytest.mark.parametrize("query", [text for _, text in OPERATIONS], ids=[name for name, _ in OPERATIONS])
def test_each_operation_of_the_pages_shows_something(stage: Stage, query: str) -> None:
    token = token_in(stage, query)
    told = stage.ask(query, **({"Authorization": token} if token else {})).json()
    assert "errors" not in told
    assert empty_parts(told["data"]) == []


@pytest.mark.parametrize("command", [one for _, one in COMMANDS], ids=[name for name, _ in COMMANDS])
def test_each_command_of_the_pages_is_answered(stage: Stage, command: Command) -> None:
    assert command.url.startswith(f"{SHOWN_ADDRESS}/")
    answer = command.send(stage)
    assert answer.status_code == 200
    if command.query.startswith("subscription"):
        assert answer.headers["content-type"].startswith(EVENTS)
        return
    if not command.query:
        assert len(answer.content) > 100
        return
    body = answer.json()
    assert "errors" not in body
    assert empty_parts(body["data"]) == []


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.key)
def test_each_example_of_graphiql_shows_something(stage: Stage, example: Example) -> None:
    headers = {"Accept": EVENTS if example.kind == "subscription" else "application/json"}
    if example.token:
        headers["Authorization"] = token_of(stage, example.token.split())
    body = {"query": example.query, "variables": orjson.loads(example.variables or "{}")}
    url = f"{stage.url}/graphql"
    with httpx.stream("POST", url, json=body, headers=headers, timeout=20, trust_env=False) as answer:
        assert answer.status_code == 200
        if example.kind == "subscription":
            assert answer.headers["content-type"].startswith(EVENTS)
            return
        told = orjson.loads(answer.read())
    assert "errors" not in told
    assert empty_parts(told["data"]) == []
    if example.kind == "mutation":
        _take_back(stage, told["data"]["publishContent"], headers["Authorization"])


def _take_back(stage: Stage, payload: dict, authorization: str) -> None:  # type: ignore[type-arg]
    assert payload["userErrors"] == []
    content = payload["content"]
    given = {"content": content["id"], "expectedVersion": content["version"]}
    answer = stage.ask(WITHDRAW, {"input": given}, Authorization=authorization).json()
    assert answer["data"]["withdrawContent"]["userErrors"] == []
