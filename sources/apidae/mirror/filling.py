"""Keeps the table of a process up to date with the database: all of it once, then what has changed."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from gateway.clock import Clock
from gateway.errors import SourceUnavailable
from gateway.store import Collection
from sources.apidae.index.held import PROJECTION
from sources.apidae.index.table import Table
from sources.apidae.mirror.model import PUBLIC
from sources.apidae.mirror.slots import Slots
from sources.apidae.mirror.state import State

BATCH = 500
AT_ONCE = 50
"""Documents taken in before others may run: some fifty microseconds each."""
SECONDS = 60.0
"""A process that ended in the middle of a change never announced it: then the table is compared again."""
ASKED_AT_ONCE = 5_000
PATIENCE = 8.0
"""Less than an operation may take; the first question of health begins the work before anybody asks."""
SPARE = 1_000
"""Rows that may always be wasted."""

Document = dict[str, Any]


@dataclass(slots=True)
class Filled:
    """The table of one slot, the revision it is true of, and when it was last compared."""

    table: Table
    revision: int
    compared: float


class Filling:
    """The tables of one process: that of the slot that is shown, and until they have answered that of the
    slot that was shown to calls which began before.

    Objects of a table change one by one, between two steps of the event loop. It is brought up to date beside
    requests, which wait a moment for it: none that ends early cuts the work off.
    """

    def __init__(self, slots: Slots, clock: Clock, patience: float = PATIENCE) -> None:
        """`patience`: how many seconds a request waits. Contacts nothing."""
        self._slots = slots
        self._clock = clock
        self._patience = patience
        self._filled: dict[str, Filled] = {}
        self._work: asyncio.Task[None] | None = None

    async def table(self, state: State) -> Table:
        """The table as the database was at a state, or later; one a minute old while a newer one takes too
        long, `SOURCE_UNAVAILABLE` while there is none at all."""
        while self._is_due(state):
            work = self.begin(state)
            done, _ = await asyncio.wait({work}, timeout=self._patience)
            if not done:
                return self._older(state)
            await work
        return self._filled[state.slot].table

    @property
    def is_ready(self) -> bool:
        """Whether there is a table at all."""
        return bool(self._filled)

    def begin(self, state: State) -> asyncio.Task[None]:
        """Bring the table up to date, unless somebody does already."""
        if self._work is None or self._work.done():
            self._work = asyncio.create_task(self._bring_up_to_date(state))
            self._work.add_done_callback(_looked_at)
        return self._work

    async def aclose(self) -> None:
        """Stop what is being read."""
        if self._work is not None and not self._work.done():
            self._work.cancel()
            await asyncio.wait({self._work})

    def _older(self, state: State) -> Table:
        filled = self._filled.get(state.slot)
        if filled is None or self._clock.monotonic() - filled.compared >= SECONDS:
            raise SourceUnavailable(detail="the table of offers is being filled", retry_after=5)
        return filled.table

    def _is_due(self, state: State) -> bool:
        filled = self._filled.get(state.slot)
        if filled is None or filled.revision < state.revision:
            return True
        return self._clock.monotonic() - filled.compared >= SECONDS

    async def _bring_up_to_date(self, state: State) -> None:
        began, filled = self._clock.monotonic(), self._filled.get(state.slot)
        objects = self._slots.named(state.slot)
        table = await (_followed(objects, filled) if filled else _read(objects))
        table.days_from = state.days_from or table.days_from
        old = {slot: one for slot, one in self._filled.items() if began - one.compared < SECONDS}
        self._filled = {**old, state.slot: Filled(table, state.revision, began)}


def _looked_at(work: asyncio.Task[None]) -> None:
    """Whoever waits gets the error; that nobody waits is none."""
    if not work.cancelled():
        work.exception()


async def _read(objects: Collection) -> Table:
    """A new table of all that is there."""
    table, rank = Table(), 0
    scan = objects.scan(
        PUBLIC, batch=BATCH, sort=(("public", 1), ("_id", 1)), projection=PROJECTION, hint="by_id"
    )
    async for document in scan:
        table.put(document)
        rank += 1
        if rank % AT_ONCE == 0:
            await asyncio.sleep(0)
    return table


async def _followed(objects: Collection, filled: Filled) -> Table:
    """The table with what was written since, without what is gone; a new one when too many rows are dead."""
    table, since = filled.table, {"stamp": {"$gte": filled.revision}}
    count = await objects.count(since, hint="by_stamp")
    if (table.wasted + count) * 2 > len(table) + SPARE:
        return await _read(objects)
    scan = objects.scan(since, batch=BATCH, projection=PROJECTION, hint="by_stamp")
    rank = 0
    async for document in scan:
        _take(table, document)
        rank += 1
        if rank % AT_ONCE == 0:
            await asyncio.sleep(0)
    if await objects.count(PUBLIC, hint="by_id") != len(table):
        await _compare(objects, table)
    return table


async def _compare(objects: Collection, table: Table) -> None:
    """Find what was removed, and what was written without a word."""
    there = await _numbers(objects)
    for document in await _documents(objects, there - table.ids()):
        _take(table, document)
    for number in table.ids() - there:
        table.drop(number)


def _take(table: Table, document: Document) -> None:
    if not document["public"]:
        table.drop(document["_id"])
    elif table.stamp_of(document["_id"]) != document["stamp"]:
        table.put(document)


async def _numbers(objects: Collection) -> set[int]:
    scan = objects.scan(PUBLIC, batch=20_000, projection={"_id": 1}, hint="by_id")
    return {one["_id"] async for one in scan}


async def _documents(objects: Collection, numbers: Iterable[int]) -> list[Document]:
    found: list[Document] = []
    listed = sorted(numbers)
    for start in range(0, len(listed), ASKED_AT_ONCE):
        where = {"_id": {"$in": listed[start : start + ASKED_AT_ONCE]}}
        found += await objects.find(where, projection=PROJECTION)
    return found
