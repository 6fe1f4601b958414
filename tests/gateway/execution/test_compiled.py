"""The compiled executor answers exactly as the ordinary one, and really runs what it should."""

import random
from typing import Any

import orjson
import pytest

from gateway.execution.compiled import Plan
from gateway.execution.documents import Document, Limits
from gateway.execution.runner import Answer, Operation, Runner
from gateway.graph.compose import compose
from gateway.graph.request import RequestScope
from gateway.testing.operations import OperationMaker
from gateway.testing.plans import plan_for
from tests.gateway.tiny import farm_source, opened, outage, tale_source

SOURCES = (farm_source(), tale_source())
SCHEMA = compose(SOURCES)
WIDE = Limits(
    cost=10**9, depth=40, aliases=10**6, fields=10**6, tokens=10**6, characters=10**6, directives=10**6
)
COMPILED = Runner(SCHEMA, WIDE)
LEVELLED = Runner(SCHEMA, WIDE, small_cost=-1)
ORDINARY = Runner(SCHEMA, WIDE, compiled=False)


async def run(
    runner: Runner, query: str, variables: dict[str, Any], failing: str = "", *, joined: bool = False
) -> tuple[Answer, Any]:
    board, shelves = opened(*SOURCES)
    if failing:
        shelves[failing].failure = outage()
    operation = Operation(query, variables=variables, joined=joined)
    found = await runner.run(operation, RequestScope(board, ("en", "fr")))
    return found, [sorted(map(in_any_order, shelf.asked)) for shelf in shelves.values()]


def in_any_order(asked: tuple[Any, ...]) -> str:
    """One call; the order of the keys in a batch is nobody's promise."""
    kind, *what = asked
    return str((kind, sorted(str(sorted(part) if isinstance(part, list) else part) for part in what)))


def told(answer: Answer) -> list[str]:
    faults = [fault.as_json() for fault in answer.faults]
    for fault in faults:
        fault["extensions"].pop("reference", None)  # random on purpose
    return sorted(map(str, faults))


async def compare(query: str, variables: dict[str, Any], failing: str = "") -> None:
    ordinary, asked = await run(ORDINARY, query, variables, failing)
    compiled, asked_compiled = await run(COMPILED, query, variables, failing)
    assert compiled.data == ordinary.data, query
    assert str(compiled.data) == str(ordinary.data), f"the order of fields differs: {query}"
    assert told(compiled) == told(ordinary), query
    assert asked_compiled == asked, f"the sources were asked otherwise: {query}"
    # bytes of objects are joined, or the answer is written in one piece, or level by level
    for runner, rest in ((COMPILED, 0), (COMPILED, 1), (LEVELLED, 1)):
        plan = planned(query, variables, runner)
        if plan is None:
            break
        plan.heat.rest = rest
        written, asked_written = await run(runner, query, variables, failing, joined=True)
        text = written.joined if written.joined is not None else orjson.dumps(written.data)
        assert text == orjson.dumps(ordinary.data), query
        assert told(written) == told(ordinary), query
        assert asked_written == asked, f"the sources were asked otherwise: {query}"


def planned(query: str, variables: dict[str, Any], runner: Runner = COMPILED) -> Plan | None:
    prepared = runner.documents.prepare(query)
    assert isinstance(prepared, Document), prepared
    return plan_for(runner, prepared, variables)


def has_plan(query: str, **variables: Any) -> bool:
    return planned(query, variables) is not None


@pytest.mark.parametrize("seed", range(20))
async def test_random_operations_are_answered_alike(seed: int) -> None:
    maker = OperationMaker(
        SCHEMA._schema, random.Random(seed), left_out=frozenset({"node", "nodes", "sources"})
    )
    for _ in range(10):
        query, variables = maker.make(depth=6)
        await compare(query, variables, failing=maker.rng.choice(["", "", "telling", "farming"]))


@pytest.mark.parametrize(
    "query",
    [
        "{ farms { edges { node { id ... on Dairy { cows } tales { title about { name { value } } } } } } }",
        "{ a: farms(first: 1) { edges { cursor } } b: farms(first: 2) { pageInfo { hasNextPage } } }",
        "query($yes: Boolean!) { farms { edges { cursor @include(if: $yes) node { id @skip(if: $yes) __typename } } } }",
        '{ farms { edges { node { name(locale: "en") { value locale isFallback } } } } }',
        "{ farms { edges { node { greeting often: greeting(times: 3) } } } }",
        "{ farms { edges { node { ... on Dairy { tales { title } } } } } }",
    ],
)
async def test_what_frontends_ask_is_compiled(query: str) -> None:
    variables = {"yes": True} if "$yes" in query else {}
    assert has_plan(query, **variables)
    await compare(query, variables)


