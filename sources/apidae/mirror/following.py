"""Offers whose document does not know the latest of their path on the platform."""

from __future__ import annotations

from typing import Any

from gateway.store import Collection, Room
from sources.apidae.workflow.store import WORKFLOWS

BATCH = 1_000


async def behind(room: Room, objects: Collection) -> list[int]:
    """Numbers of such offers in one of the slots: their path was changed while they were written."""
    records = await room.collection(WORKFLOWS).find({}, projection={"revision": 1})
    latest = {one["_id"]: one["revision"] for one in records}
    numbers = sorted(latest)
    found: list[int] = []
    for start in range(0, len(numbers), BATCH):
        where = {"_id": {"$in": numbers[start : start + BATCH]}}
        some = await objects.find(where, projection={"workflow.revision": 1})
        found += [one["_id"] for one in some if _revision(one) != latest[one["_id"]]]
    return found


def _revision(document: dict[str, Any]) -> int | None:
    path: dict[str, int] = document.get("workflow") or {}
    return path.get("revision")
