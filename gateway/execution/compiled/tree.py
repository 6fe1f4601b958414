"""A run of a plan that keeps the whole answer as a tree until its end: the fewest steps for a small one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLError

from gateway.errors import GatewayError
from gateway.execution.compiled.plan import Place, Result, Root
from gateway.execution.compiled.plan_run import PlanRun, together


@dataclass(slots=True)
class Failed:
    """A field that became null: where, and why."""

    within: dict[str, Any]
    place: Place
    error: GatewayError


class TreeRun(PlanRun):
    """One run of a plan whose answer is a tree."""

    async def result(self) -> Result:
        """The answer; raises `NeedsOrdinary`."""
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
        values = await self.values_once(slot, [parent for _, parent, _ in waiting])
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
            failed.place.failed(failed.error, [*paths[id(failed.within)], failed.place.key])
            for failed in self._failed
        ]


def _paths(value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[int, tuple[str | int, ...]]]:
    """Identity and path of every object of an answer; made only when something failed."""
    if isinstance(value, dict):
        yield id(value), path
        for key, below in value.items():
            yield from _paths(below, (*path, key))
    elif isinstance(value, list):
        for index, below in enumerate(value):
            yield from _paths(below, (*path, index))
