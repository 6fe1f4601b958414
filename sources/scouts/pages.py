"""Pages of lists: which part is wanted, and the filters and pipelines that read just that part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sources.scouts.documents import Document


@dataclass(frozen=True, slots=True)
class Order:
    """A total order of a list: a field, then the key, both ascending (1) or descending (-1).

    `kind` is the type of the field: `datetime`, `str`, `int` or `float`.
    """

    field: str
    direction: int
    kind: type = datetime

    @property
    def sort(self) -> tuple[tuple[str, int], ...]:
        """For `find`."""
        return ((self.field, self.direction), ("_id", self.direction))


NEWEST = Order("postedAt", -1)
OLDEST = Order("postedAt", 1)
NEAREST = Order("distance", 1, float)
"""Distances are computed by the stage that `nearest_pipeline` begins with."""

BY_NAME = Order("sortName", 1, str)
LAST_CHANGED = Order("updatedAt", -1)


@dataclass(frozen=True, slots=True)
class Circle:
    """A point in degrees and a radius in kilometres."""

    lon: float
    lat: float
    km: float


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


def nearest_pipeline(
    field: str, circle: Circle, where: Mapping[str, Any], wanted: Wanted, hidden: Mapping[str, int]
) -> list[Document]:
    """A page of the documents in a circle, nearest first, each with its `distance` in metres."""
    near: Document = {
        "near": {"type": "Point", "coordinates": [circle.lon, circle.lat]},
        "distanceField": NEAREST.field,
        "maxDistance": circle.km * 1000,
        "key": field,
        "query": dict(where),
        "spherical": True,
    }
    if wanted.place:
        # a little less than the distance reached: the server compares in another unit
        near["minDistance"] = max(0.0, wanted.place[0] - 0.01)
    return [
        {"$geoNear": near},
        {"$match": page_filter(NEAREST, wanted.place)},
        {"$sort": dict(NEAREST.sort)},
        {"$limit": wanted.first + 1},
        {"$project": dict(hidden)},
    ]


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
