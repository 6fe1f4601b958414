"""What callers see of errors: one entry per code and source, a path, a reference, never anything internal."""

import logging
from typing import Any

import pytest
from graphql import GraphQLError

from gateway.errors import SourceMisconfigured
from gateway.execution.documents import Limits
from gateway.execution.faults import fold
from gateway.execution.runner import Answer, Operation, Runner
from gateway.graph.compose import compose
from gateway.graph.request import RequestScope
from tests.gateway.tiny import farm_source, opened, outage, tale_source

SOURCES = (farm_source(), tale_source())
RUNNER = Runner(compose(SOURCES), Limits())
QUERY = "{ farms(first: 3) { edges { node { id tales { title } } } } }"


async def answer(
    query: str, failing: str = "", failure: Exception | None = None, disabled: Any = ()
) -> Answer:
    board, shelves = opened(*SOURCES, disabled=disabled)
    if failing:
        shelves[failing].failure = failure
    return await RUNNER.run(Operation(query), RequestScope(board))


async def test_an_outage_below_a_list_is_one_fault_with_a_count() -> None:
    found = await answer(QUERY, "telling", outage())
    (fault,) = found.faults
    assert fault.as_json() == {
        "message": "The source is away.",
        "locations": [{"line": 1, "column": 39}],
        "path": ["farms", "edges", 0, "node", "tales"],
        "extensions": {"code": "SOURCE_UNAVAILABLE", "source": "telling", "count": 3},
    }
    assert found.data is not None
    assert len(found.data["farms"]["edges"]) == 3


def test_a_folded_fault_tells_the_first_place_by_path_whichever_came_first() -> None:
    paths = [
        ["farms", "edges", 10, "node"],
        ["farms", "edges", 2, "node", "tales"],
        ["farms", "edges", 2, "node"],
    ]
    errors = [GraphQLError("", path=path, original_error=outage()) for path in paths]
    (fault,) = fold(errors)
    assert fault.path == ("farms", "edges", 2, "node")
    assert fault.extensions["count"] == 3


async def test_a_source_that_is_switched_off_answers_null_and_says_so() -> None:
    found = await answer(QUERY, disabled=("telling",))
    assert found.faults[0].extensions == {"code": "SOURCE_DISABLED", "source": "telling", "count": 3}
    assert found.data is not None
    assert found.data["farms"]["edges"][0]["node"]["tales"] is None


async def test_an_unexpected_failure_shows_a_reference_and_nothing_else(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.ERROR):
        found = await answer("{ farms { edges { node { id } } } }", "farming", KeyError("/srv/secret.key"))
    (fault,) = found.faults
    assert fault.extensions["code"] == "INTERNAL"
    assert "secret" not in str(fault.as_json())
    assert fault.extensions["reference"] in caplog.text
    assert found.data == {"farms": None}


async def test_an_operator_s_text_is_never_shown() -> None:
    error = SourceMisconfigured(detail="token abc refused by https://upstream.example/x?key=abc")
    found = await answer("{ farms { edges { node { id } } } }", "farming", error)
    assert "abc" not in str([fault.as_json() for fault in found.faults])
    assert found.faults[0].extensions["code"] == "SOURCE_MISCONFIGURED"


@pytest.mark.parametrize(
    ("query", "variables", "code"),
    [
        ("{ farms", {}, "INVALID_SYNTAX"),
        ("{ unknownField }", {}, "INVALID_DOCUMENT"),
        ("query A { sources { name } } query B { sources { name } }", {}, "INVALID_OPERATION"),
        ("subscription { sources { name } }", {}, "INVALID_DOCUMENT"),
        ("query($n: Int!) { farms(first: $n) { edges { cursor } } }", {"n": "many"}, "INVALID_VARIABLES"),
        ("query($n: Int!) { farms(first: $n) { edges { cursor } } }", {}, "INVALID_VARIABLES"),
        (
            "query($l: Locale) { farms { edges { node { name(locale: $l) { value } } } } }",
            {"l": "!!"},
            "INVALID_LOCALE",
        ),
        ('{ farms { edges { node { name(locale: "fr_FR") { value } } } } }', {}, "INVALID_LOCALE"),
    ],
)
async def test_what_cannot_run_says_why(query: str, variables: dict[str, Any], code: str) -> None:
    board, _ = opened(*SOURCES)
    found = await RUNNER.run(Operation(query, variables=variables), RequestScope(board))
    assert not found.executed
    assert found.faults[0].extensions["code"] == code


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("{ farms(first: 0) { edges { cursor } } }", "INVALID_ARGUMENT"),
        ("{ farms(first: 101) { edges { cursor } } }", "LIMIT_FIRST"),
        ('{ node(id: "nonsense") { id } }', "INVALID_ID"),
        ('{ node(id: "Q2FzdGxlOjE") { id } }', "INVALID_ID"),
    ],
)
async def test_what_runs_but_asks_wrongly_is_null_with_a_code(query: str, code: str) -> None:
    found = await answer(query)
    assert found.executed
    assert [fault.extensions["code"] for fault in found.faults] == [code]


async def test_at_most_ten_faults_are_told() -> None:
    fields = " ".join(f'n{n}: node(id: "nonsense{n}") {{ id }}' for n in range(20))
    found = await answer("{ " + fields + " }")
    assert [fault.extensions.get("count") for fault in found.faults] == [20], "equal ones are folded"


async def test_a_node_is_found_again_by_its_id() -> None:
    found = await answer("{ farms(first: 1) { edges { node { id } } } }")
    assert found.data is not None
    id = found.data["farms"]["edges"][0]["node"]["id"]
    again = await answer(f'{{ node(id: "{id}") {{ __typename id }} }}')
    assert again.data == {"node": {"__typename": "Dairy", "id": id}}
