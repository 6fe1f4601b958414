"""Tombstones: which objects were public and are not any more; nothing else is known of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from gateway.store import ReplaceOne, Room, patience
from sources.apidae.mirror.documents import Document
from sources.apidae.mirror.model import GONE
from sources.apidae.mirror.slots import Slots

SECONDS = 60.0
BATCH = 1_000


class Tombstones:
    """`{_id, seq, at}` and, for an object that another one stands in for, `by`.

    One is written before its object disappears, so a run that is cut off in between loses none; what it
    wrote too early is taken back by the next run.
    """

    def __init__(self, room: Room, slots: Slots) -> None:
        """Contacts nothing."""
        self._gone = room.collection(GONE)
        self._slots = slots

    async def bury(self, numbers: Collection[int], seq: int, now: datetime) -> None:
        """Tell that objects are not public any more."""
        ordered = sorted(numbers)
        for start in range(0, len(ordered), BATCH):
            with patience(SECONDS):
                await self._gone.bulk_write(
                    [
                        ReplaceOne({"_id": one}, {"_id": one, "seq": seq, "at": now}, upsert=True)
                        for one in ordered[start : start + BATCH]
                    ]
                )

    async def take_back(self, settled: int) -> None:
        """Forget what a run that was cut off told of objects that are public still."""
        unsettled = await self._gone.find({"seq": {"$gt": settled}}, projection={"_id": 1})
        numbers = [one["_id"] for one in unsettled]
        if numbers:
            public = await self._slots.objects.find(
                {"public": True, "_id": {"$in": numbers}}, projection={"_id": 1}
            )
            await self._gone.delete_many({"_id": {"$in": [one["_id"] for one in public]}})

    async def expire(self, now: datetime, retention: timedelta) -> None:
        """Forget the oldest ones, but for those that lead to another object."""
        await self._gone.delete_many({"at": {"$lt": now - retention}, "by": {"$exists": False}})

    async def replace(self, number: int, by: int, seq: int, now: datetime) -> bool:
        """Tell that another object stands in for one that is gone; False when that one is not."""
        told = {"$set": {"by": by, "seq": seq, "at": now}}
        return bool((await self._gone.update_one({"_id": number}, told)).matched)

    async def one(self, number: int) -> Mapping[str, Any] | None:
        """The tombstone of an object."""
        return await self._gone.find_one({"_id": number})

    async def after(self, seq: int, number: int, settled: int, limit: int) -> Sequence[Mapping[str, Any]]:
        """Tombstones behind a place of the feed, in order."""
        where = {
            "seq": {"$gte": seq, "$lte": settled},
            "$or": [{"seq": {"$gt": seq}}, {"_id": {"$gt": number}}],
        }
        found: list[Document] = await self._gone.find(where, sort=(("seq", 1), ("_id", 1)), limit=limit)
        return found
