"""A run of synchronisation: the mirror becomes what Apidae has, wherever an earlier run was cut off."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from gateway.clock import Clock
from gateway.store import Room
from gateway.store.lease import Lease
from sources.apidae.mirror.documents import Scribe
from sources.apidae.mirror.done import Done, Progress, Unwatched
from sources.apidae.mirror.fields import shape_of
from sources.apidae.mirror.following import behind
from sources.apidae.mirror.intake import Intake
from sources.apidae.mirror.judging_again import judge_again
from sources.apidae.mirror.model import LEASE, STATE
from sources.apidae.mirror.recording import Recorder
from sources.apidae.mirror.rejudging import Rejudge
from sources.apidae.mirror.state import Run, State, StateKeeper
from sources.apidae.mirror.writing import BATCH, UNANSWERED, ObjectWriter, Rejected
from sources.apidae.opening import paris_day

COMPLETE_EVERY = timedelta(hours=24)
RESUMED_WITHIN = timedelta(hours=12)
"""An older reading of everything that was cut off is begun again rather than continued."""
PAUSE = timedelta(seconds=60)
"""Processes that share a database do one run together."""
LEAST_DOUBTED = 100


class Synchroniser:
    """Brings the mirror up to date. Everything it does may be done twice and may be cut off anywhere.

    Who belongs to the project is read in every run, so that what is withdrawn disappears within minutes;
    objects are read when they are new or were changed, and all of them once a day.
    """

    def __init__(
        self,
        intake: Intake,
        room: Room,
        states: StateKeeper,
        scribe: Scribe,
        clock: Clock,
        *,
        retention: timedelta,
        asked: Sequence[str] = (),
        progress: Progress | None = None,
    ) -> None:
        """`retention`: how long the change feed tells what is gone. `asked`: what else the objects depend
        on, such as languages."""
        self._room = room
        self._intake = intake
        self._states = states
        self._writer = ObjectWriter(room, states)
        self._recorder = Recorder(room, states, scribe, self._writer, clock)
        self._scribe = scribe
        self._clock = clock
        self._retention = retention
        self._progress = progress or Unwatched()
        self._lease = Lease(room.collection(STATE), LEASE, room.clock)
        self._shape = shape_of(asked)

    async def run(self, *, complete: bool = False, eager: bool = False) -> Done:
        """One run; `complete` reads every object again, `eager` even if another run has just ended.

        Raises `SourceError`s.
        """
        self._progress.begin("waiting for a run of another process", 0)
        async with self._lease.held():
            state = await self._states.read()
            if not (complete or eager) and self._has_just_run(state):
                return Done(skipped=True)
            return await self._run(state, complete=complete)

    async def _run(self, state: State, *, complete: bool) -> Done:
        done = Done(complete=complete or self._is_complete_due(state))
        await self._writer.mend(state.settled)
        stray = await behind(self._room, self._states.slots.objects)
        if stray:
            await Rejudge(self._room, self._states, self._scribe, self._clock).offers(stray)
        await judge_again(self._writer, self._recorder, self._states, self._scribe, done)
        began = self._clock.now()
        if done.complete:
            run = self._begun(state, began)
            await self._states.begin(run)
            state, began = await self._states.read(), run.began
        self._progress.begin("asking who belongs to the project", 0)
        members = await self._intake.members()
        known = await self._writer.known()
        wanted = await self._wanted(members, known, state, done)
        self._progress.begin("reading objects", len(wanted))
        for numbers in _chunks(wanted):
            await self._take(numbers, state.generation, done)
            self._progress.advance(len(numbers))
        await self._remove(known, members, state, done)
        await self._end(began, done)
        return done

    async def _wanted(
        self, members: set[int], known: dict[int, tuple[int, int]], state: State, done: Done
    ) -> set[int]:
        """Ids of objects to read: all that this generation has not read yet, or what is new or changed."""
        if done.complete:
            return {one for one in members if known.get(one, (-1, 0))[0] != state.generation}
        aside = await self._writer.set_aside()
        kept = {number: modified for number, (_, modified) in known.items()}
        kept |= {number: modified for number, (reason, modified) in aside.items() if reason != UNANSWERED}
        changed = await self._intake.changed(state.changed_since) if state.changed_since else {}
        moved = {number for number, modified in changed.items() if kept.get(number) != modified}
        return (members - kept.keys()) | (moved & members)

    async def _take(self, numbers: Sequence[int], generation: int, done: Done) -> None:
        """Read some objects and put them into the mirror."""
        fetched_at = self._clock.now()
        chunk = await self._intake.chunk(numbers)
        absent = set(numbers) - chunk.items.keys() - set(chunk.unreadable)
        rejected = [Rejected(number, "UNREADABLE_ANSWER") for number in chunk.unreadable]
        rejected += [Rejected(number, UNANSWERED) for number in sorted(absent)]
        read = [(item, generation, fetched_at) for item in chunk.items.values()]
        documents = await self._recorder.write(read, rejected, done)
        done.read += len(documents)
        done.public += sum(one["public"] for one in documents)

    async def _remove(
        self, known: dict[int, tuple[int, int]], members: set[int], state: State, done: Done
    ) -> None:
        """Forget what left the project; that more than half of it left is believed the second time."""
        gone = known.keys() - members
        shrunk = len(known) >= LEAST_DOUBTED and len(gone) * 2 > len(known)
        if shrunk and not state.shrunk:
            done.doubted = len(gone)
        else:
            aside = (await self._writer.set_aside()).keys()
            await self._writer.remove(gone | (aside - members), self._clock.now())
            done.removed = len(gone)
        await self._states.note(shrunk=bool(done.doubted))

    async def _end(self, began: datetime, done: Done) -> None:
        # a day before the beginning: Apidae compares days, and nobody knows in which time zone
        since = paris_day(began) - timedelta(days=1)
        now = self._clock.now()
        if done.complete:
            await self._states.note(filled=now, complete=began, shape=self._shape, run=None)
        await self._writer.expire(now, self._retention)
        await self._states.settle()
        await self._states.note(changed_since=since, checked=now)

    def _has_just_run(self, state: State) -> bool:
        fits = state.shape == self._shape and state.run is None
        return fits and state.checked is not None and self._clock.now() - state.checked < PAUSE

    def _is_complete_due(self, state: State) -> bool:
        if state.complete is None or state.run is not None or state.shape != self._shape:
            return True
        return self._clock.now() - state.complete >= COMPLETE_EVERY

    def _begun(self, state: State, now: datetime) -> Run:
        """The reading of everything that was cut off, or a new one."""
        run = state.run
        if run and run.shape == self._shape and now - run.began < RESUMED_WITHIN:
            return run
        return Run(generation=state.generation + 1, began=now, shape=self._shape)


def _chunks(numbers: Iterable[int]) -> Iterable[Sequence[int]]:
    ordered = sorted(numbers)
    return (ordered[start : start + BATCH] for start in range(0, len(ordered), BATCH))
