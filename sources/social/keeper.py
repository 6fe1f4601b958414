"""What rounds of reading write to the database: posts, accounts and links."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gateway.store import DeleteMany, ReplaceOne, Room, UpdateOne
from sources.social.judging import about_of, judged
from sources.social.matching import Match, Reason
from sources.social.media import Document
from sources.social.model import REMOVED, VERDICTS
from sources.social.moderation.showing import Rules, decide
from sources.social.store import PostReader

WRITES = 500
MATCHED = {"caption": 1, "attached": 1, "account": 1, "origin": 1, "network": 1, "postedAt": 1}
"""What matching needs of a post."""

KEPT = ("moderation", "about", "facts")


@dataclass(frozen=True, slots=True)
class Known:
    """What is stored of a post: what it said when it was read, and with which cards it was matched."""

    said: str
    matched: str | None
    fetched_at: datetime
    kept: Document
    """What is not read from the network and stays with the post: moderation, links, facts of pictures."""


class PostKeeper(PostReader):
    """All that callers may read, and the writes of the rounds of reading."""

    def __init__(self, room: Room) -> None:
        """Contacts nothing."""
        super().__init__(room)
        self._room = room
        self._removed = room.collection(REMOVED)
        self._verdicts = room.collection(VERDICTS)

    async def ping(self) -> None:
        """Return when the database answers."""
        await self._room.ping()

    async def counts(self) -> dict[str, int]:
        """How many posts are stored of each account."""
        rows = await self._posts.aggregate([{"$group": {"_id": "$account.key", "n": {"$sum": 1}}}])
        return {row["_id"]: row["n"] for row in rows}

    async def known(self, account: str) -> dict[str, Known]:
        """What is stored of an account's posts, by key."""
        return await self._known({"account.key": account})

    async def known_of(self, keys: Sequence[str]) -> dict[str, Known]:
        """What is stored of some posts, by key."""
        return await self._known({"_id": {"$in": list(keys)}})

    async def _known(self, where: Mapping[str, Any]) -> dict[str, Known]:
        fields = {"said": 1, "matched": 1, "fetchedAt": 1, **dict.fromkeys(KEPT, 1)}
        rows = await self._posts.find(where, projection=fields)
        return {
            row["_id"]: Known(
                row["said"], row["matched"], row["fetchedAt"], {name: row[name] for name in KEPT}
            )
            for row in rows
        }

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

    async def remove(self, keys: Sequence[str], now: datetime) -> None:
        """Delete posts that the network says are gone; a list that was read before cannot bring them back."""
        await self._removed.bulk_write(
            [UpdateOne({"_id": key}, {"$set": {"at": now}}, upsert=True) for key in keys]
        )
        await self.forget(keys)

    async def removed_since(self, began: datetime, keys: Sequence[str]) -> list[str]:
        """Which of these were removed while they were being read."""
        found = await self._removed.find({"at": {"$gte": began}}, projection={"_id": 1})
        wanted = set(keys)
        return [row["_id"] for row in found if row["_id"] in wanted]

    async def moderate(self, key: str, decisions: Document, rules: Rules) -> Document | None:
        """Add what somebody decided about a post and show or hide it accordingly; None for an unknown one."""
        post = await self._posts.find_one({"_id": key})
        if post is None:
            return None
        facts = decide(post, {**post["moderation"], **decisions}, rules)
        await self._posts.update_one({"_id": key}, {"$set": facts})
        return {**post, **facts}

    async def verdicts_of(self, posts: Sequence[str]) -> dict[str, list[Document]]:
        """What people said about links of posts, by post."""
        found: dict[str, list[Document]] = {}
        for verdict in await self._verdicts.find({"post": {"$in": list(posts)}}):
            found.setdefault(verdict["post"], []).append(verdict)
        return found

    async def judge(self, post: str, target: tuple[str, str], said: Document) -> None:
        """Keep what somebody said about one link; it holds whatever is matched later."""
        entity, key = target
        facts = {"post": post, "entity": entity, "key": key, **said}
        await self._verdicts.update_one({"_id": f"{post}:{entity}:{key}"}, {"$set": facts}, upsert=True)

    async def match_of(self, post: str, target: tuple[str, str]) -> Document | None:
        """The link of a post to one object."""
        return await self._links.find_one({"_id": f"{post}:{target[0]}:{target[1]}"})

    async def see_picture(self, post: str, place: str, facts: Document) -> None:
        """Keep what a picture of a post turned out to be."""
        await self._posts.update_one({"_id": post}, {"$set": {f"facts.{place}": facts}})

    async def forget_older(self, fetched_before: datetime) -> int:
        """Delete copies that were not refreshed for too long; how many."""
        return await self._forget_where({"fetchedAt": {"$lt": fetched_before}})

    async def forget_account(self, key: str) -> int:
        """Delete all posts of an account; how many."""
        return await self._forget_where({"account.key": key})

    async def forget_unlisted(self, kept: Collection[str]) -> int:
        """Delete the posts of all accounts that are not among these; how many."""
        return await self._forget_where({"account.key": {"$nin": list(kept)}})

    async def mark_account(self, key: str, *, ok: bool) -> None:
        """Note whether an account can be read: of its posts all are stale that cannot, else the old ones."""
        await self._posts.update_many({"account.key": key, "accountOk": not ok}, {"$set": {"accountOk": ok}})

    async def unmatched(self, cards: str, limit: int) -> list[Document]:
        """Posts that were not matched with these cards yet."""
        return await self._posts.find({"matched": {"$ne": cards}}, projection=MATCHED, limit=limit)

    async def unmatched_of(self, keys: Sequence[str]) -> list[Document]:
        """Those of these posts that were not matched since they changed."""
        where = {"_id": {"$in": list(keys)}, "matched": None}
        return await self._posts.find(where, projection=MATCHED)

    async def to_match(self, keys: Sequence[str]) -> list[Document]:
        """What matching needs of these posts."""
        return await self._posts.find({"_id": {"$in": list(keys)}}, projection=MATCHED)

    async def account_of(self, key: str) -> str | None:
        """The account of a post, hidden or not."""
        post = await self._posts.find_one({"_id": key}, projection={"account.key": 1})
        return str(post["account"]["key"]) if post else None

    async def found_matches(self, key: str) -> list[Match]:
        """The links of a post as matches."""
        return [
            Match(row["entity"], row["key"], Reason(row["reason"]), row["confidence"])
            for row in await self._links.find({"post": key})
        ]

    async def link(self, posts: Sequence[tuple[Document, Sequence[Match]]], cards: str) -> None:
        """Replace the links of posts by these and what people said of them; note the cards they come from."""
        keys = [post["_id"] for post, _ in posts]
        said = await self.verdicts_of(keys)
        by_post = {post["_id"]: judged(post, matches, said.get(post["_id"], ())) for post, matches in posts}
        links = [link for some in by_post.values() for link in some]
        kept = [link["_id"] for link in links]
        await self._links.bulk_write(
            [
                *(ReplaceOne({"_id": link["_id"]}, link, upsert=True) for link in links),
                DeleteMany({"post": {"$in": keys}, "_id": {"$nin": kept}}),
            ]
        )
        await self._posts.bulk_write(
            [
                UpdateOne({"_id": key}, {"$set": {"matched": cards, "about": about_of(some)}})
                for key, some in by_post.items()
            ]
        )

    async def _forget_where(self, where: Mapping[str, Any]) -> int:
        rows = await self._posts.find(where, projection={"_id": 1})
        await self.forget([row["_id"] for row in rows])
        return len(rows)


def _parts(values: Iterable[Any]) -> list[list[Any]]:
    listed = list(values)
    return [listed[start : start + WRITES] for start in range(0, len(listed), WRITES)]
