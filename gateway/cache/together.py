"""Keeps the versions of content up to date while the gateway runs, and lets other processes know them."""

from __future__ import annotations

import asyncio

from gateway.cache.shared import SharedCache
from gateway.cache.versions import ContentVersions
from gateway.clock import Clock

TELL_SECONDS = 0.25


async def follow_content(versions: ContentVersions, shared: SharedCache | None, clock: Clock) -> None:
    """Until cancelled. With a shared store the process begins where the others are."""
    known = await shared.versions() if shared else {}
    async with asyncio.TaskGroup() as group:
        group.create_task(versions.follow(known), name="versions")
        if shared:
            group.create_task(_tell(versions, shared, clock), name="telling versions")


async def _tell(versions: ContentVersions, shared: SharedCache, clock: Clock) -> None:
    told: object = None
    while True:
        now = versions.all
        if versions.known and now != told:
            await shared.tell(now)
            told = None if shared.resting else now
        await clock.sleep(TELL_SECONDS)
