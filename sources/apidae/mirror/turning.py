"""What time alone changes: at the moment itself what becomes public is there and what ends is gone."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any

from gateway.clock import Clock
from gateway.store import Room, patience
from sources.apidae.mirror.facts_dossier import told
from sources.apidae.mirror.model import OBJECTS
from sources.apidae.mirror.state import State, StateKeeper
from sources.apidae.opening import paris_day
from sources.apidae.policies.phases import Schedule
from sources.apidae.policy import Verdict
from sources.apidae.workflow.model import Workflow

Document = dict[str, Any]

SECONDS = 60.0
OUTCOME = ("public", "reasons", "codes", "notices", "policyVersion")


def turn_facts(verdict: Verdict, turn: Verdict | None, workflow: Workflow | None) -> Document:
    """The outcome that the next moment brings if it is another one, and the path that it was judged by."""
    found: Document = {"workflow": workflow.document()} if workflow else {}
    if turn is not None and verdict.turns_at and told(turn) != told(verdict):
        found["turn"] = {"at": verdict.turns_at, **told(turn)}
    return found


class Turner:
    """Puts the outcome that was computed beforehand in the place of the old one, when its moment has come.

    Whoever asks first after such a moment waits for it, so that nobody finds another state. Several
    processes may do it at once: it changes each document once only.
    """

    def __init__(self, room: Room, states: StateKeeper, schedule: Schedule, clock: Clock) -> None:
        """Contacts nothing."""
        self._objects = room.collection(OBJECTS)
        self._states = states
        self._schedule = schedule
        self._clock = clock
        self._one_at_a_time = asyncio.Lock()

    def is_due(self, state: State) -> bool:
        """Whether a midnight in France or the beginning of a phase has passed since the last time."""
        if state.filled is None or state.turned is None:
            return False
        now, before = self._clock.now(), state.turned
        return paris_day(now) > paris_day(before) or self._schedule.epoch(now) > self._schedule.epoch(before)

    async def turned(self, state: State) -> State:
        """The state in which questions of now are to be answered."""
        if not self.is_due(state):
            return state
        async with self._one_at_a_time:
            state = await self._states.read()
            if self.is_due(state):
                await self._turn(self._clock.now())
                state = await self._states.read()
        return state

    async def _turn(self, now: datetime) -> None:
        due = {"turn.at": {"$lte": now}}
        if await self._objects.find_one(due, projection={"_id": 1}):
            stamp = await self._states.bump()
            outcome = {name: f"$turn.{name}" for name in OUTCOME}
            # the mark is emptied, so that the next run computes what comes after that
            became: Document = {**outcome, "evaluatedAt": now, "stamp": stamp, "mark": ""}
            with patience(SECONDS):
                await self._objects.update_many(due, [{"$set": became}, {"$unset": ["turn"]}])
            await self._states.bump()
        await self._states.note(turned=now)
