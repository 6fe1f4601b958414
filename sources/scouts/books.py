"""The collections that services read and write, whole documents and whatever their visibility."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from gateway.store import Collection, Room
from sources.scouts import model
from sources.scouts.documents import (
    CommunityDocument,
    ContentDocument,
    Document,
    EventDocument,
    ScoutDocument,
)
from sources.scouts.pages import Found, Order, Wanted, page_filter
from sources.scouts.policy import PUBLIC_COMMUNITY
from sources.scouts.records import MembershipDocument, PerkDocument


class Books:
    """Reads by key and lists for owners and managers; never what a caller gets without being judged."""

    def __init__(self, room: Room) -> None:
        """Contacts nothing."""
        self._room = room
        self.communities = room.collection(model.COMMUNITIES)
        self.scouts = room.collection(model.SCOUTS)
        self.contents = room.collection(model.CONTENTS)
        self.memberships = room.collection(model.MEMBERSHIPS)
        self.consents = room.collection(model.CONSENTS)
        self.signatures = room.collection(model.SIGNATURES)
        self.history = room.collection(model.HISTORY)
        self.perks = room.collection(model.PERKS)
        self.claims = room.collection(model.CLAIMS)
        self.reports = room.collection(model.REPORTS)
        self.erasures = room.collection(model.ERASURES)

    def of(self, name: str) -> Collection:
        """A collection of the source by its name."""
        return self._room.collection(name)

    async def scout(self, key: str) -> ScoutDocument | None:
        """A scout by key."""
        return cast("ScoutDocument | None", await self.scouts.find_one({"_id": key}))

    async def scout_of(self, subject: str) -> ScoutDocument | None:
        """The scout of an account."""
        return cast("ScoutDocument | None", await self.scouts.find_one({"subject": subject}))

    async def content(self, key: str) -> ContentDocument | None:
        """A content by key."""
        return cast("ContentDocument | None", await self.contents.find_one({"_id": key}))

    async def community(self, key: str) -> CommunityDocument | None:
        """A community by key."""
        return cast("CommunityDocument | None", await self.communities.find_one({"_id": key}))

    async def membership(self, key: str) -> MembershipDocument | None:
        """A membership by its key."""
        return cast("MembershipDocument | None", await self.memberships.find_one({"_id": key}))

    async def perk(self, key: str) -> PerkDocument | None:
        """A perk by key."""
        return cast("PerkDocument | None", await self.perks.find_one({"_id": key}))

    async def active(self, keys: Sequence[str]) -> set[str]:
        """Which of these communities are public."""
        where = {"_id": {"$in": list(keys)}, **PUBLIC_COMMUNITY}
        return {one["_id"] for one in await self.communities.find(where, projection={"_id": 1})}

    async def page(
        self, collection: Collection, where: Mapping[str, Any], order: Order, wanted: Wanted
    ) -> Found:
        """One page of a list for an owner or a manager."""
        behind: Document = {**where, **page_filter(order, wanted.place)}
        documents = await collection.find(behind, sort=order.sort, limit=wanted.first + 1)
        return Found(documents, await collection.count(where) if wanted.count else None)

    async def histories(self, keys: Sequence[str], most: int) -> dict[str, list[EventDocument]]:
        """Events of each content, newest first, at most so many: the content's own and those before."""
        stages: list[Document] = [
            {"$match": {"_id": {"$in": list(keys)}}},
            {"$project": {"version": 1, "last": 1}},
            {
                "$lookup": {
                    "from": self.history.name,
                    "localField": "_id",
                    "foreignField": "object",
                    "as": "older",
                    "pipeline": [{"$sort": {"version": -1}}, {"$limit": most}],
                }
            },
        ]
        found: dict[str, list[EventDocument]] = {key: [] for key in keys}
        for row in await self.contents.aggregate(stages):
            # the newest may stand in both places, when a change was cut off
            older = [one["event"] for one in row["older"] if one["version"] < row["version"]]
            found[row["_id"]] = [row["last"], *older][:most]
        return found

    async def places_taken(self, perks: Sequence[str]) -> dict[str, int]:
        """How many places of each perk are taken; those of which none is are left out."""
        stages: list[Document] = [
            {"$match": {"perk": {"$in": list(perks)}}},
            {"$group": {"_id": "$perk", "taken": {"$sum": 1}}},
        ]
        return {row["_id"]: row["taken"] for row in await self.claims.aggregate(stages)}
