"""Keeps budgets in the database, so that a block outlives a restart and all processes know of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gateway.store import Room, UpdateOne
from sources.social.budget.governor import Budget, Governor
from sources.social.model import BUDGETS
from sources.social.times import aware_or_none


class Ledger:
    """Loads what others learnt and stores what this process learnt."""

    def __init__(self, room: Room, governor: Governor) -> None:
        """Contacts nothing."""
        self._budgets = room.collection(BUDGETS)
        self._governor = governor

    async def load(self) -> None:
        """Take over what is stored; to be done before a row of calls."""
        for row in await self._budgets.find({}):
            self._governor.merge(row["_id"], _budget(row))

    async def save(self) -> None:
        """Store what changed since the last time."""
        changed, self._governor.changed = self._governor.changed, set()
        await self._budgets.bulk_write(
            [
                UpdateOne({"_id": name}, {"$set": _document(self._governor.known(name))}, upsert=True)
                for name in sorted(changed)
            ]
        )


def _budget(row: Mapping[str, Any]) -> Budget:
    return Budget(
        percent=float(row.get("percent", 0.0)),
        at=aware_or_none(row.get("at")),
        blocked_until=aware_or_none(row.get("blockedUntil")),
    )


def _document(budget: Budget) -> dict[str, Any]:
    return {"percent": budget.percent, "at": budget.at, "blockedUntil": budget.blocked_until}
