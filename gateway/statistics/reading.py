"""Reads counts: sums by offer, key, partner or day within a period, a page at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from gateway.statistics.record import Event
from gateway.store import Collection

NOTHING = 0


class Sums(NamedTuple):
    """Sums of the three events."""

    views: int = NOTHING
    impressions: int = NOTHING
    clicks: int = NOTHING


class Place(NamedTuple):
    """Where a row stands: by day, then most counted first, then by what it is about."""

    day: str
    all: int
    name: str


class Row(NamedTuple):
    """One group: values of the dimensions it was asked by, its sums, its place in the order."""

    of: Mapping[str, str]
    sums: Sums
    place: Place


@dataclass(frozen=True, slots=True)
class Question:
    """Counters of `filter` (see `Sight.filter`) between two days, both included, grouped `by` fields."""

    filter: Mapping[str, Any]
    first_day: date
    last_day: date
    by: tuple[str, ...] = ()

    def match(self) -> dict[str, Any]:
        """The first stage."""
        days = {"$gte": self.first_day.isoformat(), "$lte": self.last_day.isoformat()}
        return {"$match": {"$and": [{"day": days}, dict(self.filter)]}}


class Reader:
    """Sums over the stored counters; what waits in memory is not in them yet."""

    def __init__(self, collection: Collection) -> None:
        """Contacts nothing."""
        self._collection = collection

    async def offers(self, question: Question) -> list[str]:
        """Keys of all offers of the counters, in no order."""
        found = await self._collection.aggregate([question.match(), {"$group": {"_id": "$offer"}}])
        return [one["_id"] for one in found]

    async def total(self, question: Question) -> Sums:
        """The sums of all counters together."""
        found = await self._collection.aggregate([question.match(), _group({})])
        return _sums(found[0]) if found else Sums()

    async def by_offer(self, question: Question) -> Mapping[str, Sums]:
        """The sums of each offer that has any."""
        found = await self._collection.aggregate([question.match(), _group({"offer": "$offer"})])
        return {one["_id"]["offer"]: _sums(one) for one in found}

    async def rows(self, question: Question, limit: int, after: Place | None) -> list[Row]:
        """At most `limit` groups behind a place."""
        group = {name: f"${name}" for name in question.by}
        names: list[Any] = [f"$_id.{name}" for name in question.by if name != "day"]
        spaced = [part for name in names for part in (name, " ")]
        place = {
            "day": "$_id.day" if "day" in question.by else "",
            "all": {"$add": [f"${event.value}" for event in Event]},
            "name": {"$concat": spaced or [""]},
        }
        stages = [question.match(), _group(group), {"$set": place}]
        if after is not None:
            stages.append({"$match": _behind(after)})
        order = {"day": 1, "all": -1, "name": 1}
        found = await self._collection.aggregate([*stages, {"$sort": order}, {"$limit": limit}])
        return [Row(one["_id"], _sums(one), Place(one["day"], int(one["all"]), one["name"])) for one in found]


def _group(by: Mapping[str, str]) -> dict[str, Any]:
    sums = {event.value: {"$sum": {"$cond": [{"$eq": ["$event", event.value]}, "$n", 0]}} for event in Event}
    return {"$group": {"_id": dict(by), **sums}}


def _behind(place: Place) -> dict[str, Any]:
    later: Sequence[dict[str, Any]] = (
        {"day": {"$gt": place.day}},
        {"day": place.day, "all": {"$lt": place.all}},
        {"day": place.day, "all": place.all, "name": {"$gt": place.name}},
    )
    return {"$or": list(later)}


def _sums(group: Mapping[str, Any]) -> Sums:
    return Sums(*(int(group[event.value]) for event in (Event.VIEW, Event.IMPRESSION, Event.CLICK)))
