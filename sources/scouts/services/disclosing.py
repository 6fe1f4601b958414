"""Commercial disclosure (law 2023-451): who holds or held a perk on what a content mentions must say so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import cast

from gateway.mutations import Refused, refuse
from sources.scouts.books import Books
from sources.scouts.composing import event
from sources.scouts.documents import ContentDocument, Disclosure, StatementDocument
from sources.scouts.records import ClaimDocument
from sources.scouts.services.keeping import change_content
from sources.scouts.texts import LOOK_BACK_DAYS

TRIES = 5
REASONS: StatementDocument = {
    "facts": "Un avantage a été obtenu sur une offre, ou chez un prestataire, dont ce contenu parle, "
    "et le contenu ne le dit pas.",
    "ground": "Loi n° 2023-451 du 9 juin 2023, article 5 : mention de l’intention commerciale.",
    "automated": True,
}


async def is_required(
    books: Books, scout: str, offers: Sequence[str], providers: Sequence[str], now: datetime
) -> bool:
    """Whether the scout took a perk on one of these offers or providers within twelve months."""
    about = [{"offer": {"$in": list(offers)}}, {"provider": {"$in": list(providers)}}]
    where = {"scout": scout, "claimedAt": {"$gt": now - timedelta(days=LOOK_BACK_DAYS)}, "$or": about}
    return await books.claims.find_one(where, projection={"_id": 1}) is not None


async def check(
    books: Books,
    scout: str,
    offers: Sequence[str],
    providers: Sequence[str],
    disclosure: Disclosure,
    now: datetime,
) -> None:
    """Refuse with `DISCLOSURE_REQUIRED` when something must be said and is not."""
    if disclosure == "NONE" and await is_required(books, scout, offers, providers, now):
        refuse("DISCLOSURE_REQUIRED", "input.commercialDisclosure")


async def recheck(books: Books, content: ContentDocument, now: datetime) -> ContentDocument:
    """Look again after writing: a perk claimed meanwhile puts the content in review."""
    if content["state"] != "PUBLISHED" or content["commercialDisclosure"] != "NONE":
        return content
    if await is_required(books, content["scout"], content["offers"], content["providers"], now):
        return await _into_review(books, content["_id"], now) or content
    return content


async def review_after(books: Books, claim: ClaimDocument, now: datetime) -> None:
    """Put in review what the scout published about the perk's offer or provider without saying so."""
    about = [{"offers": claim["offer"]}] if claim["offer"] else []
    about += [{"providers": claim["provider"]}] if claim["provider"] else []
    if not about:
        return
    where = {"scout": claim["scout"], "state": "PUBLISHED", "commercialDisclosure": "NONE", "$or": about}
    for found in await books.contents.find(where, projection={"_id": 1}):
        await _into_review(books, found["_id"], now)


async def _into_review(books: Books, key: str, now: datetime) -> ContentDocument | None:
    """The content in review; None when it is gone or was taken down meanwhile."""
    for _ in range(TRIES):
        content = await books.content(key)
        if content is None or content["state"] != "PUBLISHED" or content["commercialDisclosure"] != "NONE":
            return content
        taken = event(
            "REVIEW",
            now,
            by=None,
            role="SYSTEM",
            before="PUBLISHED",
            after="SUBMITTED",
            statement=cast("StatementDocument", dict(REASONS)),
        )
        changes = {"state": "SUBMITTED", "review": "PERK_CLAIMED", "last": taken, "updatedAt": now}
        try:
            return await change_content(books, content, changes)
        except Refused:  # somebody else changed it: look at what it is now
            continue
    return None
