"""What rounds of reading write to the database: posts, accounts and links."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from gateway.store import DeleteMany, ReplaceOne, Room
from sources.social.mapping import Account
from sources.social.matching import Match
from sources.social.media import Document
from sources.social.model import ACCOUNTS, STATE
from sources.social.store import PostReader

OK = "OK"
WRITES = 500


@dataclass(frozen=True, slots=True)
class Known:
    """What is stored of a post: what it said when it was read, and with which cards it was matched."""

    said: str
    matched: str | None
    fetched_at: datetime


class PostKeeper(PostReader):
    """All that callers may read, and the writes of the rounds of reading."""

    def __init__(self, room: Room) -> None:
        """Contacts nothing."""
        super().__init__(room)
        self._accounts = room.collection(ACCOUNTS)
        self._room = room
        self._state = room.collection(STATE)

    async def ping(self) -> None:
        """Return when the database answers."""
        await self._room.ping()

    async def begin_round(self, now: datetime, every: float) -> bool:
        """Whether a round is due; True to one caller only, whatever the number of processes."""
        await self._state.update_one(
            {"_id": "round"},
            {"$setOnInsert": {"startedAt": datetime.fromtimestamp(0, now.tzinfo)}},
            upsert=True,
        )
        # a start in the future is a clock that was set back
        too_soon = {"$gt": now - timedelta(seconds=every), "$lte": now}
        result = await self._state.update_one(
            {"_id": "round", "startedAt": {"$not": too_soon}}, {"$set": {"startedAt": now}}
        )
        return result.modified == 1

    async def known(self, account: str) -> dict[str, Known]:
        """What is stored of an account's posts, by key."""
        fields = {"said": 1, "matched": 1, "fetchedAt": 1}
        rows = await self._posts.find({"account.key": account}, projection=fields)
        return {row["_id"]: Known(row["said"], row["matched"], row["fetchedAt"]) for row in rows}

    async def save(self, posts: Sequence[Document]) -> None:
        """Insert or replace posts."""
        for part in _parts(posts):
            await self._posts.bulk_write(
                [ReplaceOne({"_id": post["_id"]}, post, upsert=True) for post in part]
            )

    async def forget(self, keys: Sequence[str]) -> None:
        """Delete posts and their links; links first: a post that stays behind goes in the next round."""
        for part in _parts(keys):
            await self._links.delete_many({"post": {"$in": part}})
            await self._posts.delete_many({"_id": {"$in": part}})

    async def forget_older(self, fetched_before: datetime) -> int:
        """Delete copies that were not refreshed for too long; how many."""
        return await self._forget_where({"fetchedAt": {"$lt": fetched_before}})

    async def forget_accounts(self, kept: Collection[str]) -> int:
        """Delete every account that is not among these, and its posts; how many accounts."""
        await self._forget_where({"account.key": {"$nin": list(kept)}})
        return await self._accounts.delete_many({"_id": {"$nin": list(kept)}})

    async def accounts(self) -> dict[str, Document]:
        """What is known of every account, by key."""
        return {row["_id"]: row for row in await self._accounts.find({})}

    async def account_read(self, account: Account, now: datetime) -> None:
        """Note that an account was read."""
        facts = {"network": account.network, "handle": account.handle, "name": account.name}
        await self._set_account(account.key, {**facts, "lastGoodSync": now}, OK, now, None)

    async def account_back(self, key: str) -> None:
        """Note that an account works again: of its posts only those are stale whose copies are old."""
        await self._posts.update_many({"account.key": key, "accountOk": False}, {"$set": {"accountOk": True}})

    async def account_failed(self, key: str, state: str, now: datetime, not_before: datetime | None) -> None:
        """Note why an account could not be read and when it may be tried again; its posts are stale."""
        await self._set_account(key, {}, state, now, not_before)
        await self._posts.update_many({"account.key": key, "accountOk": True}, {"$set": {"accountOk": False}})

    async def unmatched(self, cards: str, limit: int) -> list[Document]:
        """Posts that were not matched with these cards yet."""
        fields = {"caption": 1, "attached": 1, "account": 1, "origin": 1, "network": 1, "postedAt": 1}
        return await self._posts.find({"matched": {"$ne": cards}}, projection=fields, limit=limit)

    async def link(self, posts: Sequence[tuple[Document, Sequence[Match]]], cards: str) -> None:
        """Replace the links of posts by these and note with which cards they were matched."""
        links = [_link(post, match) for post, matches in posts for match in matches]
        keys = [post["_id"] for post, _ in posts]
        kept = [link["_id"] for link in links]
        await self._links.bulk_write(
            [
                *(ReplaceOne({"_id": link["_id"]}, link, upsert=True) for link in links),
                DeleteMany({"post": {"$in": keys}, "_id": {"$nin": kept}}),
            ]
        )
        await self._posts.update_many({"_id": {"$in": keys}}, {"$set": {"matched": cards}})

    async def _set_account(
        self, key: str, facts: Mapping[str, Any], state: str, now: datetime, not_before: datetime | None
    ) -> None:
        known = {**facts, "state": state, "triedAt": now, "notBefore": not_before}
        await self._accounts.update_one({"_id": key}, {"$set": known}, upsert=True)

    async def _forget_where(self, where: Mapping[str, Any]) -> int:
        rows = await self._posts.find(where, projection={"_id": 1})
        await self.forget([row["_id"] for row in rows])
        return len(rows)


def _link(post: Document, match: Match) -> Document:
    return {
        "_id": f"{post['_id']}:{match.entity}:{match.key}",
        "post": post["_id"],
        "network": post["network"],
        "postedAt": post["postedAt"],
        "entity": match.entity,
        "key": match.key,
        "reason": match.reason.value,
        "confidence": match.confidence,
    }


def _parts(values: Iterable[Any]) -> list[list[Any]]:
    listed = list(values)
    return [listed[start : start + WRITES] for start in range(0, len(listed), WRITES)]
