"""Counts in memory and their way into the database: many at once, every few seconds and at the end."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from gateway.clock import Clock
from gateway.errors import SourceError
from gateway.partners.partner import Partner
from gateway.statistics.record import Counted, Event, OfferFacts
from gateway.store import Collection, DuplicateKey, UpdateOne

logger = logging.getLogger("gateway.statistics")

PARIS = ZoneInfo("Europe/Paris")
MOST_COUNTERS = 20_000
"""In memory between two writings: some 10 MB. What comes beyond them is not counted."""


def paris_day(moment: datetime) -> str:
    """The date of a moment in Europe/Paris."""
    return moment.astimezone(PARIS).date().isoformat()


class Counters:
    """Counts of this process. What a killed process had not written yet is lost: seconds at most."""

    def __init__(self, collection: Collection, clock: Clock) -> None:
        """Contacts nothing."""
        self._collection = collection
        self._clock = clock
        self._waiting: Counter[Counted] = Counter()
        self._facts: dict[str, OfferFacts] = {}
        self._left_out = 0
        self._one_at_a_time = asyncio.Lock()

    def add(self, event: Event, offers: Iterable[OfferFacts], partner: Partner | None = None) -> None:
        """Count an event once for each offer; at once, in memory."""
        key, name = partner.counted_as if partner else ("", "")
        day = paris_day(self._clock.now())
        for facts in offers:
            counted = Counted(day, event.value, facts.offer, key, name)
            if counted not in self._waiting and len(self._waiting) >= MOST_COUNTERS:
                self._left_out += 1
                continue
            self._waiting[counted] += 1
            self._facts[facts.offer] = facts

    async def flush(self) -> int:
        """Write what waits; how many counters were written. What cannot be written waits on."""
        async with self._one_at_a_time:
            waiting, self._waiting = self._waiting, Counter()
            facts, self._facts = self._facts, {}
            if self._left_out:
                logger.warning("%d events were not counted: too many at once", self._left_out)
                self._left_out = 0
            ordered = list(waiting.items())
            failed = await self._written([_update(one, n, facts[one.offer]) for one, n in ordered])
            self._take_back([ordered[place] for place in failed], facts)
            return len(ordered) - len(failed)

    async def run(self, seconds: float) -> None:
        """Write every so often, for ever."""
        while True:
            await self._clock.sleep(seconds)
            # who ends this waits for what is being written: `close` comes after it
            await asyncio.shield(asyncio.ensure_future(self.flush()))

    async def close(self) -> None:
        """Write for the last time."""
        await self.flush()
        if self._waiting:
            logger.warning("%d events were lost at the end", self._waiting.total())

    async def _written(self, updates: list[UpdateOne]) -> Sequence[int]:
        """Write, and tell which could not be; a write whose answer got lost may count twice."""
        try:
            await self._collection.bulk_write(updates)
        except DuplicateKey as error:  # another process made the same counter at the same moment
            return error.positions
        except SourceError as error:
            logger.info("counts wait: %s", error.code)
            return range(len(updates))
        return ()

    def _take_back(self, counts: list[tuple[Counted, int]], facts: Mapping[str, OfferFacts]) -> None:
        for counted, number in counts:
            self._waiting[counted] += number
            self._facts.setdefault(counted.offer, facts[counted.offer])


def _update(counted: Counted, number: int, facts: OfferFacts) -> UpdateOne:
    owners = {"office": facts.office, "provider": facts.provider, "department": facts.department}
    update = {"$inc": {"n": number}, "$set": owners, "$setOnInsert": counted._asdict()}
    return UpdateOne({"_id": counted.id}, update, upsert=True)
