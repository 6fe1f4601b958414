"""Applies an export: a whole catalogue is made ready beside the one that is shown, then takes its place."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from gateway.clock import Clock
from gateway.store import Room
from gateway.store.lease import Lease
from sources.apidae.client import ApidaeClient
from sources.apidae.exports.content import Content
from sources.apidae.exports.joining import Joiner
from sources.apidae.exports.references import joiner_of
from sources.apidae.exports.refusals import BadExport
from sources.apidae.mapping.reading import Raw, identity
from sources.apidae.mirror.documents import Scribe, modified_of, unpack
from sources.apidae.mirror.done import Done, Progress
from sources.apidae.mirror.fields import shape_of
from sources.apidae.mirror.following import behind
from sources.apidae.mirror.model import LEASE, STATE
from sources.apidae.mirror.recording import Recorder
from sources.apidae.mirror.rejudging import Rejudge
from sources.apidae.mirror.staging import Staging
from sources.apidae.mirror.state import State, StateKeeper
from sources.apidae.mirror.sync import LEAST_DOUBTED
from sources.apidae.mirror.writing import BATCH, ObjectWriter
from sources.apidae.opening import paris_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What to do with an export: its name, whether it tells everything, whether a person insists."""

    name: str
    reset: bool
    insists: bool = False


@dataclass(slots=True)
class Job:
    """One export being applied, under the lease."""

    order: Order
    content: Content
    joiner: Joiner
    state: State
    staging: Staging
    recorder: Recorder
    known: dict[int, tuple[int, int]]
    began: datetime
    done: Done
    seen: set[int] = field(default_factory=set)
    newer: set[int] = field(default_factory=set)


class Applier:
    """Applies exports to a mirror. Readers see the older catalogue until the last step."""

    def __init__(
        self,
        room: Room,
        client: ApidaeClient,
        states: StateKeeper,
        scribe: Callable[[], Scribe],
        clock: Clock,
        locales: Sequence[str],
    ) -> None:
        """Contacts nothing."""
        self._room = room
        self._client = client
        self._states = states
        self._scribe = scribe
        self._clock = clock
        self._locales = tuple(locales)

    async def apply(self, content: Content, order: Order, progress: Progress) -> Done:
        """Apply it, or find that it was applied. `BadExport`; `SourceError`s when it may be tried again."""
        joiner, count = await joiner_of(content, self._client, self._locales, progress)
        progress.begin("waiting for a run of another process", 0)
        async with Lease(self._room.collection(STATE), LEASE, self._room.clock).held():
            state = await self._states.read()
            if state.export == order.name and not order.insists:
                return Done(skipped=True, export=order.name)
            writer = ObjectWriter(self._room, self._states)
            await writer.mend(state.settled)
            job = await self._begun(content, order, joiner, state, await writer.known())
            progress.begin("applying the export", count)
            await self._objects(job, progress)
            await self._remove(job)
            await self._follow(job)
            await job.staging.show(**self._noted(job))
            # what was changed beside us in the last moment
            latest = await behind(self._room, self._states.slots.objects)
            if latest:
                await Rejudge(self._room, self._states, self._scribe(), self._clock).offers(latest)
        return job.done

    async def _begun(
        self, content: Content, order: Order, joiner: Joiner, state: State, known: dict[int, tuple[int, int]]
    ) -> Job:
        staging = Staging(self._room, self._states, self._clock, state)
        await staging.begin(empty=order.reset)
        recorder = Recorder(self._room, self._states, self._scribe(), staging.writer, self._clock)
        now = self._clock.now()
        done = Done(complete=order.reset, export=order.name)
        return Job(order, content, joiner, state, staging, recorder, known, now, done)

    async def _objects(self, job: Job, progress: Progress) -> None:
        """Write the objects, but none in the place of a newer one that the API gave meanwhile."""
        for name in job.content.object_files:
            items = await asyncio.to_thread(_joined, job.content, job.joiner, name)
            for start in range(0, len(items), BATCH):
                portion = [item for item in items[start : start + BATCH] if self._is_due(job, item)]
                read = [(item, job.state.generation, job.began) for item in portion]
                documents = await job.recorder.write(read, (), job.done) if read else ()
                job.done.read += len(documents)
                job.done.public += sum(one["public"] for one in documents)
                progress.advance(len(items[start : start + BATCH]))

    def _is_due(self, job: Job, item: Raw) -> bool:
        number = identity(item)
        if number is None:
            job.done.nameless += 1
            return False
        job.seen.add(number)
        if job.known.get(number, (0, 0))[1] > modified_of(item):
            job.newer.add(number)
            return False
        return True

    async def _remove(self, job: Job) -> None:
        aside = (await job.staging.writer.set_aside()).keys()
        kept = job.known.keys() | aside
        gone = kept - job.seen if job.order.reset else kept & job.content.removed - job.seen
        left = len(job.known) - len(gone & job.known.keys())
        if len(job.known) >= LEAST_DOUBTED and left * 2 < len(job.known) and not job.order.insists:
            raise BadExport("TOO_FEW_OBJECTS")
        if job.order.reset:
            await job.staging.adopt(job.newer)
        await job.staging.writer.remove(gone, job.began)
        job.done.removed = len(gone)

    async def _follow(self, job: Job) -> None:
        """Write those again whose path on the platform was changed after they were made ready."""
        objects = self._states.slots.named(job.staging.slot)
        numbers = await behind(self._room, objects)
        shown = {"raw": 1, "generation": 1, "fetchedAt": 1}
        for one in await objects.find({"_id": {"$in": numbers}}, projection=shown) if numbers else ():
            await job.recorder.write(
                [(unpack(one["raw"]), one["generation"], one["fetchedAt"])], (), job.done
            )

    def _noted(self, job: Job) -> dict[str, Any]:
        """What the state tells from now on: after a full export everything was read."""
        # what time changed in the older catalogue meanwhile is changed in this one by whoever asks first
        noted: dict[str, Any] = {"export": job.order.name, "turned": job.state.turned or job.began}
        if job.order.reset:
            noted |= {"filled": job.began, "complete": job.began, "checked": job.began, "run": None}
            noted["shape"] = shape_of(self._locales)
        if job.state.changed_since is None:
            noted["changed_since"] = paris_day(job.began) - timedelta(days=2)
        return noted


def _joined(content: Content, joiner: Joiner, name: str) -> list[Raw]:
    return [joiner.joined(item) for item in content.objects(name)]
