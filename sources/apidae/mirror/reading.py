"""What callers may read of the mirror: every offer that leaves here was judged by the policy again."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from gateway.errors import GatewayError
from gateway.store import Collection
from sources.apidae.keeping import judged
from sources.apidae.mapping.reading import Raw
from sources.apidae.mirror.documents import Document, unpack, unpack_opening
from sources.apidae.mirror.model import PUBLIC
from sources.apidae.mirror.slots import Slots
from sources.apidae.opening import Opening
from sources.apidae.policy import Eligibility
from sources.apidae.types.offer import Offer
from sources.apidae.workflow.model import Workflow

MOST_OFFERS = 5_000
"""Kept ready in memory, some 12 kB each."""
MOST_POINTS = 50
AT_ONCE = 25
"""Objects mapped before others may run: a third of a millisecond each."""

Rows = Sequence[Document]
Read = Offer | GatewayError | None
Made = tuple[int, int]
"""Of which change of the document an offer was made, and after how many decisions about the rules."""


class ObjectReader:
    """Reads documents, and makes offers of them; an offer is made once for each change of its document."""

    def __init__(self, slots: Slots, eligibility: Eligibility) -> None:
        """Contacts nothing."""
        self._slots = slots
        self._eligibility = eligibility
        self._made: OrderedDict[int, tuple[Made, Read]] = OrderedDict()

    @property
    def _objects(self) -> Collection:
        """The collection that is shown: that of the state which this task has read last."""
        return self._slots.objects

    async def ping(self) -> None:
        """Ask the database the cheapest real question."""
        await self._objects.find_one(PUBLIC, projection={"_id": 1})

    async def grouped(self, keys: Mapping[str, str], there: str | None = None) -> list[Document]:
        """Public objects by some fields, which one index holds: `{_id: keys, count, some}`, `some` being one
        of their ids; with `there` only objects that have this field."""
        where = {**PUBLIC, **({there: {"$gt": 0}} if there else {})}
        group = {"_id": dict(keys), "count": {"$sum": 1}, "some": {"$first": "$_id"}}
        return await self._objects.aggregate([{"$match": where}, {"$group": group}], hint="by_provider")

    async def territory_names(self, numbers: Sequence[int]) -> dict[str, dict[str, str]]:
        """Names by language of the territories that some public objects lie in, by number as a text."""
        where = {**PUBLIC, "_id": {"$in": list(numbers)}}
        found = await self._objects.find(where, projection={"territoryNames": 1})
        return {key: names for one in found for key, names in one["territoryNames"].items()}

    async def stamped(self, numbers: Sequence[int]) -> list[Document]:
        """`{_id, stamp}` of those of the objects that are public."""
        where = {**PUBLIC, "_id": {"$in": list(numbers)}}
        return await self._objects.find(where, projection={"stamp": 1})

    async def changed(self, seq: int, number: int, settled: int, limit: int) -> list[Document]:
        """`{_id, seq, changedAt}` of public objects behind a place of the change feed, in order."""
        where = {
            **PUBLIC,
            "seq": {"$gte": seq, "$lte": settled},
            "$or": [{"seq": {"$gt": seq}}, {"_id": {"$gt": number}}],
        }
        return await self._objects.find(
            where,
            sort=(("seq", 1), ("_id", 1)),
            limit=limit,
            projection={"seq": 1, "changedAt": 1},
            hint="by_seq",
        )

    async def offers(self, rows: Rows) -> dict[int, Offer | GatewayError]:
        """The offers of rows by id; an object that changed since is given as it is now, or left out."""
        made = {row["_id"]: kept for row in rows if (kept := self._kept(row)) is not None}
        missing = [row["_id"] for row in rows if row["_id"] not in made]
        if missing:
            where = {**PUBLIC, "_id": {"$in": missing}}
            shown = {"raw": 1, "fetchedAt": 1, "stamp": 1, "workflow": 1}
            found = await self._objects.find(where, projection=shown)
            for rank, document in enumerate(found, 1):
                made[document["_id"]] = (self._version(document), self._keep(document))
                if rank % AT_ONCE == 0:
                    await asyncio.sleep(0)
        return {number: one for number, (_, one) in made.items() if one is not None}

    async def raws(self) -> AsyncIterator[Raw]:
        """The public objects as Apidae answered them, by id."""
        scan = self._objects.scan(
            PUBLIC,
            batch=200,
            sort=(("public", 1), ("_id", 1)),
            projection={"raw": 1, "workflow": 1},
            hint="by_id",
        )
        async for document in scan:
            item = unpack(document["raw"])
            if self._eligibility.verdict(item, Workflow.read(document.get("workflow"))).is_public:
                yield item

    async def judgeable(self) -> AsyncIterator[tuple[Raw, Workflow | None]]:
        """All objects, public or not, with their path: for judging again, never to be shown."""
        scan = self._objects.scan({}, batch=200, projection={"raw": 1, "workflow": 1})
        async for document in scan:
            yield unpack(document["raw"]), Workflow.read(document.get("workflow"))

    async def openings(self) -> AsyncIterator[tuple[int, Opening]]:
        """The openings of all public objects."""
        async for document in self._objects.scan(PUBLIC, batch=1_000, projection={"opening": 1}):
            yield document["_id"], unpack_opening(document["opening"])

    async def openings_of(self, numbers: Sequence[int]) -> list[Document]:
        """`{_id, stamp, opening}` of those of the objects that are public."""
        where = {**PUBLIC, "_id": {"$in": list(numbers)}}
        return await self._objects.find(where, projection={"stamp": 1, "opening": 1})

    async def points(self, insee: str) -> list[tuple[float, float]]:
        """Longitudes and latitudes of whatever is known in a commune, public or not: the first fifty."""
        where: Document = {"insee": insee, "lat": {"$ne": None}}
        found = await self._objects.find(
            where, sort=(("_id", 1),), limit=MOST_POINTS, projection={"lat": 1, "lon": 1, "_id": 0}
        )
        return [(one["lon"], one["lat"]) for one in found]

    async def shown_among(self, numbers: Sequence[int]) -> list[int]:
        """Those of some ids that are public."""
        found = await self._objects.find({**PUBLIC, "_id": {"$in": list(numbers)}}, projection={"_id": 1})
        return [one["_id"] for one in found]

    async def communes(self, codes: Sequence[str]) -> dict[str, str]:
        """Names of those of the communes in which anything is known, by INSEE code."""
        names: dict[str, Any] = {"_id": "$insee", "name": {"$max": "$commune"}}
        where = {"insee": {"$in": list(codes)}}
        found = await self._objects.aggregate([{"$match": where}, {"$group": names}])
        return {one["_id"]: one["name"] for one in found if one["name"]}

    def _version(self, row: Document) -> Made:
        return row["stamp"], self._eligibility.rulings.revision

    def _kept(self, row: Document) -> tuple[Made, Read] | None:
        kept = self._made.get(row["_id"])
        if kept is None or kept[0] != self._version(row):
            return None
        self._made.move_to_end(row["_id"])
        return kept

    def _keep(self, document: Document) -> Read:
        workflow = Workflow.read(document.get("workflow"))
        read = judged(unpack(document["raw"]), self._eligibility, document["fetchedAt"], workflow)
        self._made[document["_id"]] = (self._version(document), read)
        self._made.move_to_end(document["_id"])
        while len(self._made) > MOST_OFFERS:
            self._made.popitem(last=False)
        return read
