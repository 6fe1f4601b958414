"""What operators do with communities: make them, change them, suspend and restore them."""

from __future__ import annotations

import re
from typing import Any, cast

from gateway.errors import BadInput
from sources.scouts.books import Books
from sources.scouts.documents import CommunityDocument, CommunityState
from sources.scouts.folding import fold
from sources.scouts.services.keeping import change_scout

KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
GIVEN = {"key", "name", "description", "territory", "url", "manager", "review"}


async def put_community(books: Books, given: dict[str, Any]) -> CommunityDocument:
    """Make a community, or change the one with this key; its state stays."""
    key = given.get("key")
    if not isinstance(key, str) or not KEY.fullmatch(key) or len(key) > 80:
        raise BadInput("INVALID_ARGUMENT", "key wants small letters, digits and single hyphens.")
    if unknown := sorted(set(given) - GIVEN):
        raise BadInput("INVALID_ARGUMENT", f"{', '.join(unknown)} is no part of a community.")
    if not isinstance(given.get("name"), str):
        raise BadInput("INVALID_ARGUMENT", "name wants a text.")
    known = await books.community(key)
    made = {
        "_id": key,
        "version": known["version"] + 1 if known else 1,
        "slug": known["slug"] if known else key,
        "name": given["name"],
        "sortName": fold(given["name"]),
        "description": given.get("description", {}),
        "territory": given.get("territory", {"name": given["name"], "departments": []}),
        "url": given.get("url"),
        "manager": given.get("manager", ""),
        "review": given.get("review", "AFTER"),
        "state": known["state"] if known else "ACTIVE",
    }
    await books.communities.replace_one({"_id": key}, made, upsert=True)
    return cast("CommunityDocument", made)


async def set_state(books: Books, key: str, state: CommunityState) -> int:
    """Suspend or restore a community; scouts without another one are hidden or shown. How many it has."""
    if await books.community(key) is None:
        raise BadInput("INVALID_ARGUMENT", f"There is no community {key}.")
    await books.communities.update_one({"_id": key}, {"$set": {"state": state}, "$inc": {"version": 1}})
    scouts = [str(one["_id"]) async for one in books.scouts.scan({"homes": key}, projection={"_id": 1})]
    for scout in scouts:
        await change_scout(books, scout, lambda _: {})
    return len(scouts)
