"""What time alone changes: at the moment itself what becomes public is there and what ends is gone."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any

from gateway.clock import Clock
from gateway.store import Collection, Room, patience
from sources.apidae.mirror.alone import briefly_alone
from sources.apidae.mirror.gone import Tombstones
from sources.apidae.mirror.model import SLOTS
from sources.apidae.mirror.state import State, StateKeeper
from sources.apidae.opening import paris_day
from sources.apidae.policies.phases import Schedule

Document = dict[str, Any]

SECONDS = 60.0
OUTCOME = ("public", "reasons", "codes", "notices", "policyVersion")


class Turner:
    """Puts the outcome that was computed beforehand in the place of the old one, when its moment has come.

    Whoever asks first after such a moment waits for it, so that nobody finds another state. Several
    processes may do it at once: it changes each document once only.
    """

    def __init__(self, room: Room, states: StateKeeper, schedule: Schedule, clock: Clock) -> None:
        """Contacts nothing."""
        self._room = room
        self._states = states
        self._gone = Tombstones(room, states.slots)
        self._schedule = schedule
        self._clock = clock
        self._one_at_a_time = asyncio.Lock()

    def is_due(self, state: State) -> bool:
        """Whether a midnight in France or the beginning of a phase has passed since the last time."""
        now, before = self._clock.now(), state.turned
        if state.filled is None or before is None:
            return False
        if state.switched is not None and before < state.switched <= now:
            return True
        return paris_day(now) > paris_day(before) or self._schedule.epoch(now) > self._schedule.epoch(before)

    async def turned(self, state: State) -> State:
        """The state in which questions of now are to be answered."""
        if not self.is_due(state):
            return state
        async with self._one_at_a_time:
            state = await self._states.read()
            if self.is_due(state):
                await self._turn(self._clock.now())
        return await self._states.read()

    async def _turn(self, now: datetime) -> None:
        due = {"turn.at": {"$lte": now}}
        slots = self._states.slots
        with patience(SECONDS):
            ends = await slots.objects.find(
                {**due, "public": True, "turn.public": False}, projection={"_id": 1}
            )
        async with briefly_alone(self._room, self._states):
            seq = await self._states.bump()
            await self._gone.bury([one["_id"] for one in ends], seq, now)
            for name in SLOTS:
                await _take_turns(slots.named(name), due, seq, now)
        await self._states.note(turned=now)


async def _take_turns(objects: Collection, due: Document, seq: int, now: datetime) -> None:
    """The mark is emptied, so that the next run computes what comes after that."""
    begins = {"$and": ["$turn.public", {"$not": ["$public"]}]}
    became: Document = {name: f"$turn.{name}" for name in OUTCOME}
    became |= {"evaluatedAt": now, "stamp": seq, "mark": ""}
    became |= {
        "seq": {"$cond": [begins, seq, "$seq"]},
        "changedAt": {"$cond": [begins, now, "$changedAt"]},
    }
    with patience(SECONDS):
        await objects.update_many(due, [{"$set": became}, {"$unset": ["turn"]}])
