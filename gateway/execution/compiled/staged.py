"""Runs a plan in stages: what a level gave is written and let go of before anything below it is asked.

A tree of the whole answer, and the objects it was made of, would lie in memory while the next level is
waited for; with many requests under way that is more than the processor's caches hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from graphql import GraphQLError

from gateway.errors import GatewayError
from gateway.execution.compiled.plan import Hole, NeedsOrdinary, Place, Result, Root, Write
from gateway.execution.compiled.plan_run import PlanRun, together
from gateway.execution.compiled.staging import HOLE
from gateway.source import RootField

CUT = orjson.dumps(HOLE)
BETWEEN = f"end {HOLE}"
BORDER = b"," + orjson.dumps(BETWEEN) + b","

Path = list[str | int]


@dataclass(slots=True)
class Stage:
    """A written level: its text, the holes in it in order, and where it goes.

    `above` is the stage whose holes it fills, the first part of it the hole `fills[0]` and so on; a root's
    stage has none and goes under `key`.
    """

    key: str
    text: bytes
    holes: list[Hole]
    above: Stage | None = None
    fills: Sequence[int] = ()

    def pieces(self) -> list[bytes]:
        """The text around the holes."""
        pieces = self.text.split(CUT)
        if len(pieces) != len(self.holes) + 1:
            raise NeedsOrdinary  # a value looks like a hole
        return pieces

    def path(self, hole: int) -> Path:
        """The path of a hole in the answer; made only when something failed."""
        *within, last = list(_holes(orjson.loads(self.text), ()))[hole]
        if self.above is None:
            return [self.key, *within, last]
        number, *rest = within
        return [*self.above.path(self.fills[int(number) // 2]), *rest, last]


class StagedRun(PlanRun):
    """One run of a plan whose answer is bytes."""

    async def result(self, written: Mapping[str, Write]) -> Result:
        """The answer; raises `NeedsOrdinary`. `written` are the functions of the roots."""
        self._errors: list[GraphQLError] = []
        self._texts: dict[str, bytes] = {}
        await together([self._root(root, written[root.place.key]) for root in self.plan.roots])
        members = [
            b'"%s":%s' % (key.encode(), self._texts.get(key) or orjson.dumps(constant))
            for key, constant in self.plan.blank.items()
        ]
        return Result(None, self._errors, b"{%s}" % b",".join(members))

    async def _root(self, root: Root, write: Write) -> None:
        key = root.place.key
        try:
            value = await self.ask(root)
        except GatewayError as error:
            self._errors.append(root.place.failed(error, [key]))
            return
        stage = self._written(root, write, value)
        del value  # its objects are let go of before anything below is asked
        if root.only:
            name = root.field.name if isinstance(root.field, RootField) else ""
            self._scope.let_go(name, self.plan.leads_to)
        self._texts[key] = await self._filled(stage)

    def _written(self, root: Root, write: Write, value: Any) -> Stage:
        text = orjson.dumps(write(value, self.run))
        return Stage(root.place.key, text, self._taken_holes())

    def _taken_holes(self) -> list[Hole]:
        holes, self.run.holes = self.run.holes, []
        return holes

    async def _filled(self, stage: Stage) -> bytes:
        """The text of a stage with everything below it."""
        if not stage.holes:
            return stage.text
        filled: list[bytes] = [b""] * (2 * len(stage.holes) + 1)
        filled[::2] = stage.pieces()
        places: dict[int, list[int]] = {}
        for index, (slot, _, _) in enumerate(stage.holes):
            places.setdefault(slot, []).append(index)
        await together([self._slot(slot, stage, indexes, filled) for slot, indexes in places.items()])
        return b"".join(filled)

    async def _slot(self, number: int, stage: Stage, indexes: Sequence[int], filled: list[bytes]) -> None:
        """Ask one link for all holes that are its, and fill them."""
        slot, whole = self.plan.slots[number], len(indexes) == len(stage.holes)
        holes = stage.holes if whole else [stage.holes[index] for index in indexes]
        parents = self._scope.as_seen_by(slot.link, [parent for _, parent, _ in holes])
        writes = [write for _, _, write in holes]
        if whole:
            stage.holes = []  # nobody needs the objects any longer
        del holes
        values = await self.values_once(slot, parents)
        below = self._level(slot.place, stage, indexes, values, writes)
        del values, parents
        parts = await self._filled(below)
        elements = parts[1:-1].split(BORDER)
        if len(elements) != len(indexes):
            raise NeedsOrdinary  # a value looks like a border
        for index, element in zip(indexes, elements, strict=True):
            filled[2 * index + 1] = element

    def _level(
        self,
        place: Place,
        above: Stage,
        indexes: Sequence[int],
        values: Sequence[Any],
        writes: Sequence[Write],
    ) -> Stage:
        run, level = self.run, list[Any]()
        for index, value, write in zip(indexes, values, writes, strict=True):
            failed = isinstance(value, GatewayError)
            if failed:
                self._errors.append(place.failed(value, above.path(index)))
            level += (None if failed or value is None else write(value, run), BETWEEN)
        level.pop()
        return Stage(place.key, orjson.dumps(level), self._taken_holes(), above, indexes)


def _holes(value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:
    """The paths of all holes of a text, in its order."""
    if value == HOLE:
        yield path
    elif isinstance(value, dict):
        for key, below in value.items():
            yield from _holes(below, (*path, key))
    elif isinstance(value, list):
        for index, below in enumerate(value):
            yield from _holes(below, (*path, index))
