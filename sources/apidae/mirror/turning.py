"""What time alone changes: at the moment itself what becomes public is there and what ends is gone."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any

from gateway.clock import Clock
from gateway.store import Room, patience
from sources.apidae.mirror.gone import Tombstones
from sources.apidae.mirror.settling import settle_between_runs
from sources.apidae.mirror.state import State, StateKeeper
from sources.apidae.opening import paris_day
from sources.apidae.policy import Eligibility

Document = dict[str, Any]

SECONDS = 60.0
OUTCOME = ("public", "reasons", "codes", "reasonSet", "notices", "policyVersion")


class Turner:
    """Puts the outcome that was computed beforehand in the place of the old one, when its moment has come.

    Whoever asks first after such a moment waits for it, so that nobody finds another state. Several
    processes may do it at once: it changes each document once only.
    """

    def __init__(self, room: Room, states: StateKeeper, rules: Eligibility, clock: Clock) -> None:
        """Contacts nothing."""
        self._room = room
        self._states = states
        self._gone = Tombstones(room, states.slots)
        self._rules = rules
        self._clock = clock
        self._one_at_a_time = asyncio.Lock()

    def is_due(self, state: State) -> bool:
        """Whether a midnight in France or the beginning of a phase has passed since the last time.

        What was computed by rules that are out of date is left alone: everything is judged again soon.
        """
        now, before = self._clock.now(), state.turned
        if state.filled is None or before is None or state.is_behind:
            return False
        if state.switched is not None and before < state.switched <= now:
            return True  # what was made ready in the other slot may have waited there
        schedule = self._rules.book.schedule
        return paris_day(now) > paris_day(before) or schedule.epoch(now) > schedule.epoch(before)

    async def read(self) -> State:
        """The state in which questions of now are to be answered; whoever answers callers begins here."""
        state = await self._states.read()
        if not self.is_due(state):
            return state
        async with self._one_at_a_time:
            state = await self._states.read()
            if self.is_due(state):
                await self._turn(self._clock.now())
                state = await self._states.read()
        return state

    async def _turn(self, now: datetime) -> None:
        objects, due = self._states.slots.objects, {"turn.at": {"$lte": now}}
        turning = await objects.find(due, projection={"public": 1, "turn.public": 1})
        if turning:
            stamp = await self._states.bump()
            leaving = [one["_id"] for one in turning if one["public"] and not one["turn"]["public"]]
            await self._gone.bury(leaving, stamp, now)
            with patience(SECONDS):
                await objects.update_many(due, [{"$set": _became(stamp, now)}, {"$unset": ["turn"]}])
            await settle_between_runs(self._room, self._states)
        await self._states.note(turned=now)


def _became(stamp: int, now: datetime) -> Document:
    """The outcome, and the place in the change feed of what becomes public."""
    appears = {"$and": ["$turn.public", {"$not": "$public"}]}
    return {
        **{name: f"$turn.{name}" for name in OUTCOME},
        "seq": {"$cond": [appears, {"$literal": stamp}, "$seq"]},
        "changedAt": {"$cond": [appears, now, "$changedAt"]},
        "evaluatedAt": now,
        "stamp": {"$literal": stamp},
        "mark": "",  # so that the next run computes what comes after that
    }
