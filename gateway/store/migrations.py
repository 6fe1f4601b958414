"""Versioned changes of stored documents: each run once, in order, by one process at a time."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gateway.store.collection import Collection
from gateway.store.lease import Lease

if TYPE_CHECKING:
    from gateway.store.room import Room

logger = logging.getLogger("gateway.store")

RECORDS = "gateway_migrations"
"""Collection of the whole database: `{source, version, name, at, seconds}` and the leases."""


@dataclass(frozen=True, slots=True)
class Migration:
    """`run(room)` changes the documents of a room to `version`.

    It may be cut off by a crash and is then run again from its beginning, so it must stand a repetition.
    """

    version: int
    name: str
    run: Callable[[Room], Awaitable[None]]


async def run_migrations(room: Room, migrations: Sequence[Migration]) -> None:
    """Run what was never completed. Nothing is locked when there is nothing to do."""
    ordered = sorted(migrations, key=lambda migration: migration.version)
    versions = [migration.version for migration in ordered]
    if twice := sorted({version for version in versions if versions.count(version) > 1}):
        raise ValueError(f"{room.source} declares two migrations of version {twice[0]}")
    records = room.shared(RECORDS)
    if not ordered or not await _pending(room, records, ordered):
        return
    async with Lease(records, f"lease:{room.source}", room.clock).held():
        for migration in await _pending(room, records, ordered):
            await _run(room, records, migration)


async def _pending(room: Room, records: Collection, ordered: Sequence[Migration]) -> list[Migration]:
    done = {record["version"]: record["name"] for record in await records.find({"source": room.source})}
    for migration in ordered:
        recorded = done.get(migration.version, migration.name)
        if recorded != migration.name:
            raise ValueError(
                f"migration {migration.version} of {room.source} is {migration.name!r}, "
                f"but {recorded!r} was run under this version: take the next number"
            )
    return [migration for migration in ordered if migration.version not in done]


async def _run(room: Room, records: Collection, migration: Migration) -> None:
    began = room.clock.monotonic()
    await migration.run(room)
    seconds = room.clock.monotonic() - began
    await records.insert_one(
        {
            "_id": f"{room.source}:{migration.version}",
            "source": room.source,
            "version": migration.version,
            "name": migration.name,
            "at": room.clock.now(),
            "seconds": seconds,
        }
    )
    logger.info("migration %d of %s (%s) is done", migration.version, room.source, migration.name)
