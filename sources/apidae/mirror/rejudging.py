"""Judges single offers again at once, when something of their path on the platform has changed."""

from __future__ import annotations

from collections.abc import Iterable

from gateway.clock import Clock
from gateway.errors import SourceUnavailable
from gateway.store import Collection, Room
from sources.apidae.mirror.documents import Scribe, Writing, unpack
from sources.apidae.mirror.gone import Tombstones
from sources.apidae.mirror.settling import settle_between_runs
from sources.apidae.mirror.state import StateKeeper
from sources.apidae.mirror.writing import FEED, numbered
from sources.apidae.workflow.store import WorkflowStore

MOST_TRIES = 20


class Rejudge:
    """Computes the documents of offers again from what is kept; Apidae is not asked."""

    def __init__(self, room: Room, states: StateKeeper, scribe: Scribe, clock: Clock) -> None:
        """Contacts nothing."""
        self._room = room
        self._workflows = WorkflowStore(room, clock)
        self._states = states
        self._gone = Tombstones(room, states.slots)
        self._scribe = scribe
        self._clock = clock

    async def offers(self, numbers: Iterable[int]) -> None:
        """The offers as they are to be seen now, in the catalogue that is made ready as well; those that
        the mirror does not hold are passed over."""
        await self._states.read()
        slots = self._states.slots
        for number in numbers:
            await self._offer(slots.objects, number, shown=True)
            await self._offer(slots.named(slots.other), number, shown=False)
        await settle_between_runs(self._room, self._states)

    async def _offer(self, objects: Collection, number: int, *, shown: bool) -> None:
        asked = dict.fromkeys(("raw", "generation", "fetchedAt", "stamp", "public", *FEED), 1)
        for _ in range(MOST_TRIES):
            kept = await objects.find_one({"_id": number}, projection=asked)
            if kept is None:
                return
            workflow = (await self._workflows.of([number])).get(number)
            stamp, now = await self._states.bump(), self._clock.now()
            writing = Writing(kept["generation"], stamp, kept["fetchedAt"], now, workflow)
            document = self._scribe.document(unpack(kept["raw"]), writing)
            if shown and kept["public"] and not document["public"]:
                await self._gone.bury([number], stamp, now)
            document = numbered(document, kept if kept["public"] else None, now)
            before = {"_id": number, "stamp": kept["stamp"]}
            if (await objects.replace_one(before, document)).matched:
                return
            # a run of synchronisation was faster: what it wrote is the base now
        raise SourceUnavailable(detail=f"object {number} does not hold still", retry_after=5)
