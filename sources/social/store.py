"""What callers may read of the database: posts that are public, in pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from gateway.store import Room
from sources.social.media import Document
from sources.social.model import LINKS, POSTS

DESCENDING = -1
NEWEST = (("pinned", DESCENDING), ("postedAt", DESCENDING), ("_id", DESCENDING))


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a list of posts, pinned ones first, then the newest: of the last post of the page before."""

    pinned: int
    posted_at: datetime
    key: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """A part of a list: at most `limit` posts of `networks` behind `place`, read since `shown_since`."""

    networks: frozenset[str]
    place: Place | None
    limit: int
    shown_since: datetime


def is_public(shown_since: datetime) -> Document:
    """The one rule of which stored posts may be shown: none that could not be refreshed for long."""
    return {"shown": True, "fetchedAt": {"$gte": shown_since}}


class PostReader:
    """Reads for callers; every post that leaves here went through `is_public`."""

    def __init__(self, room: Room) -> None:
        """Contacts nothing."""
        self._posts = room.collection(POSTS)
        self._links = room.collection(LINKS)

    async def newest(self, wanted: Wanted) -> list[Document]:
        """Posts, newest first."""
        where = {**is_public(wanted.shown_since), **_networks(wanted), **_behind(wanted.place, "_id")}
        return await self._posts.find(where, sort=NEWEST, limit=wanted.limit)

    async def count(self, wanted: Wanted) -> int:
        """How many posts the whole list has."""
        return await self._posts.count({**is_public(wanted.shown_since), **_networks(wanted)})

    async def by_keys(self, keys: Sequence[str], shown_since: datetime) -> list[Document]:
        """Posts with these keys, in any order."""
        return await self._posts.find({"_id": {"$in": list(keys)}, **is_public(shown_since)})

    async def newest_linked(
        self, entity: str, keys: Sequence[str], wanted: Wanted
    ) -> dict[str, list[Document]]:
        """For each object the newest posts linked to it; one command whatever the number of objects."""
        rows = await self._links.aggregate(self._linked(entity, keys, wanted))
        return {row["key"]: row["posts"] for row in rows}

    async def linked_keys(self, entity: str, posts: Sequence[str]) -> dict[str, list[str]]:
        """For each post the keys of the objects it is linked to, surest first."""
        found: dict[str, list[str]] = {}
        for link in await self._links.find(
            {"post": {"$in": list(posts)}, "entity": entity},
            projection={"post": 1, "key": 1},
            sort=(("confidence", DESCENDING), ("key", 1)),
        ):
            found.setdefault(link["post"], []).append(link["key"])
        return found

    def _linked(self, entity: str, keys: Sequence[str], wanted: Wanted) -> list[Document]:
        return [
            # the objects are not ours: they enter as documents that no collection holds
            {"$match": {"_id": {"$in": []}}},
            {"$unionWith": {"pipeline": [{"$documents": [{"key": key} for key in keys]}]}},
            {
                "$lookup": {
                    "from": self._links.name,
                    "localField": "key",
                    "foreignField": "key",
                    "as": "posts",
                    "pipeline": self._newest_of_one(entity, wanted),
                }
            },
        ]

    def _newest_of_one(self, entity: str, wanted: Wanted) -> list[Document]:
        """The stages that turn the links of one object into its newest posts, reading no more than those."""
        return [
            {"$match": {"entity": entity, **_networks(wanted), **_behind(wanted.place, "post")}},
            {"$sort": {"pinned": DESCENDING, "postedAt": DESCENDING, "post": DESCENDING}},
            {"$limit": wanted.limit},
            {
                "$lookup": {
                    "from": self._posts.name,
                    "localField": "post",
                    "foreignField": "_id",
                    "as": "found",
                    "pipeline": [{"$match": is_public(wanted.shown_since)}],
                }
            },
            {"$unwind": "$found"},
            {"$replaceWith": {"$mergeObjects": ["$found", {"pinned": "$pinned"}]}},
        ]


def _networks(wanted: Wanted) -> Document:
    # all of them is no condition, so that the index by date alone serves the list
    if len(wanted.networks) == 1:
        return {"network": next(iter(wanted.networks))}
    return {}


def _behind(place: Place | None, key: str) -> Document:
    if place is None:
        return {}
    pinned, moment = {"pinned": place.pinned}, {"postedAt": place.posted_at}
    return {
        "pinned": {"$lte": place.pinned},
        "$or": [
            {"pinned": {"$lt": place.pinned}},
            {**pinned, "postedAt": {"$lt": place.posted_at}},
            {**pinned, **moment, key: {"$lt": place.key}},
        ],
    }
