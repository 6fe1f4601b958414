"""Runs a plan: asks the roots, writes what they give, follows each link once for all its parents."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from graphql import GraphQLError, VariableValues, get_argument_values
from strawberry.types.arguments import convert_arguments

from gateway.errors import GatewayError
from gateway.execution.compiled.plan import NeedsOrdinary, Place, Plan, Root, Run
from gateway.graph.compose import ComposedSchema
from gateway.graph.request import RequestScope
from gateway.source import RootField


@dataclass(slots=True)
class Failed:
    """A field that became null: where, and why."""

    within: dict[str, Any]
    place: Place
    error: GatewayError


@dataclass(slots=True)
class Result:
    """What a run gives, like an execution result."""

    data: dict[str, Any]
    errors: list[GraphQLError] = field(default_factory=list)


class PlanRunner:
    """Runs plans of one schema."""

    def __init__(self, schema: ComposedSchema) -> None:
        """Needs the schema to turn arguments into the objects that sources expect."""
        self._schema = schema
        self._scalars = schema.schema_converter.scalar_registry

    async def run(self, plan: Plan, scope: RequestScope, variables: VariableValues) -> Result:
        """The answer; raises `NeedsOrdinary` when only the ordinary executor can say it exactly.

        Nothing is asked twice then: what was read stays in the scope.
        """
        try:
            arguments: list[Mapping[str, Any]] = [
                self._arguments(place, variables) for place in plan.arguments
            ]
            run = _PlanRun(self, plan, scope, variables, arguments)
            return await run.result()
        except (
            GatewayError,
            GraphQLError,
            NeedsOrdinary,
            AttributeError,
            KeyError,
            TypeError,
            ValueError,
        ) as error:
            # a GatewayError comes from a plain field here: those of sources were noted where they came up
            raise NeedsOrdinary from error

    def _arguments(self, place: Place, variables: VariableValues) -> dict[str, Any]:
        values = get_argument_values(place.definition, place.nodes[0], variables)
        field = place.definition.extensions["strawberry-definition"]
        return convert_arguments(values, field.arguments, self._scalars, self._schema.config)


class _PlanRun:
    def __init__(
        self,
        runner: PlanRunner,
        plan: Plan,
        scope: RequestScope,
        variables: VariableValues,
        arguments: list[Mapping[str, Any]],
    ) -> None:
        self._runner = runner
        self._plan = plan
        self._scope = scope
        self._variables = variables
        self._run = Run(scope, scope.locales, arguments, [[] for _ in plan.slots])
        self._failed: list[Failed] = []
        self._data = dict(plan.blank)

    async def result(self) -> Result:
        await _together([self._root(root) for root in self._plan.roots])
        return Result(self._data, self._errors())

    async def _root(self, root: Root) -> None:
        place = root.place
        arguments = self._runner._arguments(place, self._variables)  # two halves of one thing
        try:
            value = await self._ask(root, arguments)
        except GatewayError as error:
            self._failed.append(Failed(self._data, place, error))
            return
        self._data[place.key] = root.write(value, self._run)
        await self._follow(place.children)

    async def _ask(self, root: Root, arguments: Mapping[str, Any]) -> Any:
        if isinstance(root.field, RootField):
            return await self._scope.ask(root.field, arguments, root.place.selected)
        value = root.field(SimpleNamespace(context=self._scope), **arguments)
        return await value if inspect.isawaitable(value) else value

    async def _follow(self, slots: Sequence[int]) -> None:
        await _together([self._slot(slot) for slot in slots if self._run.waiting[slot]])

    async def _slot(self, number: int) -> None:
        slot = self._plan.slots[number]
        place = slot.place
        waiting, self._run.waiting[number] = self._run.waiting[number], []
        values = await self._scope.follow_level(
            slot.link,
            [parent for _, parent, _ in waiting],
            self._runner._arguments(place, self._variables),  # two halves of one thing
            place.selected.intersection(slot.link.watches),
        )
        for (within, _, write), value in zip(waiting, values, strict=True):
            if isinstance(value, GatewayError):
                self._failed.append(Failed(within, place, value))
            elif value is not None:
                within[place.key] = write(value, self._run)
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


async def _together(work: list[Any]) -> None:
    """Wait for all; one piece of work needs no task."""
    if len(work) == 1:
        await work[0]
    elif work:
        await asyncio.gather(*work)


def _paths(value: Any, path: tuple[str | int, ...]) -> Any:
    """Identity -> path of every object of an answer; made only when something failed."""
    if isinstance(value, dict):
        yield id(value), path
        for key, below in value.items():
            yield from _paths(below, (*path, key))
    elif isinstance(value, list):
        for index, below in enumerate(value):
            yield from _paths(below, (*path, index))
