"""Runs a plan: asks the roots, writes what they give, follows each link once for all its parents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from graphql import GraphQLError, VariableValues

from gateway.errors import GatewayError
from gateway.execution.compiled.arguments import ArgumentReader
from gateway.execution.compiled.joined import JoinCompiler
from gateway.execution.compiled.joining import JoinRun, NeedsTree
from gateway.execution.compiled.plan import Join, NeedsOrdinary, Place, Plan, Result, Run, Write
from gateway.execution.compiled.rendered import Rendered, tokens
from gateway.execution.compiled.staged import StagedRun
from gateway.execution.compiled.staging import StageCompiler
from gateway.execution.compiled.tree import TreeRun
from gateway.graph.compose import ComposedSchema
from gateway.graph.request import RequestScope
from gateway.graph.text import lookup_chain

MOST_VARIANTS = 1_000
FAILURES = (GatewayError, GraphQLError, NeedsOrdinary, AttributeError, KeyError, TypeError, ValueError)
"""What a run may end with; a GatewayError comes from a plain field: those of sources were noted before."""


class PlanRunner:
    """Runs plans of one schema."""

    def __init__(self, schema: ComposedSchema, rendered: Rendered) -> None:
        """Needs the schema to turn arguments into the objects that sources expect."""
        self._schema = schema
        self._rendered = rendered

    async def run(
        self,
        plan: Plan,
        scope: RequestScope,
        variables: VariableValues,
        *,
        joined: bool = False,
        small: bool = False,
    ) -> Result:
        """The answer, as bytes where that is wanted; what is `small` is written when all of it is there.

        Raises `NeedsOrdinary` when only the ordinary executor can say it exactly. What was read stays in
        the scope then, but for links that the operation follows at one place only: they are asked again.
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
            if joined and not small:
                return await StagedRun(plan, scope, arguments, run).result(_stages_of(plan))
            tree = await TreeRun(plan, scope, arguments, run).result()
            return Result(None, tree.errors, orjson.dumps(tree.data)) if joined else tree
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
