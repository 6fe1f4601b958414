"""Reads dossiers of the mirror, page by page, and the numbers of those that wait for a phase."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sources.apidae.dossiers.asking import DossierQuery, Place, conditions, owned
from sources.apidae.dossiers.scope import Scope
from sources.apidae.mirror.model_dossiers import BY_NAME, WAITING
from sources.apidae.mirror.slots import Slots
from sources.apidae.policies.model import Policy
from sources.apidae.policies.phases import OfferKind, Phase, Reach
from sources.apidae.policies.reasons import Reason
from sources.apidae.types.words import Audience, DurationClass

Document = dict[str, Any]

SHOWN = (
    *("raw", "fetchedAt", "stamp", "public", "name", "reasons", "notices", "policyVersion", "evaluatedAt"),
    *("levels", "families", "familyReasons", "workflow", "updated"),
)


class DossierReader:
    """Every method takes the scope of the caller and gives nothing beyond it."""

    def __init__(self, slots: Slots) -> None:
        """Contacts nothing."""
        self._slots = slots

    async def page(
        self, scope: Scope, query: DossierQuery, after: Place | None, limit: int
    ) -> Sequence[Document]:
        """The documents behind a place, in the order that is asked for."""
        if scope.is_empty:
            return []
        return await self._slots.objects.find(
            conditions(scope, query, after),
            sort=query.order.sort,
            limit=limit,
            projection=dict.fromkeys(SHOWN, 1),
            hint=hint_for(scope, query),
        )

    async def count(self, scope: Scope, query: DossierQuery) -> int:
        """How many there are."""
        if scope.is_empty:
            return 0
        return await self._slots.objects.count(conditions(scope, query), hint=hint_for(scope, query))

    async def waiting(self, scope: Scope, phase: Phase, policy: Policy) -> list[int]:
        """The numbers, in order, of what nothing but a phase keeps out and what this one would let in."""
        if scope.is_empty:
            return []
        where: Document = {"waits": {"$exists": True}, "codes": Reason.PHASE_NOT_OPEN.name}
        where |= {} if scope.everybody else {"$or": owned(scope)}
        found = await self._slots.objects.find(where, projection={"waits": 1}, hint=WAITING)
        fits = [one for one in found if phase.holds(OfferKind.DAY_OFFER, _reach(one["waits"]), policy)]
        return sorted(one["_id"] for one in fits)

    async def these(self, scope: Scope, numbers: Sequence[int]) -> Sequence[Document]:
        """The documents with these numbers, in order."""
        if scope.is_empty or not numbers:
            return []
        where: Document = {"_id": {"$in": list(numbers)}}
        where |= {} if scope.everybody else {"$or": owned(scope)}
        return await self._slots.objects.find(where, sort=(("_id", 1),), projection=dict.fromkeys(SHOWN, 1))


def hint_for(scope: Scope, query: DossierQuery) -> str | None:
    """Words are looked for in an index of names, so that only what holds them is read; who has several roles
    is left to the database."""
    if not query.words or query.number is not None:
        return None
    if scope.everybody:
        return BY_NAME[""]
    fields = [one for alternative in owned(scope) for one in alternative]
    return BY_NAME.get(fields[0]) if len(fields) == 1 else None


def _reach(waits: Document) -> Reach:
    duration = waits["duration"]
    audiences = frozenset(Audience[name] for name in waits["audiences"])
    return Reach(audiences, DurationClass[duration] if duration else None)
