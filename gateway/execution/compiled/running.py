"""Runs a plan: asks the roots, writes what they give, follows each link once for all its parents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLError, VariableValues

from gateway.errors import GatewayError
from gateway.execution.compiled.arguments import ArgumentReader
from gateway.execution.compiled.joined import JoinCompiler
from gateway.execution.compiled.joining import JoinRun, NeedsTree
from gateway.execution.compiled.plan import Join, NeedsOrdinary, Place, Plan, Result, Root, Run, Write
from gateway.execution.compiled.plan_run import PlanRun, together
from gateway.execution.compiled.rendered import Rendered, tokens
from gateway.execution.compiled.staged import StagedRun
from gateway.execution.compiled.staging import StageCompiler
from gateway.graph.compose import ComposedSchema
from gateway.graph.request import RequestScope
from gateway.graph.text import lookup_chain

MOST_VARIANTS = 1_000
FAILURES = (GatewayError, GraphQLError, NeedsOrdinary, AttributeError, KeyError, TypeError, ValueError)
"""What a run may end with; a GatewayError comes from a plain field: those of sources were noted before."""


@dataclass(slots=True)
class Failed:
    """A field that became null: where, and why."""

    within: dict[str, Any]
    place: Place
    error: GatewayError


class PlanRunner:
    """Runs plans of one schema."""

    def __init__(self, schema: ComposedSchema, rendered: Rendered) -> None:
        """Needs the schema to turn arguments into the objects that sources expect."""
        self._schema = schema
        self._rendered = rendered

    async def run(
        self, plan: Plan, scope: RequestScope, variables: VariableValues, *, joined: bool = False
    ) -> Result:
        """The answer, as bytes where that is wanted and worth it.

        Raises `NeedsOrdinary` when only the ordinary executor can say it exactly. Nothing is asked twice
        then: what was read stays in the scope.
        """

        def arguments(place: Place) -> Mapping[str, Any]:
            if place.reader is None:
                place.reader = ArgumentReader(self._schema, place.nodes, place.definition)
            return place.reader.read(variables)

        scope.planned, scope.alone = True, scope.task if plan.is_chain else None
        try:
            found = [arguments(place) for place in plan.arguments]
            run = Run(
                scope,
                lookup_chain(scope.locales),
                found,
                [[] for _ in plan.slots],
                self._rendered,
                self._rendered.young,
            )
            if joined and plan.heat.joins():
                answer = await _joined(JoinRun(plan, scope, arguments, run))
                if answer is not None:
                    return answer
            if joined:
                return await StagedRun(plan, scope, arguments, run).result(_stages_of(plan))
            return await _TreeRun(plan, scope, arguments, run).result()
        except FAILURES as error:
            raise NeedsOrdinary from error
        finally:
            scope.planned, scope.alone = False, None


async def _joined(joining: JoinRun) -> Result | None:
    """The answer as bytes; None when a field has failed."""
    plan, run = joining.plan, joining.run
    run.variant = _variant(plan, run)
    try:
        data = await joining.answer(_joins_of(plan))
    except NeedsTree:
        return None
    plan.heat.note(run.hits, run.misses)
    return Result(None, joined=data)


def _joins_of(plan: Plan) -> dict[str, Join]:
    if plan.joined is None:
        if plan.selections is None:
            raise NeedsOrdinary
        plan.joined = JoinCompiler(plan.selections, plan).join()
    return plan.joined


def _stages_of(plan: Plan) -> dict[str, Write]:
    if plan.staged is None:
        if plan.selections is None:
            raise NeedsOrdinary
        plan.leads_to = frozenset(
            kind.name for slot in plan.slots for kind in plan.selections.kinds(slot.place.definition.type)
        )
        plan.staged = StageCompiler(plan.selections, plan).stages()
    return plan.staged


def _variant(plan: Plan, run: Run) -> int:
    """A number for this choice of languages and arguments."""
    choice = (run.chain, repr(run.arguments))
    known = plan.variants.get(choice)
    if known is None:
        if len(plan.variants) >= MOST_VARIANTS:
            plan.variants.clear()
        known = plan.variants[choice] = next(tokens)
    return known


class _TreeRun(PlanRun):
    """One run of a plan whose answer is a tree."""

    async def result(self) -> Result:
        self._failed: list[Failed] = []
        self._data = dict(self.plan.blank)
        await together([self._root(root) for root in self.plan.roots])
        return Result(self._data, self._errors())

    async def _root(self, root: Root) -> None:
        place = root.place
        try:
            value = await self.ask(root)
        except GatewayError as error:
            self._failed.append(Failed(self._data, place, error))
            return
        self._data[place.key] = root.write(value, self.run)
        await self._follow(place.children)

    async def _follow(self, slots: Sequence[int]) -> None:
        await together([self._slot(slot) for slot in slots if self.run.waiting[slot]])

    async def _slot(self, number: int) -> None:
        run, slot = self.run, self.plan.slots[number]
        place = slot.place
        waiting, run.waiting[number] = run.waiting[number], []
        values = await self.values(slot, [parent for _, parent, _ in waiting])
        for (within, _, write), value in zip(waiting, values, strict=True):
            if isinstance(value, GatewayError):
                self._failed.append(Failed(within, place, value))
            elif value is not None:
                within[place.key] = write(value, run)
        await self._follow(place.children)

    def _errors(self) -> list[GraphQLError]:
        if not self._failed:
            return []
        paths = dict(_paths(self._data, ()))
        return [
            GraphQLError(
                failed.error.message,
                nodes=failed.place.nodes,
                path=[*paths[id(failed.within)], failed.place.key],
                original_error=failed.error,
            )
            for failed in self._failed
        ]


def _paths(value: Any, path: tuple[str | int, ...]) -> Any:
    """Identity -> path of every object of an answer; made only when something failed."""
    if isinstance(value, dict):
        yield id(value), path
        for key, below in value.items():
            yield from _paths(below, (*path, key))
    elif isinstance(value, list):
        for index, below in enumerate(value):
            yield from _paths(below, (*path, index))
