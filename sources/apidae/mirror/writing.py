"""All that is ever written to the mirror; each object changes at once, from its old state to its new one."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from gateway.errors import SourceInvalid
from gateway.store import Collection as Objects
from gateway.store import DeleteMany, ReplaceOne, Room, patience
from sources.apidae.mapping.reading import Raw
from sources.apidae.mirror.documents import Document, modified_of, pack
from sources.apidae.mirror.gone import Tombstones
from sources.apidae.mirror.model import REJECTED
from sources.apidae.mirror.state import StateKeeper

SECONDS = 60.0
BATCH = 200
FEED = ("digest", "seq", "changedAt")
UNANSWERED = "NOT_ANSWERED"
"""Listed, but not given when asked for: tried again in the next run."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """An object that is set aside, and why."""

    number: int
    reason: str
    item: Raw | None = None

    def document(self, now: datetime) -> Document:
        """What is kept of it for those who look into it."""
        found: Document = {"_id": self.number, "reason": self.reason, "at": now, "modified": 0}
        if self.item is not None:
            found |= {"raw": pack(self.item), "modified": modified_of(self.item)}
        return found


class ObjectWriter:
    """Writes for runs, of which there is one at a time: they hold the mirror's lease.

    Without a `slot` it writes what is shown, and every call is true for readers at once. With one it makes
    another catalogue ready there, which is true once `StateKeeper.settle` shows it. Either way what changes
    for the public is in the change feed: in the object itself, or as a tombstone.
    """

    def __init__(self, room: Room, states: StateKeeper, slot: str = "") -> None:
        """Contacts nothing."""
        self._rejected = room.collection(REJECTED)
        self._states = states
        self._slot = slot
        self._gone = Tombstones(room, states.slots)

    @property
    def _objects(self) -> Objects:
        slots = self._states.slots
        return slots.named(self._slot) if self._slot else slots.objects

    async def known(self) -> dict[int, tuple[int, int]]:
        """Of every object that is kept: its generation and when it was changed in Apidae."""
        shown = {"generation": 1, "modified": 1}
        scan = self._objects.scan({}, batch=5_000, projection=shown)
        return {one["_id"]: (one["generation"], one["modified"]) async for one in scan}

    async def set_aside(self) -> dict[int, tuple[str, int]]:
        """Of every rejected object: the reason and when it was changed in Apidae."""
        shown = {"reason": 1, "modified": 1}
        scan = self._rejected.scan({}, batch=5_000, projection=shown)
        return {one["_id"]: (one["reason"], one["modified"]) async for one in scan}

    def outdated(self, mark: str) -> AsyncIterator[Document]:
        """Documents whose facts were computed in another way."""
        shown = {"raw": 1, "generation": 1, "fetchedAt": 1}
        return self._objects.scan({"mark": {"$ne": mark}}, batch=BATCH, projection=shown)

    async def write(
        self, documents: Sequence[Document], rejected: Sequence[Rejected], now: datetime
    ) -> list[Rejected]:
        """Put objects in the place of older ones; returns those that the database refused as well."""
        shown = await self._shown([one["_id"] for one in documents] + [one.number for one in rejected])
        stay = {one["_id"] for one in documents if one["public"]}
        seq = documents[0]["stamp"] if documents else await self._states.bump()
        await self._gone.bury(shown.keys() - stay, seq, now)
        refused = await self._replace([numbered(one, shown.get(one["_id"]), now) for one in documents])
        aside = [*rejected, *refused]
        await self._gone.bury(shown.keys() & {one.number for one in refused}, seq, now)
        await self._forget(self._objects, [one.number for one in aside])
        with patience(SECONDS):
            replaced = [ReplaceOne({"_id": one.number}, one.document(now), upsert=True) for one in aside]
            await self._rejected.bulk_write(replaced)
        numbers = {one["_id"] for one in documents} - {one.number for one in aside}
        await self._forget(self._rejected, numbers)
        await self._settled()
        return aside

    async def remove(self, numbers: Collection[int], now: datetime) -> None:
        """Forget objects that left the project."""
        if numbers:
            seq = await self._states.bump()
            await self._gone.bury((await self._shown(numbers)).keys(), seq, now)
            await self._forget(self._objects, numbers)
            await self._forget(self._rejected, numbers)
            await self._settled()

    async def replace(self, number: int, by: int, now: datetime) -> bool:
        """Tell that another object stands in for one that is gone; False when that one is not."""
        done = await self._gone.replace(number, by, await self._states.bump(), now)
        await self._settled()
        return done

    async def mend(self, settled: int) -> None:
        """Take back what a run that was cut off told too early."""
        await self._gone.take_back(settled)

    async def expire(self, now: datetime, retention: timedelta) -> None:
        """Forget tombstones of which the change feed need not tell any more."""
        await self._gone.expire(now, retention)

    async def rejected(self, most: int) -> list[Mapping[str, Any]]:
        """The rejected objects: `{_id, reason, at}`, by id."""
        return [*await self._rejected.find({}, sort=(("_id", 1),), limit=most, projection={"raw": 0})]

    async def _shown(self, numbers: Collection[int]) -> dict[int, Document]:
        """Those of the objects that the public sees now, with what the change feed tells of them."""
        found: dict[int, Document] = {}
        listed = sorted(numbers)
        for start in range(0, len(listed), BATCH):
            where = {"_id": {"$in": listed[start : start + BATCH]}, "public": True}
            with patience(SECONDS):
                some = await self._states.slots.objects.find(where, projection=dict.fromkeys(FEED, 1))
            found |= {one["_id"]: one for one in some}
        return found

    async def _settled(self) -> None:
        if not self._slot:
            await self._states.settle()

    async def _replace(self, documents: Sequence[Document]) -> list[Rejected]:
        requests = [ReplaceOne({"_id": one["_id"]}, one, upsert=True) for one in documents]
        try:
            with patience(SECONDS):
                await self._objects.bulk_write(requests)
        except SourceInvalid:
            return [one for document in documents if (one := await self._replace_one(document))]
        return []

    async def _replace_one(self, document: Document) -> Rejected | None:
        try:
            with patience(SECONDS):
                await self._objects.replace_one({"_id": document["_id"]}, document, upsert=True)
        except SourceInvalid:
            return Rejected(document["_id"], "REFUSED_BY_DATABASE")
        return None

    async def _forget(self, collection: Any, numbers: Collection[int]) -> None:
        listed = sorted(numbers)
        for start in range(0, len(listed), BATCH):
            with patience(SECONDS):
                await collection.bulk_write([DeleteMany({"_id": {"$in": listed[start : start + BATCH]}})])


def numbered(document: Document, before: Document | None, now: datetime) -> Document:
    """A document with its place in the change feed: that of before when the public sees no difference."""
    if not document["public"]:
        return document
    if before and before.get("digest") == document["digest"] and "seq" in before:
        return document | {"seq": before["seq"], "changedAt": before["changedAt"]}
    return document | {"seq": document["stamp"], "changedAt": now}
