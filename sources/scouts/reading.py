"""What callers may read of the database: only what `policy` decided to be public."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from gateway.cache import Gathering
from gateway.errors import GatewayError
from gateway.store import Collection, Room
from sources.scouts.documents import Document
from sources.scouts.model import COMMUNITIES, CONTENTS, SCOUTS
from sources.scouts.pages import (
    BY_NAME,
    NEAREST,
    NEWEST,
    Found,
    Order,
    Wanted,
    found_of,
    nearest_pipeline,
    page_filter,
    pages_pipeline,
)
from sources.scouts.policy import PUBLIC, PUBLIC_COMMUNITY, listed_under
from sources.scouts.wheres import ContentsWhere, ScoutsWhere

HIDDEN_OF_SCOUTS = dict.fromkeys(("words", "homes", "charter", "state", "visible", "version", "subject"), 0)
HIDDEN_OF_CONTENTS = dict.fromkeys(
    ("shown", "state", "visible", "version", "words", "source", "providers", "review", "last", "rendering"), 0
)


class ScoutReader:
    """Reads for callers; every one goes through what `policy` decided."""

    def __init__(self, room: Room) -> None:
        """Contacts nothing."""
        self._room = room
        self._communities = room.collection(COMMUNITIES)
        self._scouts = room.collection(SCOUTS)
        self._contents = room.collection(CONTENTS)
        self._communities_by_key = _by_key(self._communities, PUBLIC_COMMUNITY, None)
        self._scouts_by_key = _by_key(self._scouts, PUBLIC, HIDDEN_OF_SCOUTS)
        self._contents_by_key = _by_key(self._contents, PUBLIC, HIDDEN_OF_CONTENTS)

    async def ping(self) -> None:
        """Return when the database answers."""
        await self._room.ping()

    async def communities(self, keys: Sequence[str]) -> list[Document]:
        """Public communities with these keys, in any order."""
        return _documents(await self._communities_by_key.load(keys))

    async def community_named(self, slug: str) -> Document | None:
        """The public community of this slug."""
        return await self._communities.find_one({"slug": slug, **PUBLIC_COMMUNITY})

    async def scouts(self, keys: Sequence[str]) -> list[Document]:
        """Public scouts with these keys, in any order."""
        return _documents(await self._scouts_by_key.load(keys))

    async def contents(self, keys: Sequence[str]) -> list[Document]:
        """Public contents with these keys, in any order."""
        return _documents(await self._contents_by_key.load(keys))

    async def mentioned_offers(self) -> list[str]:
        """The keys of all offers that public contents mention, public themselves or not."""
        found = await self._contents.distinct(listed_under("offers"))
        return [key for key in found if key is not None]  # the index has an entry for contents without any

    def all_scouts(self) -> AsyncIterator[Document]:
        """Every public scout, in batches."""
        return self._scouts.scan(PUBLIC, projection=HIDDEN_OF_SCOUTS)

    async def communities_page(self, wanted: Wanted) -> Found:
        """Public communities by name."""
        return await _page(self._communities, PUBLIC_COMMUNITY, BY_NAME, wanted, None)

    async def scouts_page(self, where: ScoutsWhere, wanted: Wanted) -> Found:
        """Public scouts by name."""
        return await _page(self._scouts, where.as_filter(), BY_NAME, wanted, HIDDEN_OF_SCOUTS)

    async def contents_page(self, where: ContentsWhere, wanted: Wanted, order: Order = NEWEST) -> Found:
        """Public contents; `NEAREST` needs a circle."""
        if order is not NEAREST or where.near is None:
            return await _page(self._contents, where.as_filter(), order, wanted, HIDDEN_OF_CONTENTS)
        pipeline = nearest_pipeline(
            listed_under("at"), where.near, where.as_filter(circle=False), wanted, HIDDEN_OF_CONTENTS
        )
        documents = await self._contents.aggregate(pipeline)
        return Found(documents, await self._contents.count(where.as_filter()) if wanted.count else None)

    async def scouts_of_communities(self, keys: Sequence[str], wanted: Wanted) -> dict[str, Found]:
        """For each community its public scouts by name; one command however many communities."""
        return await _pages(self._scouts, "communities", keys, BY_NAME, wanted, HIDDEN_OF_SCOUTS)

    async def contents_of(self, field: str, keys: Sequence[str], wanted: Wanted) -> dict[str, Found]:
        """For each key the public contents whose `field` (`scout`, `offers` or `communes`) holds it.

        Newest first; one command however many keys.
        """
        return await _pages(self._contents, listed_under(field), keys, NEWEST, wanted, HIDDEN_OF_CONTENTS)


def _by_key(
    collection: Collection, public: Mapping[str, Any], hidden: Mapping[str, Any] | None
) -> Gathering[str, Document]:
    """Reads public documents by key, in one command for all who ask at the same moment."""

    async def load(keys: Sequence[str]) -> Mapping[str, Document]:
        found = await collection.find({"_id": {"$in": list(keys)}, **public}, projection=hidden)
        return {one["_id"]: one for one in found}

    return Gathering(load)


def _documents(found: Mapping[str, Document | GatewayError | None]) -> list[Document]:
    return [one for one in found.values() if isinstance(one, dict)]


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
