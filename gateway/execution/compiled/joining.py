"""Runs a plan whose functions join bytes; whatever fails is left to the run that makes a tree."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson

from gateway.errors import GatewayError
from gateway.execution.compiled.joined import NULL
from gateway.execution.compiled.plan import Join, Root
from gateway.execution.compiled.plan_run import PlanRun, together


class NeedsTree(Exception):  # noqa: N818  # not a failure: errors have paths, which bytes do not know
    """A field has failed."""


class JoinRun(PlanRun):
    """One run of a plan whose answer is bytes."""

    joined: dict[str, Join]

    async def answer(self, joined: dict[str, Join]) -> bytes:
        """The bytes of `data`; raises `NeedsTree`. Nothing is asked twice then, the scope remembers."""
        self.joined = joined
        self.run.joins = [[] for _ in self.plan.slots]
        self._out: list[Any] = []
        self._places: dict[str, int] = {}
        for key, constant in self.plan.blank.items():
            self._out.append(f'{"," if self._out else "{"}"{key}":'.encode())
            self._places[key] = len(self._out)
            self._out.append(NULL if constant is None else orjson.dumps(constant))
        self._out.append(b"}" if self._out else b"{}")
        await together([self._root(root) for root in self.plan.roots])
        return b"".join(self._out)

    async def _root(self, root: Root) -> None:
        place, filled = root.place, list[Any]()
        try:
            value = await self.ask(root)
        except GatewayError as error:
            raise NeedsTree from error
        self.joined[place.key](value, self.run, filled)
        await self._follow(place.children)
        self._out[self._places[place.key]] = b"".join(filled)

    async def _follow(self, slots: Sequence[int]) -> None:
        await together([self._slot(slot) for slot in slots if self.run.joins[slot]])

    async def _slot(self, number: int) -> None:
        run, slot = self.run, self.plan.slots[number]
        waiting, run.joins[number] = run.joins[number], []
        values = await self.values(slot, [parent for _, _, parent, _ in waiting])
        texts: list[tuple[list[Any], int, list[Any]]] = []
        for (out, index, _, join), value in zip(waiting, values, strict=True):
            if isinstance(value, GatewayError):
                raise NeedsTree from value
            if value is not None:
                filled: list[Any] = []
                join(value, run, filled)
                texts.append((out, index, filled))
        await self._follow(slot.place.children)
        for out, index, filled in texts:
            out[index] = b"".join(filled)
