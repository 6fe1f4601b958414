"""All that is ever written to the mirror; each object changes at once, from its old state to its new one."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gateway.errors import SourceInvalid
from gateway.store import DeleteMany, ReplaceOne, Room, patience
from sources.apidae.mapping.reading import Raw
from sources.apidae.mirror.documents import Document, modified_of, pack
from sources.apidae.mirror.model import OBJECTS, REJECTED
from sources.apidae.mirror.state import StateKeeper

SECONDS = 60.0
BATCH = 200
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
    """Writes for runs, of which there is one at a time."""

    def __init__(self, room: Room, states: StateKeeper) -> None:
        """Contacts nothing."""
        self._objects = room.collection(OBJECTS)
        self._rejected = room.collection(REJECTED)
        self._states = states

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
        refused = await self._replace(documents)
        aside = [*rejected, *refused]
        await self._forget(self._objects, [one.number for one in aside])
        with patience(SECONDS):
            replaced = [ReplaceOne({"_id": one.number}, one.document(now), upsert=True) for one in aside]
            await self._rejected.bulk_write(replaced)
        numbers = {one["_id"] for one in documents} - {one.number for one in aside}
        await self._forget(self._rejected, numbers)
        await self._states.bump()
        return aside

    async def remove(self, numbers: Collection[int]) -> None:
        """Forget objects that left the project."""
        if numbers:
            await self._states.bump()
            await self._forget(self._objects, numbers)
            await self._forget(self._rejected, numbers)
            await self._states.bump()

    async def rejected(self, most: int) -> list[Mapping[str, Any]]:
        """The rejected objects: `{_id, reason, at}`, by id."""
        return [*await self._rejected.find({}, sort=(("_id", 1),), limit=most, projection={"raw": 0})]

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
