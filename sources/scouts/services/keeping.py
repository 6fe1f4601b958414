"""Changes of scouts and contents that leave no visible half: hide first, show last, look again after.

There are no transactions: every step is one document, and their order is such that a crash in between
hides too much at most, and the same call again ends the work. Two writers are told apart by versions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

from gateway.mutations import refuse
from gateway.store import UpdateOne
from sources.scouts import policy
from sources.scouts.books import Books
from sources.scouts.composing import composed
from sources.scouts.documents import ContentDocument, ScoutDocument

TRIES = 8
BATCH = 200

Change = Callable[[ScoutDocument], Mapping[str, Any]]


async def add_content(books: Books, content: ContentDocument) -> ContentDocument:
    """Insert a content that nobody knows yet."""
    author = await books.scout(content["scout"])
    seen = policy.seen_content(content, author)
    await books.contents.insert_one(seen)
    await _look_again(books, seen, author)
    return seen


async def change_content(books: Books, old: ContentDocument, changes: Mapping[str, Any]) -> ContentDocument:
    """Put a changed content in the place of the version that was read; `CONFLICT` when it is another."""
    await remember(books, old)
    author = await books.scout(old["scout"])
    made = composed({**old, **changes, "version": old["version"] + 1})
    seen = policy.seen_content(made, author)
    result = await books.contents.replace_one({"_id": old["_id"], "version": old["version"]}, seen)
    if not result.matched:
        refuse("CONFLICT", "input.expectedVersion")
    await _look_again(books, seen, author)
    return seen


async def remember(books: Books, content: ContentDocument) -> None:
    """Write the content's newest event into the history, where it may be already."""
    key = f"{content['_id']}:{content['version']}"
    document = {
        "_id": key,
        "object": content["_id"],
        "scout": content["scout"],
        "version": content["version"],
        "event": content["last"],
    }
    await books.history.replace_one({"_id": key}, document, upsert=True)


async def change_scout(books: Books, key: str, change: Change) -> ScoutDocument:
    """Change a scout and what is seen of their contents; `change` may be asked again after a collision."""
    for _ in range(TRIES):
        old = await books.scout(key)
        if old is None:
            refuse("NOT_FOUND")
        made = cast("ScoutDocument", {**old, **change(old), "version": old["version"] + 1})
        new = policy.seen_scout(made, await books.active(made["homes"]))
        if not new.get("visible"):
            await hide_contents(books, key)
        result = await books.scouts.replace_one({"_id": key, "version": old["version"]}, new)
        if result.matched:
            await settle(books, key)
            return new
        await settle(books, key)
    return refuse("CONFLICT")


async def hide_contents(books: Books, scout: str) -> None:
    """Hide all contents of a scout."""
    await books.contents.update_many({"scout": scout, "visible": True}, {"$set": policy.HIDING})


async def settle(books: Books, scout: str) -> None:
    """Make what is seen of a scout's contents agree with what the scout is when this ends."""
    for _ in range(TRIES):
        author = await books.scout(scout)
        if author is None or not author.get("visible"):
            await hide_contents(books, scout)
        else:
            await _show_contents(books, author)
        again = await books.scout(scout)
        if again is None or (author is not None and again["version"] == author["version"]):
            return


async def _show_contents(books: Books, author: ScoutDocument) -> None:
    changes: list[UpdateOne] = []
    async for found in books.contents.scan({"scout": author["_id"], "state": "PUBLISHED"}):
        content = cast("ContentDocument", found)
        seen = policy.seen_content(content, author)
        if seen.get("shown") != content.get("shown"):
            same = {"_id": content["_id"], "version": content["version"]}
            changes.append(
                UpdateOne(same, {"$set": {"visible": seen.get("visible"), "shown": seen.get("shown")}})
            )
    for start in range(0, len(changes), BATCH):
        await books.contents.bulk_write(changes[start : start + BATCH])


async def _look_again(books: Books, content: ContentDocument, author: ScoutDocument | None) -> None:
    """What was decided on a scout who changed meanwhile is decided anew; of one erased nothing stays."""
    now = await books.scout(content["scout"])
    if now is None and author is not None:
        await books.contents.delete_one({"_id": content["_id"]})
        await books.history.delete_many({"scout": content["scout"]})
        refuse("NOT_FOUND")
    if now is not None and (author is None or now["version"] != author["version"]):
        await settle(books, content["scout"])
