"""Ends what a crash has cut off, so that nothing depends on somebody asking again."""

from __future__ import annotations

from datetime import timedelta
from typing import cast

from gateway.source import Context, Job
from sources.scouts.books import Books
from sources.scouts.policy import PUBLIC
from sources.scouts.records import ClaimDocument, ErasureDocument
from sources.scouts.runtime import Runtime
from sources.scouts.services.disclosing import review_after
from sources.scouts.services.keeping import hide_contents
from sources.scouts.services.leaving import finish

EVERY = 600.0
LOOKED_BACK = timedelta(days=2)
BATCH = 100


async def upkeep(ctx: Context[Runtime]) -> str:
    """Erasures that were begun, claims whose contents were not looked at, contents of hidden authors."""
    books, now = ctx.runtime.store.books, ctx.request.now
    erasures = await books.erasures.find({"scout": {"$gt": ""}}, limit=BATCH)
    for erasure in erasures:
        await finish(ctx, books, cast("ErasureDocument", erasure), now)
    reviewed = 0
    async for claim in books.claims.scan({"claimedAt": {"$gt": now - LOOKED_BACK}}):
        await review_after(books, cast("ClaimDocument", claim), now)
        reviewed += 1
    hidden = await _hide_orphans(books)
    return f"Ended {len(erasures)} erasures, looked at {reviewed} claims, hid contents of {hidden} authors."


async def _hide_orphans(books: Books) -> int:
    """Hide what is shown though its author is not; how many authors."""
    authors = [str(key) for key in await books.contents.distinct("scout", PUBLIC)]
    seen: set[str] = set()
    for start in range(0, len(authors), BATCH):
        where = {"_id": {"$in": authors[start : start + BATCH]}, **PUBLIC}
        seen |= {one["_id"] for one in await books.scouts.find(where, projection={"_id": 1})}
    unseen = [key for key in authors if key not in seen]
    for key in unseen:
        await hide_contents(books, key)
    return len(unseen)


UPKEEP: Job[Runtime] = Job(
    name="upkeep",
    run=upkeep,
    every=EVERY,
    description="Ends erasures, reviews and withdrawals that were cut off.",
)
