"""Keeps the table of a process up to date with the database: all of it once, then what has changed."""

from __future__ import annotations

import asyncio
from collections.abc import Collection as Some
from typing import Any

from gateway.clock import Clock
from gateway.store import Room
from sources.apidae.index.held import PROJECTION
from sources.apidae.index.table import Table
from sources.apidae.mirror.model import OBJECTS, PUBLIC
from sources.apidae.mirror.state import State

BATCH = 500
AT_ONCE = 50
"""Documents taken in before others may run: some fifty microseconds each."""
SECONDS = 60.0
"""A process that ended in the middle of a change never announced it: then the table is compared again."""
ASKED_AT_ONCE = 5_000
SPARE = 1_000
"""Rows that may always be wasted."""

Document = dict[str, Any]


class Filling:
    """The table of one process. It changes between two steps of the event loop only, and as a whole."""

    def __init__(self, room: Room, clock: Clock) -> None:
        """Contacts nothing."""
        self._objects = room.collection(OBJECTS)
        self._clock = clock
        self._table = Table()
        self._revision: int | None = None
        self._compared = 0.0
        self._one_at_a_time = asyncio.Lock()

    async def table(self, state: State) -> Table:
        """The table as the database was at a revision, or later."""
        if not self._is_due(state):
            return self._table
        async with self._one_at_a_time:
            if self._is_due(state):
                compared = self._clock.monotonic()
                await (self._fill() if self._revision is None else self._follow(self._revision))
                self._revision, self._compared = state.revision, compared
        return self._table

    def _is_due(self, state: State) -> bool:
        return (
            self._revision is None
            or self._revision < state.revision
            or self._clock.monotonic() - self._compared >= SECONDS
        )

    async def _fill(self) -> None:
        table, rank = Table(), 0
        scan = self._objects.scan(
            PUBLIC, batch=BATCH, sort=(("public", 1), ("_id", 1)), projection=PROJECTION, hint="by_id"
        )
        async for document in scan:
            table.put(document)
            rank += 1
            if rank % AT_ONCE == 0:
                await asyncio.sleep(0)
        self._table = table

    async def _follow(self, revision: int) -> None:
        """What was written since, and what is gone; too many dead rows, and all is read again."""
        since = {"stamp": {"$gte": revision}}
        if self._is_worn(await self._objects.count(since, hint="by_stamp")):
            return await self._fill()
        changed = await self._objects.find(since, projection=PROJECTION, hint="by_stamp")
        known = self._table.ids()
        known |= {one["_id"] for one in changed if one["public"]}
        known -= {one["_id"] for one in changed if not one["public"]}
        gone: set[int] = set()
        if await self._objects.count(PUBLIC, hint="by_id") != len(known):
            there = await self._numbers()
            gone = known - there
            changed += await self._documents(there - known)
        for document in changed:
            self._take(document)
        for number in gone:
            self._table.drop(number)
        return None

    def _is_worn(self, more: int) -> bool:
        return (self._table.wasted + more) * 2 > len(self._table) + SPARE

    def _take(self, document: Document) -> None:
        if not document["public"]:
            self._table.drop(document["_id"])
        elif self._table.stamp_of(document["_id"]) != document["stamp"]:
            self._table.put(document)

    async def _numbers(self) -> set[int]:
        scan = self._objects.scan(PUBLIC, batch=20_000, projection={"_id": 1}, hint="by_id")
        return {one["_id"] async for one in scan}

    async def _documents(self, numbers: Some[int]) -> list[Document]:
        found: list[Document] = []
        listed = sorted(numbers)
        for start in range(0, len(listed), ASKED_AT_ONCE):
            where = {"_id": {"$in": listed[start : start + ASKED_AT_ONCE]}}
            found += await self._objects.find(where, projection=PROJECTION)
        return found
