"""Judges all objects again that were judged by other rules or for other days; Apidae is not asked."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable

from gateway.clock import Clock
from gateway.errors import SourceError
from gateway.store import Room
from gateway.store.lease import Lease
from sources.apidae.mirror.documents import Document, Scribe, unpack
from sources.apidae.mirror.done import Done
from sources.apidae.mirror.model import LEASE, STATE
from sources.apidae.mirror.recording import Recorder
from sources.apidae.mirror.state import State, StateKeeper
from sources.apidae.mirror.writing import BATCH, ObjectWriter

logger = logging.getLogger("sources.apidae")

PATIENCE = 4.0
"""Seconds that whoever decided waits for the effect: a small catalogue is done by then."""


async def judge_again(
    writer: ObjectWriter, recorder: Recorder, states: StateKeeper, scribe: Scribe, done: Done
) -> None:
    """Only for who holds the mirror's lease."""
    decided, mark = (await states.read()).decided, scribe.mark
    async for batch in _batched(writer.outdated(mark)):
        read = [(unpack(one["raw"]), one["generation"], one["fetchedAt"]) for one in batch]
        done.judged += len(await recorder.write(read, [], done))
    await states.note(days_from=scribe.span.first, judged=decided)


class Judging:
    """Lets decisions about the rules take effect, beside requests."""

    def __init__(self, room: Room, states: StateKeeper, scribe: Callable[[], Scribe], clock: Clock) -> None:
        """Contacts nothing."""
        self._room = room
        self._states = states
        self._scribe = scribe
        self._clock = clock
        self._work: asyncio.Task[int] | None = None

    async def run(self) -> int:
        """Judge until the last decision has taken effect; how many objects were judged.

        Waits for a run of synchronisation. What is cut off is gone on with by the next call, of any process.
        """
        judged = 0
        while (await self._states.read()).is_behind:
            async with Lease(self._room.collection(STATE), LEASE, self._room.clock).held():
                state = await self._states.read()
                if state.is_behind:
                    judged += await self._run(state)
        return judged

    async def begun(self, seconds: float = PATIENCE) -> bool:
        """Begin, unless somebody does it already; whether it was done within some seconds."""
        if self._work is None or self._work.done():
            self._work = asyncio.create_task(self.run())
            self._work.add_done_callback(_looked_at)
        done, _ = await asyncio.wait({self._work}, timeout=seconds)
        return bool(done) and not (await self._states.read()).is_behind

    async def aclose(self) -> None:
        """Stop; the next process that runs goes on."""
        if self._work is not None and not self._work.done():
            self._work.cancel()
            await asyncio.wait({self._work})

    async def _run(self, state: State) -> int:
        scribe, done = self._scribe(), Done()
        writer = ObjectWriter(self._room, self._states)
        recorder = Recorder(self._room, self._states, scribe, writer, self._clock)
        await writer.mend(state.settled)
        await judge_again(writer, recorder, self._states, scribe, done)
        await self._states.settle()
        return done.judged


def _looked_at(work: asyncio.Task[int]) -> None:
    if not work.cancelled() and isinstance(error := work.exception(), SourceError):
        logger.warning("offers are not judged again yet: %s", error.code)


async def _batched(documents: AsyncIterator[Document]) -> AsyncIterator[list[Document]]:
    batch: list[Document] = []
    async for document in documents:
        batch.append(document)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
