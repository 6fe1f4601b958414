"""All that this source reads from and writes to the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from gateway.store import ReplaceOne, Room
from sources.scouts import model
from sources.scouts.books import Books
from sources.scouts.reading import ScoutReader

WRITES = 500
DEMO_MARK = "mark"


@dataclass(slots=True)
class Filling:
    """Documents to be saved together, by collection; scouts and contents have been through `policy`."""

    communities: Sequence[Any] = ()
    scouts: Sequence[Any] = ()
    contents: Sequence[Any] = ()
    records: Mapping[str, Sequence[Any]] = field(default_factory=dict)


class ScoutStore(ScoutReader):
    """Reads for callers, the demo's writes, and the books that services write."""

    def __init__(self, room: Room) -> None:
        """Contacts nothing."""
        super().__init__(room)
        self.books = Books(room)
        self._demo = room.collection(model.DEMO)

    async def save(self, filling: Filling) -> None:
        """Insert or replace all these documents."""
        chosen = {
            model.COMMUNITIES: filling.communities,
            model.SCOUTS: filling.scouts,
            **filling.records,
            model.CONTENTS: filling.contents,
        }
        for name, documents in chosen.items():
            for start in range(0, len(documents), WRITES):
                part = documents[start : start + WRITES]
                await self.books.of(name).bulk_write(
                    [ReplaceOne({"_id": one["_id"]}, one, upsert=True) for one in part], ordered=False
                )

    async def keep_only(self, prefix: str, keys: Mapping[str, Sequence[str]]) -> None:
        """Delete documents of these collections whose key begins with `prefix`, except those named."""
        begins = {"$gte": prefix, "$lt": f"{prefix}\uffff"}
        for name, kept in keys.items():
            await self.books.of(name).delete_many({"_id": {**begins, "$nin": list(kept)}})

    async def demo_mark(self) -> str | None:
        """What the demo content in the database was made from."""
        found = await self._demo.find_one({"_id": DEMO_MARK})
        return str(found["madeFrom"]) if found else None

    async def set_demo_mark(self, made_from: str) -> None:
        """Note what the demo content was made from."""
        mark = {"_id": DEMO_MARK, "madeFrom": made_from}
        await self._demo.replace_one({"_id": DEMO_MARK}, mark, upsert=True)
