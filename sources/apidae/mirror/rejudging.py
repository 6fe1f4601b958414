"""Judges single offers again at once, when something of their path on the platform has changed."""

from __future__ import annotations

from collections.abc import Iterable

from gateway.clock import Clock
from gateway.errors import SourceUnavailable
from gateway.store import Collection
from sources.apidae.mirror.documents import Scribe, Writing, unpack
from sources.apidae.mirror.model import SLOTS
from sources.apidae.mirror.state import StateKeeper
from sources.apidae.mirror.writing import ObjectWriter
from sources.apidae.workflow.store import WorkflowStore

MOST_TRIES = 20
SHOWN = {"raw": 1, "generation": 1, "fetchedAt": 1, "stamp": 1}


class Rejudge:
    """Computes the documents of offers again from what is kept; Apidae is not asked."""

    def __init__(
        self,
        writer: ObjectWriter,
        states: StateKeeper,
        workflows: WorkflowStore,
        scribe: Scribe,
        clock: Clock,
    ) -> None:
        """Contacts nothing."""
        self._writer = writer
        self._states = states
        self._workflows = workflows
        self._scribe = scribe
        self._clock = clock

    async def offers(self, numbers: Iterable[int]) -> None:
        """The offers as they are to be seen now, in the catalogue that is being made ready as well; those
        that the mirror does not hold are passed over. Call it with the lease held."""
        await self._states.read()
        for number in numbers:
            for name in SLOTS:
                await self._offer(self._states.slots.named(name), number, name == self._states.slots.shown)

    async def _offer(self, objects: Collection, number: int, shown: bool) -> None:  # private
        for _ in range(MOST_TRIES):
            kept = await objects.find_one({"_id": number}, projection=SHOWN)
            if kept is None:
                return
            workflow = (await self._workflows.of([number])).get(number)
            stamp, now = await self._states.bump(), self._clock.now()
            writing = Writing(kept["generation"], stamp, kept["fetchedAt"], now, workflow)
            document = self._scribe.document(unpack(kept["raw"]), writing)
            if shown:
                document = await self._writer.told(document, now)
            if (await objects.replace_one({"_id": number, "stamp": kept["stamp"]}, document)).matched:
                return
            # a run of synchronisation was faster: what it wrote is the base now
        raise SourceUnavailable(detail=f"object {number} does not hold still", retry_after=5)