async def test_an_error_of_a_plain_field_is_its_own() -> None:
    query = "{ farms { edges { cursor node { greeting(times: 0) } } } }"
    assert has_plan(query)
    await compare(query, {})
    answer, _ = await run(COMPILED, query, {})
    assert [fault.as_json()["extensions"]["code"] for fault in answer.faults] == ["INVALID_ARGUMENT"]


@pytest.mark.parametrize(
    "query",
    [
        "{ farms { edges { node { ... on Dairy { tales { title } } } } } }",
        "{ farms { edges { node { ... on Dairy { cows } } } } }",
        "{ farms { edges { node { ... on Dairy { greeting } id } } } }",
    ],
)
async def test_joined_bytes_are_json_even_where_nothing_is_asked_of_a_kind(query: str) -> None:
    wanted, _ = await run(ORDINARY, query, {})
    joined = []
    for _ in range(6):
        board, _ = opened(*SOURCES)
        operation = Operation(query, variables={}, joined=True)
        joined.append((await COMPILED.run(operation, RequestScope(board, ("en", "fr")))).joined)
    assert any(joined)
    assert all(orjson.loads(one) == wanted.data for one in joined if one)


@pytest.mark.parametrize("failing", ["telling", "farming"])
async def test_in_an_outage_nothing_is_asked_twice(failing: str) -> None:
    query = "{ farms { edges { node { ... on Dairy { cows tales { title about { id } } } } } } }"
    assert has_plan(query)
    await compare(query, {}, failing)


@pytest.mark.parametrize("failing", ["telling", "farming"])
@pytest.mark.parametrize(("runner", "rest"), [(COMPILED, 0), (LEVELLED, 1)])
async def test_an_outage_is_told_by_the_plan_itself(runner: Runner, rest: int, failing: str) -> None:
    query = "{ farms { edges { node { id tales { title } } } } }"
    plan = planned(query, {}, runner)
    assert plan is not None
    plan.heat.rest = rest
    answer, _ = await run(runner, query, {}, failing, joined=True)
    assert answer.faults
    assert answer.joined is not None, "the ordinary executor was not needed"


async def test_the_place_of_an_error_is_that_in_the_callers_text() -> None:
    query = "{\n  farms {\n    edges { node {\n      tales { title }\n    } }\n  }\n}"
    for runner in (ORDINARY, COMPILED):
        answer, _ = await run(runner, query, {}, "telling")
        assert [fault.locations for fault in answer.faults] == [((4, 7),)]
    await compare(query, {}, "telling")


@pytest.mark.parametrize("query", ["{ __schema { types { name } } }", '{ __type(name: "Farm") { name } }'])
async def test_what_is_not_compiled_is_answered_by_the_ordinary_executor(query: str) -> None:
    assert not has_plan(query)
    await compare(query, {})


async def test_one_field_of_two_fragments_is_one_batch_with_both_selections() -> None:
    query = """{ farms { edges { node {
      ... on Dairy { tales(first: 1) { title } }
      ... on Mill { tales(first: 1) { id title } }
      tales(first: 1) { __typename }
    } } } }"""
    assert has_plan(query)
    await compare(query, {})


async def test_a_condition_has_a_plan_for_each_of_its_values() -> None:
    query = "query($yes: Boolean!) { farms { edges { node { id @include(if: $yes) __typename } } } }"
    for yes in (True, False, True):
        await compare(query, {"yes": yes})


async def test_a_null_where_a_value_is_promised_is_left_to_the_ordinary_executor(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from tests.gateway import tiny

    def nameless(key: str) -> Any:
        return tiny.Mill(key=key, names={})

    monkeypatch.setattr(tiny, "farm", nameless)
    query = "{ farms { edges { cursor node { name { value } } } pageInfo { hasNextPage } } }"
    assert has_plan(query)
    await compare(query, {})
    answer, asked = await run(COMPILED, query, {})
    assert answer.data == {"farms": None}
    assert len(asked[0]) == 1, "nothing is asked twice"
