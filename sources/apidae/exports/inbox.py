"""Notifications as they are stored: what is still to do survives every restart, what was done stays known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from gateway.store import Room
from sources.apidae.exports.notifications import Notification
from sources.apidae.mirror.model import EXPORTS

WAITING, APPLIED, REFUSED = "WAITING", "APPLIED", "REFUSED"
MOST_KEPT, MOST_REFUSED = 500, 100
"""Zips, and notifications without one, that are remembered: anybody may post some of these."""
FORGED = frozenset({"UNKNOWN_PROJECT", "FOREIGN_HOST"})
"""Reasons of notifications that anybody may have posted."""
AT_THE_DOOR = FORGED | {"APIDAE_ERROR"}
PAUSES = (30, 60, 300, 900, 3600)
"""Seconds until a zip that could not be fetched is tried again; the last one again and again."""
PATIENCE = timedelta(hours=24)

Entry = dict[str, Any]


class Inbox:
    """The collection `exports`: one document for each zip, by its name."""

    def __init__(self, room: Room) -> None:
        """Contacts nothing."""
        self._exports = room.collection(EXPORTS)

    async def put(self, told: Notification, now: datetime) -> str:
        """Store a notification; its status. A zip that was applied, or waits, is not stored again."""
        name = f"{told.refused} {now:%Y-%m-%dT%H:%M:%S.%f}" if told.refused else told.name
        known = await self._exports.find_one({"_id": name})
        if known and known["status"] in {WAITING, APPLIED}:
            return str(known["status"])
        status = REFUSED if told.refused in AT_THE_DOOR else WAITING
        fields: Entry = {"status": status, "reason": told.refused, "received": now, "tries": 0, "next": now}
        fields |= {"project": told.project, "reset": told.reset, "exceptional": told.exceptional}
        for key, address in (("fetch", told.fetch), ("confirm", told.confirm)):
            fields[key] = asdict(address) if address else None
        await self._exports.update_one({"_id": name}, {"$set": fields}, upsert=True)
        await self._forget()
        return status

    async def due(self, now: datetime) -> Entry | None:
        """The oldest notification that waits and whose time has come; none behind one that has to wait."""
        found = await self._exports.find({"status": WAITING}, sort=(("received", 1), ("_id", 1)), limit=1)
        return found[0] if found and found[0]["next"] <= now else None

    async def unconfirmed(self, now: datetime) -> Sequence[Entry]:
        """What was applied and is to be confirmed."""
        where = {"status": APPLIED, "confirm": {"$ne": None}, "next": {"$lte": now}}
        return await self._exports.find(where, sort=(("received", 1),), limit=10)

    async def applied(self, name: str, sentence: str, now: datetime) -> None:
        """Note that it is done, but for the confirmation."""
        await self._set(name, status=APPLIED, reason="", done=now, sentence=sentence, tries=0, next=now)

    async def refused(self, name: str, reason: str, now: datetime) -> None:
        """Note that it is not applied, and never will be unless Apidae tells it anew."""
        await self._set(name, status=REFUSED, reason=reason, done=now)

    async def later(self, entry: Entry, now: datetime) -> bool:
        """Try again after a while; False when it was tried for a day."""
        if now - (entry.get("done") or entry["received"]) > PATIENCE:
            return False
        pause = PAUSES[min(entry["tries"], len(PAUSES) - 1)]
        await self._set(entry["_id"], tries=entry["tries"] + 1, next=now + timedelta(seconds=pause))
        return True

    async def confirmed(self, name: str) -> None:
        """Nothing is left to do."""
        await self._set(name, confirm=None)

    async def last(self) -> Entry | None:
        """The notification that came last."""
        found = await self._exports.find({}, sort=(("received", -1),), limit=1)
        return found[0] if found else None

    async def latest(self, most: int) -> Sequence[Entry]:
        """The notifications that came last, newest first."""
        return await self._exports.find({}, sort=(("received", -1),), limit=most)

    async def _set(self, name: str, **values: Any) -> None:
        await self._exports.update_one({"_id": name}, {"$set": values})

    async def _forget(self) -> None:
        """Forget the oldest ones: those that wait are never among them."""
        at_the_door = sorted(AT_THE_DOOR)
        for where, most in (({"$in": at_the_door}, MOST_REFUSED), ({"$nin": at_the_door}, MOST_KEPT)):
            older = await self._exports.find(
                {"status": {"$ne": WAITING}, "reason": where},
                sort=(("received", -1),),
                skip=most,
                limit=most,
                projection={"_id": 1},
            )
            if older:
                await self._exports.delete_many({"_id": {"$in": [one["_id"] for one in older]}})
