"""From objects as they were read to what is written: documents, and those that must be set aside."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime

from gateway.clock import Clock
from sources.apidae.mapping.reading import Raw
from sources.apidae.mirror.documents import Document, Malformed, Scribe, Writing
from sources.apidae.mirror.done import Done
from sources.apidae.mirror.state import StateKeeper
from sources.apidae.mirror.writing import ObjectWriter, Rejected

AT_ONCE = 20
"""Objects worked on before others may run: some two milliseconds each."""

Read = tuple[Raw, int, datetime]
"""An object, the generation it belongs to, and when it was read."""


class Recorder:
    """Writes objects in portions; one that cannot be kept is set aside and stops nothing."""

    def __init__(self, states: StateKeeper, scribe: Scribe, writer: ObjectWriter, clock: Clock) -> None:
        """Contacts nothing."""
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
        for rank, (item, generation, fetched_at) in enumerate(read, 1):
            try:
                documents.append(self._scribe.document(item, Writing(generation, stamp, fetched_at, now)))
            except Malformed as malformed:
                aside.append(Rejected(item["id"], malformed.reason, item))
            if rank % AT_ONCE == 0:
                await asyncio.sleep(0)
        aside = await self._writer.write(documents, aside, now)
        done.rejected |= {one.number: one.reason for one in aside}
        return [one for one in documents if one["_id"] not in done.rejected]
