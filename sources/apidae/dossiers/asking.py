"""What may be asked of dossiers, and the filter of MongoDB that it means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from sources.apidae.dossiers.scope import Scope
from sources.apidae.policies.reasons import Notice, Reason
from sources.apidae.types.words import OfferFamily
from sources.apidae.workflow.steps import PathStep

Filter = dict[str, Any]
Place = tuple[int | str, int]
"""The sort key and the number of the last dossier of a page."""

NOT_BEGUN = "NONE"
BEYOND_ALL = 1 << 53
"""Milliseconds since 1970 that never come."""


class DossierOrder(Enum):
    """The field that a list is ordered by, and in which direction; then by number."""

    NUMBER = ("_id", 1)
    NAME = ("name", 1)
    UPDATED = ("updated", -1)

    @property
    def field(self) -> str:
        """The field of the document."""
        return str(self.value[0])

    @property
    def way(self) -> int:
        """1 or -1."""
        return int(self.value[1])

    @property
    def sort(self) -> tuple[tuple[str, int], ...]:
        """As MongoDB takes it."""
        return (("_id", 1),) if self is DossierOrder.NUMBER else ((self.field, self.way), ("_id", 1))

    @property
    def start(self) -> Place:
        """Before the first one."""
        starts: dict[DossierOrder, Place] = {
            DossierOrder.NUMBER: (0, 0),
            DossierOrder.NAME: ("", 0),
            DossierOrder.UPDATED: (BEYOND_ALL, 0),
        }
        return starts[self]

    @property
    def key_type(self) -> type:
        """Of the key in cursors."""
        return str if self is DossierOrder.NAME else int


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierQuery:
    """A checked question; parts that are empty do not narrow it. `words` are folded as names are.

    `stages` are how far paths are, None for one on which nothing was done.
    """

    reasons: tuple[Reason, ...] = ()
    notices: tuple[Notice, ...] = ()
    stages: tuple[PathStep | None, ...] = ()
    families: tuple[OfferFamily, ...] = ()
    communes: tuple[str, ...] = ()
    updated_since: datetime | None = None
    is_public: bool | None = None
    words: tuple[str, ...] = ()
    number: int | None = None
    order: DossierOrder = DossierOrder.NUMBER


def conditions(scope: Scope, query: DossierQuery, after: Place | None = None) -> Filter:
    """The filter of a page; each alternative of the scope has an index for each order."""
    bound, *exactly = _behind(query.order, after or query.order.start)
    found: Filter = {"$and": [*_asked(query), *exactly]}
    # the bound stands in each alternative, so that each begins at its place in its index
    found |= bound if scope.everybody else {"$or": [{**one, **bound} for one in owned(scope)]}
    return {"$and": [found, {"_id": query.number}]} if query.number is not None else found


def owned(scope: Scope) -> list[Filter]:
    """The alternatives of a scope that is not everybody's."""
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


def _asked(query: DossierQuery) -> list[Filter]:
    asked: list[Filter] = [{"codes": {"$ne": Reason.NOT_AN_OFFER.name}}]
    listed = {
        "codes": [one.name for one in query.reasons],
        "notices": [one.name for one in query.notices],
        "stage": [one.name if one else NOT_BEGUN for one in query.stages],
        "families": [one.name for one in query.families],
        "insee": list(query.communes),
    }
    asked += [{name: {"$in": values}} for name, values in listed.items() if values]
    if query.updated_since is not None:
        asked.append({"updated": {"$gte": round(query.updated_since.timestamp() * 1000)}})
    if query.is_public is not None:
        asked.append({"public": query.is_public})
    return asked + [{"name": {"$regex": re.escape(word)}} for word in query.words]


def _behind(order: DossierOrder, after: Place) -> list[Filter]:
    """First a bound that an index understands, then the exact place."""
    key, number = after
    if order is DossierOrder.NUMBER:
        return [{"_id": {"$gt": number}}]
    beyond, upto = ("$gt", "$gte") if order.way > 0 else ("$lt", "$lte")
    return [
        {order.field: {upto: key}},
        {"$or": [{order.field: {beyond: key}}, {"_id": {"$gt": number}}]},
    ]
