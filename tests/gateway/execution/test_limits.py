"""Limits: counted expanded, each fragment once, before anything runs; every refusal says limit and actual."""

import time
from typing import Any

import pytest

from gateway.execution.documents import Document, Documents, Limits
from gateway.execution.runner import Answer, Operation, Runner
from gateway.graph.compose import compose
from gateway.graph.request import RequestScope
from tests.gateway.tiny import farm_source, opened, tale_source

SOURCES = (farm_source(), tale_source())
SCHEMA = compose(SOURCES)
TALES = "tales { about { "


async def answer(query: str, limits: Limits | None = None, **variables: Any) -> tuple[Answer, list[Any]]:
    board, shelves = opened(*SOURCES)
    runner = Runner(SCHEMA, limits or Limits())
    found = await runner.run(Operation(query, variables=variables), RequestScope(board))
    return found, [what for shelf in shelves.values() for what in shelf.asked]


def nested(levels: int) -> str:
    return "{ farms { edges { node { " + TALES * levels + "id" + " } }" * levels + " } } } }"


def bomb(fragments: int) -> str:
    """Each fragment spreads the next one twice: 2^n fields when expanded."""
    parts = ["{ ...f0 }"]
    parts += [f"fragment f{n} on Query {{ ...f{n + 1} ...f{n + 1} }}" for n in range(fragments)]
    return " ".join([*parts, f"fragment f{fragments} on Query {{ sources {{ name }} }}"])


@pytest.mark.parametrize(
    ("query", "code"),
    [
        (nested(10), "LIMIT_DEPTH"),
        (bomb(22), "LIMIT_FIELDS"),
        (bomb(100), "LIMIT_FIELDS"),
        ("{ " + " ".join(f"a{n}: sources {{ name }}" for n in range(61)) + " }", "LIMIT_ALIASES"),
        ("{ sources { " + "name @include(if: true) " * 51 + "} }", "LIMIT_DIRECTIVES"),
        ("{ sources { " + "name " * 2000 + "} }", "LIMIT_TOKENS"),
        ("{ sources { name } } #" + "x" * 15_000, "LIMIT_CHARACTERS"),
        ("{ a " * 450 + "} " * 450, "LIMIT_DEPTH"),
        ("{ farms(first: 100) { edges { node { tales(first: 100) { about { id } } } } } }", "LIMIT_COST"),
        (
            "query { __schema { types " + "{ fields { type " * 12 + "{ name }" + " } }" * 12 + " } }",
            "LIMIT_DEPTH",
        ),
    ],
)
async def test_too_much_is_refused_before_any_source_is_asked(query: str, code: str) -> None:
    found, asked = await answer(query)
    assert not found.executed
    assert found.faults[0].extensions["code"] == code
    assert found.faults[0].extensions["actual"] > found.faults[0].extensions["limit"]
    assert asked == []


@pytest.mark.parametrize(
    ("query", "code", "errors"),
    [
        ("{ ...a } fragment a on Query { ...b } fragment b on Query { ...a ...a }", "INVALID_DOCUMENT", 2),
        ("{" + " ".join(f"a{n}: __typename" for n in range(10_000)) + "}", "LIMIT_CHARACTERS", 1),
        ("{ __typename " + "@skip(if: false) " * 10_000 + "}", "LIMIT_CHARACTERS", 1),
        ("{ __typename }" + "# x\n" * 250_000, "LIMIT_CHARACTERS", 1),
        ("{" + " ".join(f"x{n}" for n in range(1000)) + "}", "INVALID_DOCUMENT", 10),
    ],
)
async def test_abuse_is_refused_with_ten_errors_at_most(query: str, code: str, errors: int) -> None:
    found, asked = await answer(query)
    assert not found.executed
    assert {fault.extensions["code"] for fault in found.faults} == {code}
    assert len(found.faults) == errors
    assert asked == []


async def test_the_fragment_bomb_is_measured_in_less_than_its_own_parsing_time_allows() -> None:
    documents = Documents(SCHEMA._schema, Limits())
    started = time.process_time()
    assert not isinstance(documents.prepare(bomb(22)), Document)
    # exponential work would take seconds; this bound only tells the two apart
    assert time.process_time() - started < 0.5


async def test_the_cost_counts_lists_as_long_as_asked_for() -> None:
    query = "query($n: Int!) { farms(first: $n) { edges { node { tales(first: 2) { title } } } } }"
    few, _ = await answer(query, n=1)
    many, _ = await answer(query, n=10)
    # farms 2, below it per item: edges 1 + node 1 + tales 3
    assert few.extensions["cost"] == {"requested": 2 + 5, "limit": 10_000}
    assert many.extensions["cost"]["requested"] == 2 + 10 * 5


async def test_a_fragment_costs_each_time_it_is_spread() -> None:
    fragment = "fragment F on Query { farms(first: 1) { edges { node { id } } } }"
    once, _ = await answer("{ ...F } " + fragment)
    twice, _ = await answer("{ ...F ... on Query { ...F } } " + fragment)
    assert twice.extensions["cost"]["requested"] == 2 * once.extensions["cost"]["requested"]


async def test_nodes_costs_as_many_as_ids_are_given() -> None:
    found, _ = await answer("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", Limits(cost=3), ids=["x"] * 4)
    assert found.executed, "only objects below count"
    found, _ = await answer("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", ids=["x"] * 101)
    assert found.faults[0].extensions["code"] == "LIMIT_ITEMS"


async def test_the_query_of_graphiql_passes() -> None:
    from graphql import get_introspection_query

    found, _ = await answer(get_introspection_query(descriptions=True))
    assert found.executed
    assert not found.faults


def test_a_document_is_prepared_once_and_old_ones_make_room() -> None:
    documents = Documents(SCHEMA._schema, Limits(), keep_characters=60)
    first = documents.prepare("{ sources { name } }")
    assert documents.prepare("{ sources { name } }") is first
    documents.prepare("{ sources { name title } }")
    documents.prepare("{ sources { name title description } }")
    assert documents.prepare("{ sources { name } }") is not first


def test_without_introspection_no_name_can_be_guessed_by_suggestions() -> None:
    open_to_all = Documents(SCHEMA._schema, Limits()).prepare("{ farm }")
    closed = Documents(SCHEMA._schema, Limits(), introspection=False).prepare("{ farm }")
    assert not isinstance(open_to_all, Document)
    assert not isinstance(closed, Document)
    assert "Did you mean" in open_to_all[0].message
    assert closed[0].message == "Cannot query field 'farm' on type 'Query'."


def test_introspection_can_be_switched_off() -> None:
    refused = Documents(SCHEMA._schema, Limits(), introspection=False).prepare(
        "{ __schema { types { name } } }"
    )
    assert not isinstance(refused, Document)
    assert refused[0].extensions == {"code": "INVALID_DOCUMENT"}
