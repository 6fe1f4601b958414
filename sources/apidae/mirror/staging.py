"""Another catalogue made ready beside the one that is shown, and put in its place in one step."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from gateway.clock import Clock
from gateway.store import Room, patience
from sources.apidae.mirror.state import State, StateKeeper
from sources.apidae.mirror.writing import ObjectWriter

GRACE = timedelta(seconds=30)
"""Whoever read the state just before the last change of places still reads the older catalogue."""

SECONDS = 600.0
BATCH = 5_000


class Staging:
    """The slot that is not shown. Nothing in it is true before `show`, and nothing of an older attempt is
    left once it was begun; whoever works with it holds the mirror's lease."""

    def __init__(self, room: Room, states: StateKeeper, clock: Clock, state: State) -> None:
        """`state` was read under the lease."""
        self._room = room
        self._states = states
        self._clock = clock
        self._state = state
        self.slot = states.slots.other
        self.writer = ObjectWriter(room, states, self.slot)

    async def begin(self, *, empty: bool) -> None:
        """Begin with nothing, or with a copy of what is shown, made by the database itself."""
        await self._wait()
        which: dict[str, Any] = {"_id": {"$lt": 0}} if empty else {}
        await self._copy([{"$match": which}, {"$out": self._room.full_name(self.slot)}])

    async def adopt(self, numbers: Collection[int]) -> None:
        """Take over objects as they are shown."""
        ordered = sorted(numbers)
        for start in range(0, len(ordered), BATCH):
            which = {"_id": {"$in": ordered[start : start + BATCH]}}
            into = {"into": self._room.full_name(self.slot), "whenMatched": "replace"}
            await self._copy([{"$match": which}, {"$merge": into}])

    async def show(self, **values: Any) -> None:
        """From now on this catalogue is the one; `values` of the state change with it."""
        await self._states.settle(self.slot, switched=self._clock.now(), **values)

    async def _copy(self, stages: list[dict[str, Any]]) -> None:
        with patience(SECONDS):
            await self._states.slots.objects.aggregate(stages)

    async def _wait(self) -> None:
        if self._state.switched:
            left = self._state.switched + GRACE - self._clock.now()
            if left > timedelta(0):
                await self._clock.sleep(left.total_seconds())
