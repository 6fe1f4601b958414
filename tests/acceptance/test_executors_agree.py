"""On the real graph with real sources, the compiled executor answers as the ordinary one does.

`FUZZ_OPERATIONS=20000 FUZZ_SEED=7 python -m pytest tests/acceptance/test_executors_agree.py` is the long run.
"""

import gc
import os
import random
import weakref
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from typing import Any

import orjson
import pytest

from gateway.execution.documents import Document, Limits
from gateway.execution.runner import Answer, Operation, Runner
from gateway.graph.compose import ComposedSchema
from gateway.graph.request import RequestScope
from gateway.opened import OpenedSources
from gateway.testing.operations import OperationMaker
from gateway.testing.plans import plan_for
from gateway.testing.stage import Stage
from tests.acceptance.faulty_scope import FaultyScope
from tests.acceptance.test_one_graph import THE_QUERY

OPERATIONS = int(os.environ.get("FUZZ_OPERATIONS", "500"))
DEPTH = 7 if OPERATIONS > 500 else 5
SEED = int(os.environ.get("FUZZ_SEED", "1"))
WIDE = Limits(
    cost=20_000, depth=40, aliases=500, fields=5_000, tokens=20_000, characters=200_000, directives=500
)
PATIENCE = 3
LITERALS = {
    "by": "[FAMILY, CAR_FREE]",
    "between": '{from: "2026-11-01", to: "2027-02-28"}',
    "prefix": '"la"',
    "from": '{insee: "38185"}',
    "near": '{insee: "69123"}',
    "at": '"2026-12-24T10:00:00+01:00"',
}

pytestmark = pytest.mark.timeout(60 + OPERATIONS)


class Pair:
    """The same operations through both executors, on one set of opened sources."""

    def __init__(self, schema: ComposedSchema, opened: OpenedSources) -> None:
        self.opened = opened
        self.compiled = Runner(schema, WIDE)
        self.levelled = Runner(schema, WIDE, small_cost=-1)
        self.ordinary = Runner(schema, WIDE, compiled=False)

    def scope(self, seed: int | None) -> RequestScope:
        """With a seed some of the questions fail, the same ones in every scope of that seed."""
        if seed is None:
            return RequestScope(self.opened, ("en", "fr"))
        scope = FaultyScope(self.opened, ("en", "fr"))
        scope.seed, scope.share = seed, 0.15
        return scope

    async def answers(
        self, query: str, variables: dict[str, Any], seed: int | None = None
    ) -> tuple[Answer, Answer]:
        operation = Operation(query, variables=variables)
        compiled = await self._in_time(lambda: self.compiled.run(operation, self.scope(seed)))
        ordinary = await self._in_time(lambda: self.ordinary.run(operation, self.scope(seed)))
        return compiled, ordinary

    async def _in_time(self, run: Callable[[], Awaitable[Answer]]) -> Answer:
        """An answer in which no real source was late, if it can be had."""
        for _ in range(PATIENCE):
            answer = await run()
            if not late(answer):
                break
        return answer

    async def joined(self, query: str, variables: dict[str, Any], seed: int | None = None) -> Answer:
        """The answer as bytes: an object that comes a second time is kept, the third time it is found."""
        operation = Operation(query, variables=variables, joined=True)
        for _ in range(2 if seed is None else 0):
            await self.compiled.run(operation, self.scope(seed))
        return await self._in_time(lambda: self.compiled.run(operation, self.scope(seed)))

    async def by_levels(self, query: str, variables: dict[str, Any], seed: int | None = None) -> Answer:
        """The answer as bytes of objects that are not expected to come again."""
        operation = Operation(query, variables=variables, joined=True)
        prepared = self.levelled.documents.prepare(query)
        plan = plan_for(self.levelled, prepared, variables) if isinstance(prepared, Document) else None

        async def cold() -> Answer:
            if plan is not None:
                plan.heat.rest = 1
            return await self.levelled.run(operation, self.scope(seed))

        return await self._in_time(cold)

    def has_plan(self, query: str, variables: dict[str, Any]) -> bool:
        prepared = self.compiled.documents.prepare(query)
        assert isinstance(prepared, Document), prepared
        return plan_for(self.compiled, prepared, variables) is not None


@pytest.fixture
async def pair(stage: Stage) -> AsyncIterator[Pair]:
    gateway = stage.new_gateway()
    async with gateway.open() as opened:
        yield Pair(gateway.schema, opened)


def late(answer: Answer) -> bool:
    """Whether a real source or all of it was late for once: on a busy machine that comes now and then."""
    about = [fault.extensions for fault in answer.faults]
    return any(
        one.get("source", "injected") != "injected" or one["code"] == "LIMIT_DEADLINE" for one in about
    )


def as_json(answer: Answer) -> bytes:
    return orjson.dumps(answer.data) if answer.joined is None else answer.joined


def told(answer: Answer) -> list[str]:
    faults = [
        replace(fault, extensions={**fault.extensions, "reference": ""}).as_json() for fault in answer.faults
    ]
    return sorted(map(str, faults))


async def test_random_operations_are_answered_alike(pair: Pair) -> None:
    # `fetchedAt` tells when an object was read last, and the second run may find it read anew
    left_out = frozenset({"node", "nodes", "fetchedAt"})
    maker = OperationMaker(pair.compiled.core, random.Random(SEED), left_out, LITERALS)
    planned = executed = pieces = failed = 0
    for number in range(OPERATIONS):
        query, variables = maker.make(depth=DEPTH)
        seed = number if number % 2 else None
        compiled, ordinary = await pair.answers(query, variables, seed)
        assert told(compiled) == told(ordinary), query
        assert str(compiled.data) == str(ordinary.data), query
        failed += seed is not None and bool(compiled.faults) and compiled.executed
        for written in (
            await pair.joined(query, variables, seed),
            await pair.by_levels(query, variables, seed),
        ):
            assert as_json(written) == orjson.dumps(compiled.data), query
            assert told(written) == told(ordinary), query
            pieces += written.joined is not None
        if compiled.executed:
            executed += 1
            planned += pair.has_plan(query, variables)
    print(
        f"{OPERATIONS} operations, {executed} within the limits, {planned} of them compiled, {failed} with injected errors"
    )
    assert failed > OPERATIONS / 10
    assert executed > OPERATIONS / 2
    assert pieces > OPERATIONS, "answers come as bytes, whether objects come again or not"
    assert planned == executed, "nothing in the graph of the three sources needs the ordinary executor"


async def test_the_promised_query_is_compiled(pair: Pair) -> None:
    assert pair.has_plan(THE_QUERY, {"first": 50})
    compiled, ordinary = await pair.answers(THE_QUERY, {"first": 50})
    assert compiled.data == ordinary.data


async def test_nothing_of_a_request_outlives_it(pair: Pair) -> None:
    operation = Operation(THE_QUERY, variables={"first": 5}, joined=True)
    scope = RequestScope(pair.opened, ("fr",))
    kept = weakref.ref(scope)
    gc.disable()
    try:
        answer = await pair.compiled.run(operation, scope)
        del scope
        assert answer.executed
        assert kept() is None, "no cycle waits for the collector"
    finally:
        gc.enable()
