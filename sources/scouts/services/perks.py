"""Perks: managers offer them to their scouts, each scout takes one place, no place is given twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from gateway.mutations import refuse
from gateway.store import DuplicateKey
from sources.scouts import rights
from sources.scouts.records import ClaimDocument, PerkDocument, PerkKindName
from sources.scouts.services import disclosing
from sources.scouts.services.checking import LONGEST_TITLE, bounded
from sources.scouts.services.desk import Desk
from sources.scouts.shapes import MAX_HOMES

MOST_PLACES = 10_000
LONGEST_DESCRIPTION = 2_000
LONGEST_WINDOW = timedelta(days=3 * 366)
TRIES = 50


@dataclass(frozen=True, slots=True)
class PerkDraft:
    """A perk as a manager writes it, in French unless `locale` tells."""

    communities: Sequence[str]
    kind: PerkKindName
    locale: str
    title: str
    description: str
    offer: str | None
    provider: str | None
    quota: int
    opens_at: datetime
    closes_at: datetime


async def create(desk: Desk, given: PerkDraft) -> PerkDocument:
    """Offer a perk to the scouts of communities that the caller leads, all of them."""
    keys = list(dict.fromkeys(given.communities))
    if not 1 <= len(keys) <= MAX_HOMES:
        refuse("INVALID_ARGUMENT", "input.communities")
    for key in keys:
        rights.lead(desk.caller, await desk.books.community(key)).enforce("input.communities")
    if not 1 <= given.quota <= MOST_PLACES:
        refuse("INVALID_ARGUMENT", "input.quota")
    if not given.opens_at < given.closes_at <= given.opens_at + LONGEST_WINDOW:
        refuse("INVALID_ARGUMENT", "input.closesAt")
    provider = given.provider
    if given.offer is not None:
        card = (await desk.cards("Offer", [given.offer], "input.offer"))[given.offer]
        provider = provider or card.provider
    made: PerkDocument = {
        "_id": desk.new_key,
        "version": 1,
        "kind": given.kind,
        "communities": keys,
        "title": {given.locale: bounded(given.title, LONGEST_TITLE, "input.title")},
        "description": {
            given.locale: bounded(given.description, LONGEST_DESCRIPTION, "input.description", least=0)
        },
        "offer": given.offer,
        "provider": provider,
        "quota": given.quota,
        "opensAt": given.opens_at,
        "closesAt": given.closes_at,
        "createdBy": desk.subject,
        "createdAt": desk.now,
    }
    await desk.books.perks.insert_one(made)
    return made


async def claim(desk: Desk, key: str) -> tuple[PerkDocument, ClaimDocument]:
    """Take a place of a perk; what the scout published about its offer is then looked at again."""
    perk, scout = await desk.books.perk(key), await desk.books.scout_of(desk.subject)
    rights.claim(desk.caller, perk, scout).enforce("input.perk")
    if perk is None or scout is None:
        refuse("NOT_FOUND", "input.perk")
    if scout["charter"] is None:
        refuse("CHARTER_NOT_SIGNED")
    if not perk["opensAt"] <= desk.now < perk["closesAt"]:
        refuse("CAMPAIGN_CLOSED", "input.perk")
    known = await claimed(desk, key, scout["_id"])
    if known is not None:
        # the first call may have been cut off before this
        await disclosing.review_after(desk.books, known, desk.now)
        refuse("CONFLICT", "input.perk")
    taken = await _take(desk, perk, scout["_id"])
    await disclosing.review_after(desk.books, taken, desk.now)
    return perk, taken


async def claimed(desk: Desk, perk: str, scout: str) -> ClaimDocument | None:
    """The place a scout has of a perk."""
    found: object = await desk.books.claims.find_one({"perk": perk, "scout": scout})
    return found  # type: ignore[return-value]  # the validator vouches for the shape


async def _take(desk: Desk, perk: PerkDocument, scout: str) -> ClaimDocument:
    """One of the free places, drawn so that those who come at once seldom want the same one.

    The index of places is the quota: nothing is counted, so nothing can be counted wrongly.
    """
    for _ in range(TRIES):
        rows = await desk.books.claims.find({"perk": perk["_id"]}, projection={"place": 1, "_id": 0})
        taken = {row["place"] for row in rows}
        free = [place for place in range(1, perk["quota"] + 1) if place not in taken]
        if not free:
            refuse("QUOTA_EXHAUSTED", "input.perk")
        made: ClaimDocument = {
            "_id": desk.new_key,
            "perk": perk["_id"],
            "place": desk.random.choice(free),
            "scout": scout,
            "offer": perk["offer"],
            "provider": perk["provider"],
            "claimedAt": desk.now,
        }
        try:
            await desk.books.claims.insert_one(made)
        except DuplicateKey as refused:
            if "place" not in refused.keys:
                refuse("CONFLICT", "input.perk")  # this scout was here at the same moment
            continue
        return made
    return refuse("CONFLICT", "input.perk")
