"""From objects as they were read to what is written: documents, and those that must be set aside."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime

from gateway.clock import Clock
from gateway.store import Room
from sources.apidae.mapping.reading import Raw
from sources.apidae.mirror.documents import Document, Malformed, Scribe, Writing
from sources.apidae.mirror.done import Done
from sources.apidae.mirror.rejudging import Rejudge
from sources.apidae.mirror.state import StateKeeper
from sources.apidae.mirror.writing import ObjectWriter, Rejected
from sources.apidae.workflow.model import Workflow
from sources.apidae.workflow.store import WorkflowStore

AT_ONCE = 20
"""Objects worked on before others may run: some two milliseconds each."""

Read = tuple[Raw, int, datetime]
"""An object, the generation it belongs to, and when it was read."""


class Recorder:
    """Writes objects in portions; one that cannot be kept is set aside and stops nothing."""

    def __init__(
        self, room: Room, states: StateKeeper, scribe: Scribe, writer: ObjectWriter, clock: Clock
    ) -> None:
        """Contacts nothing."""
        self._room = room
        self._workflows = WorkflowStore(room, clock)
        self._states = states
        self._scribe = scribe
        self._writer = writer
        self._clock = clock

    async def write(
        self, read: Sequence[Read], rejected: Sequence[Rejected], done: Done
    ) -> Sequence[Document]:
        """Write a portion; the documents of those that were kept."""
        stamp, now = await self._states.bump(), self._clock.now()
        documents, aside = [], [*rejected]
        paths = await self._workflows.of([item["id"] for item, _, _ in read])
        for rank, (item, generation, fetched_at) in enumerate(read, 1):
            try:
                writing = Writing(generation, stamp, fetched_at, now, paths.get(item["id"]))
                documents.append(self._scribe.document(item, writing))
            except Malformed as malformed:
                aside.append(Rejected(item["id"], malformed.reason, item))
            if rank % AT_ONCE == 0:
                await asyncio.sleep(0)
        aside = await self._writer.write(documents, aside, now)
        await self._follow(paths, documents)
        done.rejected |= {one.number: one.reason for one in aside}
        return [one for one in documents if one["_id"] not in done.rejected]

    async def _follow(self, paths: Mapping[int, Workflow], documents: Sequence[Document]) -> None:
        """Judge those again whose path was changed by somebody while they were written."""
        latest = await self._workflows.of([one["_id"] for one in documents])
        changed = [number for number, path in latest.items() if paths.get(number) != path]
        if changed:
            await Rejudge(self._room, self._states, self._scribe, self._clock).offers(changed)
