"""Writes steps and the journal so that neither is without the other, whenever the process ends."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from gateway.clock import Clock
from gateway.store import CollectionSpec, DuplicateKey, IndexSpec, Room
from sources.apidae.path.model import Document, Entry, Path
from sources.apidae.workflow.model import Workflow
from sources.apidae.workflow.store import WORKFLOWS, WorkflowStore

JOURNAL = "path_journal"
COLLECTION = CollectionSpec(
    JOURNAL,
    (IndexSpec((("made", 1),), partial={"made": {"$exists": True}}),),
    validator={
        "$jsonSchema": {
            "bsonType": "object",
            "required": ["_id", "offer", "revision", "step", "subject", "role", "at"],
            "properties": {"_id": {"bsonType": "string"}, "at": {"bsonType": "date"}},
        }
    },
)


class PathStore:
    """Paths by the number of the offer.

    A step and its entry are written as one document; the entry is then copied into the journal, at the latest
    before the next step is written. Whoever reads the journal joins both. Ids of entries sort as things
    happened: by revision, what was done before what was refused, then by time.
    """

    def __init__(self, room: Room, clock: Clock) -> None:
        """Contacts nothing."""
        self._records = room.collection(WORKFLOWS)
        self._journal = room.collection(JOURNAL)
        self._workflows = WorkflowStore(room, clock)

    async def of(self, numbers: Iterable[int]) -> dict[int, Path]:
        """The paths of these offers; one on which nothing was done is empty."""
        listed = sorted(set(numbers))
        found = await self._records.find({"_id": {"$in": listed}}) if listed else []
        known = {one["_id"]: Path.read(one) for one in found}
        return {one: known.get(one) or Path(workflow=Workflow(number=one)) for one in listed}

    async def write(self, path: Path, entry: Entry) -> Path | None:
        """Put a changed path in the place of the one of its revision; None when that one has changed."""
        await self._keep(path.private.last)
        private = path.private.model_copy(update={"last": entry})
        apart = {"private": private.model_dump(mode="python", by_alias=True, exclude_none=True)}
        apart["private"]["last"] = document_of(entry)
        written = await self._workflows.write(path.workflow, {**apart, "unsettled": True})
        if written is None:
            return None
        await self._keep(entry)
        return Path(workflow=written, private=private)

    async def refused(self, entry: Entry) -> None:
        """Keep the entry of a step that was refused."""
        await self._keep(entry)

    async def settled(self, path: Path) -> None:
        """The verdict on the offer is that of this revision."""
        await self._records.update_one(
            {"_id": path.number, "revision": path.version}, {"$unset": {"unsettled": ""}}
        )

    async def unsettled(self) -> list[Path]:
        """Paths on whose offers the verdict may be out of date: somebody was cut off."""
        found = await self._records.find({"unsettled": True}, sort=(("_id", 1),), limit=1_000)
        return [Path.read(one) for one in found]

    async def made(self, key: str) -> int | None:
        """The offer on which the call with this key did something."""
        found = await self._journal.find_one({"made": key}, projection={"offer": 1})
        if found is not None:
            return int(found["offer"])
        record = await self._records.find_one({"private.last.made": key}, projection={"_id": 1})
        return int(record["_id"]) if record else None

    async def journal(self, number: int, after: str = "", limit: int = 0) -> Sequence[Entry]:
        """Entries of a dossier in their order, behind the one with this id; `limit` 0 means all."""
        begin = after or f"{number}:"
        where: dict[str, Any] = {"_id": {"$gt": begin, "$lt": f"{number};"}}
        # in this order: an entry that is copied meanwhile is then in both, not in neither
        last = (await self.of([number]))[number].private.last
        kept = await self._journal.find(where, sort=(("_id", 1),), limit=limit)
        entries = {one["_id"]: Entry.model_validate(one) for one in kept}
        if last and last.id > begin:
            entries.setdefault(last.id, last)
        ordered = [entries[key] for key in sorted(entries)]
        return ordered[:limit] if limit else ordered

    async def _keep(self, entry: Entry | None) -> None:
        if entry is not None:
            with suppress(DuplicateKey):
                await self._journal.insert_one(document_of(entry))


def document_of(entry: Entry) -> Document:
    """An entry as it is kept."""
    found = entry.model_dump(by_alias=True, exclude_defaults=True)
    return found | {"step": entry.step.value}


def done_id(number: int, revision: int) -> str:
    """The id of the entry of the step that made this revision."""
    return f"{number}:{revision:08}"


def refused_id(number: int, revision: int, at: datetime) -> str:
    """An id of an entry of a step that was refused at this revision."""
    return f"{number}:{revision:08}:{round(at.timestamp() * 1000):014}:{secrets.token_hex(6)}"
