"""One run of a plan: its arguments, and how roots and links are asked."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable, Callable, Mapping, Sequence
from types import SimpleNamespace
from typing import Any

from gateway.execution.compiled.plan import Place, Plan, Root, Run, Slot
from gateway.graph.request import RequestScope
from gateway.source import RootField

Arguments = Callable[[Place], Mapping[str, Any]]


class PlanRun:
    """What all kinds of runs share."""

    def __init__(self, plan: Plan, scope: RequestScope, arguments: Arguments, run: Run) -> None:
        """`arguments` gives those of a field in this run."""
        self.plan = plan
        self.run = run
        self._scope = scope
        self._arguments = arguments

    def ask(self, root: Root) -> Awaitable[Any]:
        """The value of a root field; raises a `GatewayError`."""
        arguments = self._arguments(root.place)
        if isinstance(root.field, RootField):
            return self._scope.ask(root.field, arguments, root.place.selected)
        return self._own(root.field, arguments)

    async def _own(self, resolve: Callable[..., Any], arguments: Mapping[str, Any]) -> Any:
        value = resolve(SimpleNamespace(context=self._scope), **arguments)
        return await value if inspect.isawaitable(value) else value

    def values(self, slot: Slot, parents: Sequence[Any]) -> Awaitable[list[Any]]:
        """The values of a link for all its parents, a `GatewayError` in place of each that failed."""
        return self._scope.follow_level(slot.link, parents, self._arguments(slot.place), slot.watched)

    def values_once(self, slot: Slot, parents: Sequence[Any]) -> Awaitable[Sequence[Any]]:
        """The same; not remembered where the operation follows the link at this slot only."""
        follow = self._scope.follow_once if slot.only else self._scope.follow_level
        return follow(slot.link, parents, self._arguments(slot.place), slot.watched)


async def together(work: list[Any]) -> None:
    """Wait for all; one piece of work needs no task."""
    if len(work) == 1:
        await work[0]
    elif work:
        await asyncio.gather(*work)
