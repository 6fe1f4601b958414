"""What somebody has to look into: levels that vanished, exports that fail or do not come."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

from gateway.clock import Clock
from gateway.source import Notice
from gateway.store import Room
from sources.apidae.exports.inbox import FORGED, REFUSED, Inbox
from sources.apidae.exports.refusals import SENTENCES
from sources.apidae.mirror.model import STATE
from sources.apidae.mirror.state import StateKeeper

logger = logging.getLogger("sources.apidae")

LEAST = 50
"""A smaller catalogue may well lack a level."""
REFUSED_EXPORT = "EXPORT_"
"""Alerts that begin so were logged when it happened."""
REMEMBERED = timedelta(days=30)
"""So long an id is missed; then it is no longer expected."""


class Watch:
    """Looks after each run. Keeps the alerts for pages that contact nothing, logs each when it begins."""

    def __init__(
        self, room: Room, states: StateKeeper, inbox: Inbox | None, clock: Clock, silence: timedelta
    ) -> None:
        """`inbox` is None where exports are off; `silence`: how long none may come."""
        self._notes = room.collection(STATE)
        self._states = states
        self._inbox = inbox
        self._clock = clock
        self._silence = silence
        self.alerts: tuple[Notice, ...] = ()

    async def look(self) -> None:
        """Find out what is wrong now; raises what the database raises."""
        noted = await self._notes.find_one({"_id": "watch"}) or {"began": self._clock.now()}
        found = [*await self._levels(noted), *await self._exports(noted["began"])]
        known = {one.code for one in self.alerts} | set(noted.get("told", ()))
        for alert in found:
            if alert.code not in known and not alert.code.startswith(REFUSED_EXPORT):
                logger.error("apidae: %s", alert.text)
        self.alerts = tuple(found)
        noted["told"] = [alert.code for alert in found]
        await self._notes.update_one(
            {"_id": "watch"}, {"$set": {key: noted[key] for key in noted if key != "_id"}}, upsert=True
        )

    async def _levels(self, noted: dict[str, Any]) -> list[Notice]:
        """Ids of levels that some object once had and none has now."""
        await self._states.read()
        objects = self._states.slots.objects
        if await objects.count({"levelIds": {"$exists": True}}, limit=LEAST) < LEAST:
            return []
        found, now = await objects.distinct("levelIds"), self._clock.now()
        last = {int(number): at for number, at in noted.get("levels", {}).items()} | dict.fromkeys(found, now)
        last = {number: at for number, at in last.items() if now - at < REMEMBERED}
        noted["levels"] = {str(number): at for number, at in last.items()}
        return [
            Notice(
                code=f"LEVEL_VANISHED_{number}",
                text=f"No object has the level id {number} any more: has Apidae moved it to another id? "
                "See APIDAE_DISTINCTION_LEVELS.",
                alert=True,
            )
            for number in sorted(last.keys() - set(found))
        ]

    async def _exports(self, began: datetime) -> list[Notice]:
        if self._inbox is None:
            return []
        latest = [one for one in await self._inbox.latest(20) if one["reason"] not in FORGED]
        since = latest[0]["received"] if latest else began
        found = []
        if self._clock.now() - since > self._silence:
            hours = round(self._silence.total_seconds() / 3600)
            text = f"No export was announced for more than {hours} hours."
            found.append(Notice(code="EXPORTS_SILENT", text=text, alert=True))
        if latest and latest[0]["status"] == REFUSED:
            reason = latest[0]["reason"]
            text = f"The last export was not applied. {SENTENCES[reason]}"
            found.append(Notice(code=f"{REFUSED_EXPORT}{reason}", text=text, alert=True))
        return found
