"""All that this source reads from and writes to the database."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gateway.store import Collection, ReplaceOne, Room
from sources.scouts.documents import Document
from sources.scouts.model import COMMUNITIES, CONTENTS, DEMO, SCOUTS
from sources.scouts.pages import (
    BY_NAME,
    NEWEST,
    Found,
    Order,
    Wanted,
    found_of,
    page_filter,
    pages_pipeline,
)
from sources.scouts.policy import PUBLIC, PUBLIC_COMMUNITY, listed_under

HIDDEN_OF_SCOUTS = {"words": 0, "memberships": 0, "charter": 0, "state": 0, "visible": 0, "version": 0}
HIDDEN_OF_CONTENTS = {"shown": 0, "state": 0, "visible": 0, "version": 0}
WRITES = 500


@dataclass(frozen=True, slots=True)
class ScoutsWhere:
    """Scouts of a community, of some kinds, whose name or country has words that begin so (folded)."""

    community: str | None = None
    kinds: Sequence[str] = ()
    words: Sequence[str] = ()

    def as_filter(self) -> Document:
        """The condition in MongoDB's words, visibility included."""
        where: Document = {**PUBLIC} if self.community is None else {"communities": self.community}
        if self.kinds:
            where["kind"] = {"$in": list(self.kinds)}
        if self.words:
            begins = [{"$gte": word, "$lt": f"{word}\uffff"} for word in self.words]
            where["$and"] = [{"words": {"$elemMatch": one}} for one in begins]
        return where


@dataclass(frozen=True, slots=True)
class ContentsWhere:
    """Contents of some kinds, of a community, of a scout, about an offer, about any of some communes."""

    kinds: Sequence[str] = ()
    community: str | None = None
    scout: str | None = None
    offer: str | None = None
    communes: Sequence[str] = ()

    def as_filter(self) -> Document:
        """The condition in MongoDB's words, visibility included."""
        keys = {"communities": self.community, "scout": self.scout, "offers": self.offer}
        where: Document = {listed_under(field): key for field, key in keys.items() if key is not None}
        if self.communes:
            where[listed_under("communes")] = {"$in": list(self.communes)}
        return (where or PUBLIC) | ({"kind": {"$in": list(self.kinds)}} if self.kinds else {})


class DiscoveryReader:
    """Reads for callers; every one goes through what `policy` decided."""

    def __init__(self, room: Room) -> None:
        """Contacts nothing."""
        self._room = room
        self._communities = room.collection(COMMUNITIES)
        self._scouts = room.collection(SCOUTS)
        self._contents = room.collection(CONTENTS)

    async def ping(self) -> None:
        """Return when the database answers."""
        await self._room.ping()

    async def communities(self, keys: Sequence[str]) -> list[Document]:
        """Public communities with these keys, in any order."""
        return await self._communities.find({"_id": {"$in": list(keys)}, **PUBLIC_COMMUNITY})

    async def community_named(self, slug: str) -> Document | None:
        """The public community of this slug."""
        return await self._communities.find_one({"slug": slug, **PUBLIC_COMMUNITY})

    async def scouts(self, keys: Sequence[str]) -> list[Document]:
        """Public scouts with these keys, in any order."""
        return await self._scouts.find({"_id": {"$in": list(keys)}, **PUBLIC}, projection=HIDDEN_OF_SCOUTS)

    async def contents(self, keys: Sequence[str]) -> list[Document]:
        """Public contents with these keys, in any order."""
        where = {"_id": {"$in": list(keys)}, **PUBLIC}
        return await self._contents.find(where, projection=HIDDEN_OF_CONTENTS)

    def all_scouts(self) -> AsyncIterator[Document]:
        """Every public scout, in batches."""
        return self._scouts.scan(PUBLIC, projection=HIDDEN_OF_SCOUTS)

    async def communities_page(self, wanted: Wanted) -> Found:
        """Public communities by name."""
        return await _page(self._communities, PUBLIC_COMMUNITY, BY_NAME, wanted, None)

    async def scouts_page(self, where: ScoutsWhere, wanted: Wanted) -> Found:
        """Public scouts by name."""
        return await _page(self._scouts, where.as_filter(), BY_NAME, wanted, HIDDEN_OF_SCOUTS)

    async def contents_page(self, where: ContentsWhere, wanted: Wanted) -> Found:
        """Public contents, newest first."""
        return await _page(self._contents, where.as_filter(), NEWEST, wanted, HIDDEN_OF_CONTENTS)

    async def scouts_of_communities(self, keys: Sequence[str], wanted: Wanted) -> dict[str, Found]:
        """For each community its public scouts by name; one command however many communities."""
        return await _pages(self._scouts, "communities", keys, BY_NAME, wanted, HIDDEN_OF_SCOUTS)

    async def contents_of(self, field: str, keys: Sequence[str], wanted: Wanted) -> dict[str, Found]:
        """For each key the public contents whose `field` (`scout`, `offers` or `communes`) holds it.

        Newest first; one command however many keys.
        """
        return await _pages(self._contents, listed_under(field), keys, NEWEST, wanted, HIDDEN_OF_CONTENTS)


