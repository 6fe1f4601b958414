"""Judges single offers again at once, when something of their path on the platform has changed."""

from __future__ import annotations

from collections.abc import Iterable

from gateway.clock import Clock
from gateway.errors import SourceUnavailable
from gateway.store import Room
from sources.apidae.mirror.documents import Scribe, Writing, unpack
from sources.apidae.mirror.model import OBJECTS
from sources.apidae.mirror.state import StateKeeper
from sources.apidae.workflow.store import WorkflowStore

MOST_TRIES = 20


class Rejudge:
    """Computes the documents of offers again from what is kept; Apidae is not asked."""

    def __init__(self, room: Room, scribe: Scribe, clock: Clock) -> None:
        """Contacts nothing."""
        self._objects = room.collection(OBJECTS)
        self._workflows = WorkflowStore(room, clock)
        self._states = StateKeeper(room)
        self._scribe = scribe
        self._clock = clock

    async def offers(self, numbers: Iterable[int]) -> None:
        """The offers as they are to be seen now; those that the mirror does not hold are passed over."""
        for number in numbers:
            await self._offer(number)
        await self._states.bump()

    async def _offer(self, number: int) -> None:
        shown = {"raw": 1, "generation": 1, "fetchedAt": 1, "stamp": 1}
        for _ in range(MOST_TRIES):
            kept = await self._objects.find_one({"_id": number}, projection=shown)
            if kept is None:
                return
            workflow = (await self._workflows.of([number])).get(number)
            stamp, now = await self._states.bump(), self._clock.now()
            writing = Writing(kept["generation"], stamp, kept["fetchedAt"], now, workflow)
            document = self._scribe.document(unpack(kept["raw"]), writing)
            before = {"_id": number, "stamp": kept["stamp"]}
            if (await self._objects.replace_one(before, document)).matched:
                return
            # a run of synchronisation was faster: what it wrote is the base now
        raise SourceUnavailable(detail=f"object {number} does not hold still", retry_after=5)
