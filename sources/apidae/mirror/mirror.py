"""The mirror of one deployment: its catalogue, and the runs that bring it up to date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from gateway.clock import Clock
from gateway.store import Room
from gateway.store.lease import Lease
from gateway.upstream import Policy
from sources.apidae.access.ground import Ground
from sources.apidae.client import ApidaeClient
from sources.apidae.dossiers.counting import DossierCounter
from sources.apidae.dossiers.reading import DossierReader
from sources.apidae.index.naming import named_like
from sources.apidae.mirror.agenda import Agenda
from sources.apidae.mirror.calendar import span_at
from sources.apidae.mirror.catalogue import Elsewhere, Marked, MirrorCatalogue
from sources.apidae.mirror.cursors import KeysetCursors
from sources.apidae.mirror.directory import Directories
from sources.apidae.mirror.documents import Scribe
from sources.apidae.mirror.done import Done, Progress
from sources.apidae.mirror.feed import ChangeFeed
from sources.apidae.mirror.filling import Filling
from sources.apidae.mirror.gone import Tombstones
from sources.apidae.mirror.intake import Intake
from sources.apidae.mirror.judging_again import Judging
from sources.apidae.mirror.model import LEASE, STATE
from sources.apidae.mirror.reading import ObjectReader
from sources.apidae.mirror.rejudging import Rejudge
from sources.apidae.mirror.selections import SelectionKeeper, SelectionReader
from sources.apidae.mirror.state import StateKeeper
from sources.apidae.mirror.sync import Synchroniser
from sources.apidae.mirror.turning import Turner
from sources.apidae.mirror.writing import ObjectWriter
from sources.apidae.policy import Eligibility
from sources.apidae.types.offer import Offer

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
        ground: Ground | None = None,
        selections: Sequence[int] = (),
        retention: timedelta,
        marked: Marked,
    ) -> None:
        """`client` has the patience of `POLICY`; `secret` is any of the deployment; `marked` as in
        `MirrorCatalogue`. Contacts nothing."""
        self._room = room
        self._client = client
        self._eligibility = eligibility
        self._clock = clock
        self._locales = tuple(locales)
        self._ground = ground or Ground()
        self._selections = tuple(selections)
        self.states = StateKeeper(room, eligibility.follow)
        self.reader = ObjectReader(self.states.slots, eligibility)
        self._retention = retention
        self.dossiers = DossierReader(self.states.slots)
        self.counter = DossierCounter(self.states.slots)
        self.turner = Turner(room, self.states, eligibility, clock)
        self.judging = Judging(room, self.states, self.scribe, clock)
        gone = Tombstones(room, self.states.slots)
        self.feed = ChangeFeed(self.reader, gone, self.turner, clock, retention)
        self.selections = SelectionReader(room)
        self.filling = Filling(self.states.slots, clock)
        self.catalogue = MirrorCatalogue(
            self.reader,
            self.turner,
            self.filling,
            KeysetCursors(secret),
            clock,
            Elsewhere(self.selections, marked),
        )
        self.directories = Directories(self.reader, self.turner, clock)
        self.agenda = Agenda(self.catalogue, self.reader)

    async def knows_territory(self, key: str) -> bool:
        """Whether a territory has public offers."""
        return (await self.directories.read()).territories.get(key) is not None

    async def named_like(self, typed: str, most: int) -> list[Offer]:
        """Public offers whose name holds what is being typed; those whose name begins so first."""
        rows = named_like(await self.catalogue.known(), typed, most)
        found = await self.reader.offers(rows)
        return [one for row in rows if isinstance(one := found.get(row["_id"]), Offer)]

    async def read_selections(self) -> int:
        """Read the members of the editorial selections again; how many selections there are."""
        keeper = SelectionKeeper(self._room, self._client, self._clock)
        return await keeper.run(self._selections)

    async def rejected(self) -> list[Mapping[str, Any]]:
        """The objects that are set aside: `{_id, reason, at}`, by id."""
        return await ObjectWriter(self._room, self.states).rejected(MOST_REJECTED)

    async def replace(self, number: int, by: int) -> bool:
        """Let an object that is gone lead to another one; False when it never was public, or still is."""
        async with Lease(self._room.collection(STATE), LEASE, self._room.clock).held():
            state = await self.states.read()
            writer = ObjectWriter(self._room, self.states)
            await writer.mend(state.settled)
            return await writer.replace(number, by, self._clock.now())

    async def rejudge(self, numbers: Iterable[int]) -> None:
        """Let a change of offers' paths take effect; to be called after each `WorkflowStore.write`."""
        await Rejudge(self._room, self.states, self.scribe(), self._clock).offers(numbers)

    async def check(self) -> None:
        """The database answers. An Apidae that fails makes offers stale, not the source down.

        The first question of a process also begins to fill its table.
        """
        state = await self.states.read()
        await self.reader.ping()
        if state.filled is not None and not self.filling.is_ready:
            self.filling.begin(state)

    async def aclose(self) -> None:
        """Stop what goes on beside requests."""
        await self.judging.aclose()
        await self.filling.aclose()

    async def sync(
        self, *, complete: bool = False, eager: bool = False, progress: Progress | None = None
    ) -> Done:
        """One run of synchronisation; see `Synchroniser.run`."""
        synchroniser = Synchroniser(
            Intake(self._client),
            self._room,
            self.states,
            self.scribe(),
            self._clock,
            asked=self._locales,
            retention=self._retention,
            progress=progress,
        )
        return await synchroniser.run(complete=complete, eager=eager)

    def scribe(self) -> Scribe:
        """What writes documents by the rules and for the days of now."""
        return Scribe(self._eligibility, span_at(self._clock.now()), self._ground)
