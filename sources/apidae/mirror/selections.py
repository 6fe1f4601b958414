"""Members of the editorial selections: Apidae compiles them once a night, no object carries them."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import aclosing
from typing import Any

from gateway.clock import Clock
from gateway.store import DeleteMany, ReplaceOne, Room, patience
from sources.apidae.client import LONGEST_PAGE, ApidaeClient
from sources.apidae.mapping.reading import identity, text, texts
from sources.apidae.mirror.documents import Document
from sources.apidae.mirror.intake import BY_ID, walk
from sources.apidae.mirror.model_places import SELECTIONS

MOST_MEMBERS = 5_000
"""Of a larger selection the first ones by id: a collection is chosen by people."""
SECONDS = 60.0


class SelectionReader:
    """Reads what is kept of selections."""

    def __init__(self, room: Room) -> None:
        """Contacts nothing."""
        self._kept = room.collection(SELECTIONS)

    async def members(self, numbers: Sequence[int]) -> dict[int, frozenset[int]]:
        """The ids in selections, public or not, by the number of each; what is not kept is left out."""
        found = await self._kept.find({"_id": {"$in": list(numbers)}}, projection={"members": 1})
        return {one["_id"]: frozenset(one["members"]) for one in found}

    async def all(self) -> list[Document]:
        """The selections that are kept, in their order: `{_id, names, members, rank, readAt}`."""
        return await self._kept.find({}, sort=(("rank", 1), ("_id", 1)))


class SelectionKeeper:
    """Reads selections and keeps them, each replaced at once."""

    def __init__(self, room: Room, client: ApidaeClient, clock: Clock) -> None:
        """Contacts nothing."""
        self._kept = room.collection(SELECTIONS)
        self._client = client
        self._clock = clock

    async def run(self, numbers: Sequence[int]) -> int:
        """Read these selections, forget all others; how many there are. Raises `SourceError`s."""
        found = await self._client.selections(numbers) if numbers else []
        names = {number: one for one in found if (number := identity(one)) in set(numbers)}
        requests: list[Any] = [DeleteMany({"_id": {"$nin": sorted(names)}})]
        for rank, number in enumerate(numbers):
            if number in names:
                one = names[number]
                name = texts(one.get("libelle")) or {"fr": text(one.get("nom")) or str(number)}
                kept = {"_id": number, "names": name, "rank": rank, "readAt": self._clock.now()}
                kept["members"] = await self._members(number)
                requests.append(ReplaceOne({"_id": number}, kept, upsert=True))
        with patience(SECONDS):
            await self._kept.bulk_write(requests)
        return len(names)

    async def _members(self, number: int) -> list[int]:
        async def page(first: int) -> tuple[Sequence[int], int]:
            query = {**BY_ID, "selectionIds": [number], "first": first, "count": LONGEST_PAGE}
            found = await self._client.search_ids(query)
            return [one for one in found.ids if one > 0], found.total

        members: list[int] = []
        async with aclosing(walk(page, lambda member: member)) as walked:
            async for one in walked:
                members.append(one)
                if len(members) == MOST_MEMBERS:
                    break
        return members
