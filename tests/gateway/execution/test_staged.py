"""Answers written level by level: nothing of a level is kept while the next one is asked."""

import weakref
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import orjson
import pytest

from gateway.execution.compiled.staged import BETWEEN
from gateway.execution.compiled.staging import HOLE
from gateway.execution.documents import Document, Limits
from gateway.execution.runner import Operation, Runner
from gateway.graph.compose import compose
from gateway.graph.request import RequestScope
from gateway.source import Context, Keyed, link, root_field
from gateway.testing.plans import plan_for
from tests.gateway.tiny import Farm, Shelf, Tale, farm, farm_source, opened, tale_source

NOTHING, EVERYTHING = -1, 10_000
"""What a small answer may cost."""
NESTED = "{ barns { id yarns { title teller { id } } } }"


class Told:
    """Farms with yarns, each with a teller; `seen` is what happened in its order."""

    def __init__(self, title: str, small_cost: int = NOTHING) -> None:
        self.seen: list[Any] = []

        @root_field(description="Farms.")
        async def barns(ctx: Context[Shelf]) -> list[Farm] | None:
            given = [farm("1"), farm("2")]
            for one in given:
                weakref.finalize(one, self.seen.append, "gone")
            return given

        @link("Farm", description="Tales about it.")
        async def yarns(parents: Sequence[Keyed], ctx: Context[Shelf]) -> Sequence[list[Tale] | None]:
            self.seen.append([type(parent).__name__ for parent in parents])
            return [[Tale(key=parent.key, title=title, farms=[])] for parent in parents]

        @link("Tale", description="Who tells it.")
        async def teller(parents: Sequence[Tale], ctx: Context[Shelf]) -> Sequence[Farm | None]:
            self.seen.append([type(parent).__name__ for parent in parents])
            return [farm("8") for _ in parents]

        sources = (replace(farm_source(), fields=(barns,)), replace(tale_source(), links=(yarns, teller)))
        self.runner = Runner(compose(sources), Limits(), small_cost=small_cost)
        self.board, _ = opened(*sources)

    async def answer(self) -> Any:
        """The data of a run whose objects are not expected to come again."""
        prepared = self.runner.documents.prepare(NESTED)
        assert isinstance(prepared, Document)
        plan = plan_for(self.runner, prepared, {})
        assert plan is not None
        plan.heat.rest = 1
        found = await self.runner.run(Operation(NESTED, joined=True), RequestScope(self.board))
        assert found.faults == ()
        return found.data if found.joined is None else orjson.loads(found.joined)


async def test_objects_of_a_level_are_gone_when_the_next_one_is_asked() -> None:
    told = Told("Conte")
    data = await told.answer()
    assert [[yarn["title"] for yarn in barn["yarns"]] for barn in data["barns"]] == [["Conte"], ["Conte"]]
    assert told.seen == ["gone", "gone", ["OnlyKey", "OnlyKey"], ["Tale", "Tale"]]


async def test_a_small_answer_is_written_when_all_of_it_is_there() -> None:
    told = Told("Conte", small_cost=EVERYTHING)
    assert await told.answer() == await Told("Conte").answer()
    assert told.seen == [["Mill", "Dairy"], ["Tale", "Tale"], "gone", "gone"]


@pytest.mark.parametrize("title", [HOLE, BETWEEN], ids=["hole", "end"])
async def test_a_value_that_looks_like_a_hole_is_answered_all_the_same(title: str) -> None:
    data = await Told(title).answer()
    assert [[yarn["title"] for yarn in barn["yarns"]] for barn in data["barns"]] == [[title], [title]]
    assert {yarn["teller"]["id"] for barn in data["barns"] for yarn in barn["yarns"]} == {"RmFybTo4"}
