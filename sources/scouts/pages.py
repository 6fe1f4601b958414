"""Pages of lists: which part is wanted, and the filters and pipelines that read just that part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sources.scouts.documents import Document


@dataclass(frozen=True, slots=True)
class Order:
    """A total order of a list: a field, then the key, both ascending (1) or descending (-1)."""

    field: str
    direction: int

    @property
    def sort(self) -> tuple[tuple[str, int], ...]:
        """For `find`."""
        return ((self.field, self.direction), ("_id", self.direction))


NEWEST = Order("postedAt", -1)
BY_NAME = Order("sortName", 1)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A page: at most `first` items behind `place` (sort value and key), and whether to count the list."""

    first: int
    place: tuple[Any, str] | None = None
    count: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A page as read: one document more than wanted when the list goes on; the total if it was counted."""

    documents: list[Document]
    total: int | None = None


def page_filter(order: Order, place: tuple[Any, str] | None) -> Document:
    """What lies behind a place; the first condition bounds the index, the second tells ties apart.

    `$nor` and not `$or`, for which the planner would weigh several plans at each parent of a level.
    """
    if place is None:
        return {}
    value, key = place
    reached, passed = ("$lte", "$gte") if order.direction < 0 else ("$gte", "$lte")
    return {order.field: {reached: value}, "$nor": [{order.field: value, "_id": {passed: key}}]}


def pages_pipeline(
    parents: Sequence[str],
    collection: str,
    field: str,
    order: Order,
    wanted: Wanted,
    hidden: Mapping[str, int],
) -> list[Document]:
    """For each parent the page of documents whose `field` holds it; to be run on any collection.

    A look-up with `localField` goes through the index of `field` once per parent and stops at its limit.
    """
    page: list[Document] = [
        {"$match": page_filter(order, wanted.place)},
        {"$sort": dict(order.sort)},
        {"$limit": wanted.first + 1},
        {"$project": dict(hidden)},
    ]
    stages: list[Document] = [
        # parents may live in no collection of ours: they enter as documents beside an empty result
        {"$match": {"_id": {"$in": []}}},
        {"$unionWith": {"pipeline": [{"$documents": [{"_id": key} for key in parents]}]}},
        _lookup(collection, field, page, "page"),
    ]
    if wanted.count:
        stages.append(_lookup(collection, field, [{"$count": "total"}], "count"))
    return stages


def found_of(row: Document) -> Found:
    """The page in one row of what `pages_pipeline` gives."""
    if "count" not in row:
        return Found(row["page"])
    return Found(row["page"], sum(part["total"] for part in row["count"]))


def _lookup(collection: str, field: str, pipeline: list[Document], name: str) -> Document:
    return {
        "$lookup": {
            "from": collection,
            "localField": "_id",
            "foreignField": field,
            "pipeline": pipeline,
            "as": name,
        }
    }
