"""Managers invite people to their community and take them in."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import cast

from gateway.mutations import refuse
from gateway.store import DuplicateKey
from sources.scouts import policy, rights
from sources.scouts.composing import membership_key
from sources.scouts.documents import ScoutDocument, ScoutKindName, TerritoryDocument
from sources.scouts.folding import fold, words_of
from sources.scouts.records import MembershipDocument
from sources.scouts.services.checking import bounded, checked_territories
from sources.scouts.services.desk import Desk
from sources.scouts.services.keeping import change_scout
from sources.scouts.shapes import MAX_HOMES

LONGEST_ACCOUNT = 255


@dataclass(frozen=True, slots=True)
class Invitation:
    """Whom a manager invites: `account` is the person's subject at the identity provider."""

    community: str
    account: str
    public_name: str
    kind: ScoutKindName
    knows: list[TerritoryDocument]


async def invite(desk: Desk, given: Invitation) -> tuple[ScoutDocument, MembershipDocument]:
    """Invite an account; it becomes a scout whom nobody sees yet, unless it is one already."""
    community = await desk.books.community(given.community)
    rights.lead(desk.caller, community).enforce("input.community")
    if not 0 < len(given.account) <= LONGEST_ACCOUNT or not given.account.isprintable():
        refuse("INVALID_ARGUMENT", "input.account")
    scout = await _scout(desk, given)
    membership = _membership(desk, given.community, scout["_id"])
    known = await desk.books.membership(membership["_id"])
    if known is None:
        with suppress(DuplicateKey):  # two managers at once
            await desk.books.memberships.insert_one(membership)
            return scout, membership
        refuse("CONFLICT", "input.account")
    if known["state"] != "ENDED":
        refuse("CONFLICT", "input.account")
    again = {**membership, "version": known["version"] + 1}
    same = {"_id": known["_id"], "version": known["version"]}
    if not (await desk.books.memberships.replace_one(same, again)).matched:
        refuse("CONFLICT", "input.account")
    return scout, cast("MembershipDocument", again)


async def approve(desk: Desk, community_key: str, scout_key: str) -> tuple[ScoutDocument, MembershipDocument]:
    """Take an invited scout who signed the charter into the community; twice changes nothing."""
    community = await desk.books.community(community_key)
    key = membership_key(community_key, scout_key)
    membership, scout = await desk.books.membership(key), await desk.books.scout(scout_key)
    rights.approve(desk.caller, community, membership, scout).enforce("input.scout")
    if membership is None or scout is None or membership["state"] == "ENDED":
        refuse("CONFLICT", "input.scout")
    if scout["charter"] is None:
        refuse("CHARTER_NOT_SIGNED", "input.scout")
    if scout["state"] == "SUSPENDED" or len({*scout["homes"], community_key}) > MAX_HOMES:
        refuse("CONFLICT", "input.scout")
    changes = {"state": "ACTIVE", "decidedBy": desk.subject, "since": desk.now}
    if membership["state"] == "INVITED":
        same = {"_id": key, "version": membership["version"]}
        changed = await desk.books.memberships.find_one_and_update(
            same, {"$set": changes, "$inc": {"version": 1}}
        )
        membership = cast("MembershipDocument", changed) if changed else await _taken(desk, key)
    return await change_scout(desk.books, scout_key, lambda old: _at_home(old, community_key)), membership


async def _taken(desk: Desk, key: str) -> MembershipDocument:
    """The membership that another manager approved at the same moment."""
    membership = await desk.books.membership(key)
    if membership is None or membership["state"] != "ACTIVE":
        refuse("CONFLICT", "input.scout")
    return membership


def _at_home(scout: ScoutDocument, community: str) -> dict[str, object]:
    homes = list(dict.fromkeys([*scout["homes"], community]))
    return {"homes": homes, "state": "APPROVED" if scout["state"] == "INVITED" else scout["state"]}


async def _scout(desk: Desk, given: Invitation) -> ScoutDocument:
    """The scout of the account, made now when there is none."""
    known = await desk.books.scout_of(given.account)
    if known is not None:
        return known
    made = _new_scout(desk.new_key, given)
    try:
        await desk.books.scouts.insert_one(made)
    except DuplicateKey:
        found = await desk.books.scout_of(given.account)
        if found is None:
            raise
        return found
    return made


def _new_scout(key: str, given: Invitation) -> ScoutDocument:
    name = bounded(given.public_name, 80, "input.publicName", least=2)
    knows = checked_territories(given.knows, "input.knows")
    scout: ScoutDocument = {
        "_id": key,
        "version": 1,
        "subject": given.account,
        "publicName": name,
        "sortName": fold(name)[:80],
        "words": words_of(name, *(one["name"] for one in knows))[:60],
        "kind": given.kind,
        "bio": {},
        "homes": [],
        "knows": knows,
        "handles": {},
        "portrait": None,
        "charter": None,
        "consents": [],
        "state": "INVITED",
    }
    return policy.seen_scout(scout, ())


def _membership(desk: Desk, community: str, scout: str) -> MembershipDocument:
    return {
        "_id": membership_key(community, scout),
        "version": 1,
        "community": community,
        "scout": scout,
        "role": "MEMBER",
        "state": "INVITED",
        "since": desk.now,
        "made": desk.new_key,
        "invitedBy": desk.subject,
        "decidedBy": None,
    }
