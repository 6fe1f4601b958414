"""Reads dossiers of the mirror, page by page, by the number of the offer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sources.apidae.dossiers.scope import Scope
from sources.apidae.mirror.slots import Slots
from sources.apidae.policies.reasons import Notice, Reason

Document = dict[str, Any]
Filter = dict[str, Any]

SHOWN = (
    *("raw", "fetchedAt", "stamp", "public", "name", "reasons", "notices", "policyVersion", "evaluatedAt"),
    *("levels", "families", "familyReasons", "workflow"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierQuery:
    """A checked question; parts that are empty do not narrow it. `words` are folded as names are."""

    reasons: tuple[Reason, ...] = ()
    notices: tuple[Notice, ...] = ()
    words: tuple[str, ...] = ()
    number: int | None = None


class DossierReader:
    """Every method takes the scope of the caller and gives nothing beyond it."""

    def __init__(self, slots: Slots) -> None:
        """Contacts nothing."""
        self._slots = slots

    async def page(self, scope: Scope, query: DossierQuery, after: int, limit: int) -> Sequence[Document]:
        """The documents behind the one with the number `after`, by number."""
        if scope.is_empty:
            return []
        return await self._slots.objects.find(
            conditions(scope, query, after),
            sort=(("_id", 1),),
            limit=limit,
            projection=dict.fromkeys(SHOWN, 1),
        )

    async def count(self, scope: Scope, query: DossierQuery) -> int:
        """How many there are."""
        return 0 if scope.is_empty else await self._slots.objects.count(conditions(scope, query, 0))


def conditions(scope: Scope, query: DossierQuery, after: int) -> Filter:
    """The filter of a page; each alternative of the scope has an index that ends with the number."""
    asked: list[Filter] = [{"codes": {"$ne": Reason.NOT_AN_OFFER.name}}]
    if query.reasons:
        asked.append({"codes": {"$in": [one.name for one in query.reasons]}})
    if query.notices:
        asked.append({"notices": {"$in": [one.name for one in query.notices]}})
    asked += [{"name": {"$regex": re.escape(word)}} for word in query.words]
    own = [{**one, "_id": {"$gt": after}} for one in _owned(scope)]
    found: Filter = {"$and": asked} | ({"_id": {"$gt": after}} if scope.everybody else {"$or": own})
    return {"$and": [found, {"_id": query.number}]} if query.number is not None else found


def _owned(scope: Scope) -> list[Filter]:
    found: list[Filter] = []
    if scope.offices:
        found.append({"ownOffice": {"$in": list(scope.offices)}})
    if scope.departments:
        found.append({"department": {"$in": list(scope.departments)}})
    if scope.providers:
        found += [
            {"ownProvider": {"$in": list(scope.providers)}},
            {"$and": [{"_id": {"$in": list(scope.providers)}}]},
        ]
    return found
