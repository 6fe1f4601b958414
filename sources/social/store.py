"""What callers may read of the database: posts that are public, in pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from gateway.source import FeedPart
from gateway.store import Room
from sources.social.media import Document
from sources.social.model import LINKS, POSTS
from sources.social.visibility import Visibility

DESCENDING = -1
NEWEST = (("pinned", DESCENDING), ("postedAt", DESCENDING), ("_id", DESCENDING))
BY_DATE = (("postedAt", DESCENDING), ("_id", DESCENDING))


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a list of posts, pinned ones first, then the newest: of the last post of the page before."""

    pinned: int
    posted_at: datetime
    key: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """A part of a list: at most `limit` posts behind `place` that `visibility` allows and the rest asks for.

    `about` is an entity and a key; `tags` are folded hashtags, `handle` is lower-case.
    """

    visibility: Visibility
    limit: int
    place: Place | None = None
    networks: frozenset[str] = frozenset()
    about: tuple[str, str] | None = None
    tag: str | None = None
    handle: str | None = None
    origin: str | None = None

    @property
    def where(self) -> Document:
        """The condition on posts, without the place."""
        asked = {
            "about": ":".join(self.about) if self.about else None,
            "tags": self.tag,
            "account.handle": self.handle,
            "origin": self.origin,
            # all of them is no condition, so that the index by date alone serves the list
            "network": next(iter(self.networks)) if len(self.networks) == 1 else None,
        }
        given = {name: value for name, value in asked.items() if value is not None}
        return {"$and": [self.visibility.where, given]} if given else self.visibility.where


class PostReader:
    """Reads for callers; every post that leaves here went through a `Visibility`."""

    def __init__(self, room: Room) -> None:
        """Contacts nothing."""
        self._posts = room.collection(POSTS)
        self._links = room.collection(LINKS)

    async def newest(self, wanted: Wanted) -> list[Document]:
        """Posts, pinned ones first, then the newest."""
        where = {"$and": [wanted.where, _behind(wanted.place, "_id")]}
        found = await self._posts.find(where, sort=NEWEST, limit=wanted.limit)
        return [post for post in found if wanted.visibility.allows(post)]

    async def dated(self, part: FeedPart, visibility: Visibility) -> list[Document]:
        """Posts of these origins by date alone, newest first."""
        where: Document = {**visibility.where}
        if len(part.origins) == 1:
            where["origin"] = next(iter(part.origins)).value
        if part.moment is not None:
            same = {"postedAt": part.moment, "_id": {"$gte": part.key}}
            where |= {"postedAt": {"$lte": part.moment}, "$nor": [same]}
        found = await self._posts.find(where, sort=BY_DATE, limit=part.limit)
        return [post for post in found if visibility.allows(post)]

    async def count(self, wanted: Wanted) -> int:
        """How many posts the whole list has."""
        return await self._posts.count(wanted.where)

    async def by_keys(self, keys: Sequence[str], visibility: Visibility) -> list[Document]:
        """Posts with these keys, in any order."""
        found = await self._posts.find({"_id": {"$in": list(keys)}, **visibility.where})
        return [post for post in found if visibility.allows(post)]

    async def matches_of(self, posts: Sequence[str]) -> dict[str, list[Document]]:
        """For each post its links, the surest first."""
        found: dict[str, list[Document]] = {}
        order = (("confidence", DESCENDING), ("entity", 1), ("key", 1))
        for link in await self._links.find({"post": {"$in": list(posts)}}, sort=order):
            found.setdefault(link["post"], []).append(link)
        return found

    async def newest_linked(
        self, entity: str, keys: Sequence[str], wanted: Wanted
    ) -> dict[str, list[Document]]:
        """For each object the newest posts linked to it; one command whatever the number of objects."""
        rows = await self._links.aggregate(self._linked(entity, keys, wanted))
        allows = wanted.visibility.allows
        return {row["key"]: [post for post in row["posts"] if allows(post)] for row in rows}

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
            {"$match": {"$and": [{"entity": entity}, _networks(wanted), _behind(wanted.place, "post")]}},
            {"$sort": {"pinned": DESCENDING, "postedAt": DESCENDING, "post": DESCENDING}},
            {"$limit": wanted.limit},
            {
                "$lookup": {
                    "from": self._posts.name,
                    "localField": "post",
                    "foreignField": "_id",
                    "as": "found",
                    "pipeline": [{"$match": wanted.visibility.where}],
                }
            },
            {"$unwind": "$found"},
            {"$replaceWith": {"$mergeObjects": ["$found", {"pinned": "$pinned"}]}},
        ]


def _networks(wanted: Wanted) -> Document:
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
