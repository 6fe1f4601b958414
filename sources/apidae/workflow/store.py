"""Reads and writes the records of paths; the live catalogue knows them all by heart."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from gateway.clock import Clock
from gateway.errors import SourceError
from gateway.store import CollectionSpec, DuplicateKey, IndexSpec, Room
from sources.apidae.workflow.model import Workflow

WORKFLOWS = "workflows"
APART = {"private": 0, "unsettled": 0}
"""What `sources.apidae.path` keeps in the same document, so that all of it changes in one step: answers, who
signed, the last entry of the journal. Nothing else reads it."""
SECONDS = 30.0
"""How old what is known by heart may be: other processes write too."""

COLLECTION = CollectionSpec(
    WORKFLOWS,
    (
        IndexSpec((("private.last.made", 1),), partial={"private.last.made": {"$exists": True}}),
        IndexSpec((("unsettled", 1),), partial={"unsettled": {"$exists": True}}),
    ),
    validator={
        "$jsonSchema": {
            "bsonType": "object",
            "required": ["_id", "revision"],
            "properties": {"_id": {"bsonType": ["int", "long"]}, "revision": {"bsonType": ["int", "long"]}},
        }
    },
)


class WorkflowStore:
    """The records by number of the offer."""

    def __init__(self, room: Room, clock: Clock) -> None:
        """Contacts nothing."""
        self._records = room.collection(WORKFLOWS)
        self._clock = clock
        self._known: dict[int, Workflow] = {}
        self._read_at: float | None = None
        self._reading = asyncio.Lock()

    async def of(self, numbers: Iterable[int]) -> dict[int, Workflow]:
        """The records that exist."""
        listed = sorted(numbers)
        found = await self._records.find({"_id": {"$in": listed}}, projection=APART) if listed else []
        return {one["_id"]: Workflow.model_validate(one) for one in found}

    async def write(self, record: Workflow, apart: Mapping[str, Any] | None = None) -> Workflow | None:
        """Put a record in the place of the one of its revision; None when that one has changed meanwhile.

        `apart` is kept in the same document, see `APART`. Returns the record with its new revision.
        `Rejudge.offers` makes its effect visible.
        """
        written = record.model_copy(update={"revision": record.revision + 1})
        before = {"_id": record.number, "revision": record.revision}
        document = {**written.document(), **(apart or {})}
        try:
            found = await self._records.replace_one(before, document, upsert=not record.revision)
        except DuplicateKey:
            return None
        if not found.matched and record.revision:
            return None
        self._known = {**self._known, written.number: written}
        return written

    async def known(self) -> Mapping[int, Workflow]:
        """All records, at most half a minute old; the last ones known while the database is away."""
        now = self._clock.monotonic()
        async with self._reading:
            if self._read_at is None or now - self._read_at >= SECONDS:
                self._read_at = now
                with suppress(SourceError):
                    read = [
                        Workflow.model_validate(one) async for one in self._records.scan({}, projection=APART)
                    ]
                    self._known = {one.number: one for one in read}
        return self._known
