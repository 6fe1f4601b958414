"""The mirror of one deployment: its catalogue, and the runs that bring it up to date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gateway.clock import Clock
from gateway.store import Room
from gateway.upstream import Policy
from sources.apidae.client import ApidaeClient
from sources.apidae.mirror.agenda import Agenda
from sources.apidae.mirror.calendar import span_at
from sources.apidae.mirror.catalogue import Marked, MirrorCatalogue
from sources.apidae.mirror.cursors import KeysetCursors
from sources.apidae.mirror.documents import Scribe
from sources.apidae.mirror.done import Done, Progress
from sources.apidae.mirror.filling import Filling
from sources.apidae.mirror.intake import Intake
from sources.apidae.mirror.reading import ObjectReader
from sources.apidae.mirror.state import StateKeeper
from sources.apidae.mirror.sync import Synchroniser
from sources.apidae.mirror.writing import ObjectWriter
from sources.apidae.policy import Eligibility

EVERY = 300.0
"""Seconds between two runs."""

MOST_REJECTED = 1_000
"""So many are listed."""

POLICY = Policy(connect=3.0, total=45.0, concurrency=2, max_bytes=30_000_000, retries=2, retry_delay=0.5)
"""Nobody waits for a run: pages of 200 whole objects may take their time."""


class Mirror:
    """What the source holds in the mode `mirror`."""

    def __init__(
        self,
        room: Room,
        client: ApidaeClient,
        eligibility: Eligibility,
        clock: Clock,
        *,
        secret: str,
        locales: Sequence[str],
        marked: Marked,
    ) -> None:
        """`client` has the patience of `POLICY`; `secret` is any of the deployment; `marked` as in
        `MirrorCatalogue`. Contacts nothing."""
        self._room = room
        self._client = client
        self._eligibility = eligibility
        self._clock = clock
        self._locales = tuple(locales)
        self.states = StateKeeper(room)
        self.reader = ObjectReader(self.states.slots, eligibility)
        self.catalogue = MirrorCatalogue(
            self.reader,
            self.states,
            Filling(self.states.slots, clock),
            KeysetCursors(secret),
            clock,
            marked,
        )

        self.agenda = Agenda(self.catalogue, self.reader)

    async def rejected(self) -> list[Mapping[str, Any]]:
        """The objects that are set aside: `{_id, reason, at}`, by id."""
        return await ObjectWriter(self._room, self.states).rejected(MOST_REJECTED)

    async def check(self) -> None:
        """The database answers. An Apidae that fails makes offers stale, not the source down."""
        await self.states.read()
        await self.reader.ping()

    async def sync(
        self, *, complete: bool = False, eager: bool = False, progress: Progress | None = None
    ) -> Done:
        """One run of synchronisation; see `Synchroniser.run`."""
        scribe = Scribe(self._eligibility, span_at(self._clock.now()))
        synchroniser = Synchroniser(
            Intake(self._client),
            self._room,
            self.states,
            scribe,
            self._clock,
            asked=self._locales,
            progress=progress,
        )
        return await synchroniser.run(complete=complete, eager=eager)