class ScoutStore(DiscoveryReader):
    """Reads and writes."""

    def __init__(self, room: Room) -> None:
        """Contacts nothing."""
        super().__init__(room)
        self._demo = room.collection(DEMO)

    async def save(self, communities: Sequence[Any], scouts: Sequence[Any], contents: Sequence[Any]) -> None:
        """Insert or replace documents that `policy.with_visibility` has been through."""
        for collection, documents in (
            (self._communities, communities),
            (self._scouts, scouts),
            (self._contents, contents),
        ):
            for start in range(0, len(documents), WRITES):
                part = documents[start : start + WRITES]
                await collection.bulk_write(
                    [ReplaceOne({"_id": one["_id"]}, one, upsert=True) for one in part], ordered=False
                )

    async def keep_only(self, prefix: str, contents: Sequence[str], scouts: Sequence[str]) -> None:
        """Delete contents and scouts whose key begins with `prefix`, except these."""
        begins = {"$gte": prefix, "$lt": f"{prefix}\uffff"}
        await self._contents.delete_many({"_id": {**begins, "$nin": list(contents)}})
        await self._scouts.delete_many({"_id": {**begins, "$nin": list(scouts)}})

    async def demo_mark(self) -> str | None:
        """What the demo content in the database was made from."""
        found = await self._demo.find_one({"_id": "mark"})
        return str(found["madeFrom"]) if found else None

    async def set_demo_mark(self, made_from: str) -> None:
        """Note what the demo content was made from."""
        await self._demo.replace_one({"_id": "mark"}, {"_id": "mark", "madeFrom": made_from}, upsert=True)


async def _page(
    collection: Collection,
    where: Mapping[str, Any],
    order: Order,
    wanted: Wanted,
    hidden: Mapping[str, int] | None,
) -> Found:
    """One page of a list; counting it is a second command, sent at the same time."""
    reading = collection.find(
        {**where, **page_filter(order, wanted.place)},
        sort=order.sort,
        limit=wanted.first + 1,
        projection=hidden,
    )
    if not wanted.count:
        return Found(await reading)
    documents, total = await asyncio.gather(reading, collection.count(where))
    return Found(documents, total)


async def _pages(
    collection: Collection,
    field: str,
    keys: Sequence[str],
    order: Order,
    wanted: Wanted,
    hidden: Mapping[str, int],
) -> dict[str, Found]:
    """For each key the page of documents whose `field` holds it; only public ones have the field."""
    pipeline = pages_pipeline(keys, collection.name, field, order, wanted, hidden)
    return {row["_id"]: found_of(row) for row in await collection.aggregate(pipeline)}
