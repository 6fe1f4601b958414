"""The rights of a person over the own data: to get all of it, and to have it erased."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from typing import Any, cast

from gateway.mutations import Refused, refuse
from gateway.source import Context
from gateway.store import DuplicateKey
from sources.scouts import rights
from sources.scouts.books import Books
from sources.scouts.documents import Document
from sources.scouts.records import ErasureDocument
from sources.scouts.runtime import Runtime
from sources.scouts.services.desk import Desk
from sources.scouts.services.keeping import change_scout, hide_contents

DERIVED = frozenset({"words", "sortName", "visible", "shown", "communities", "html", "rendering"})
"""What we compute is not the person's data."""

DETACHED = "erased"


async def export(desk: Desk) -> Mapping[str, Any]:
    """Everything that is kept of the caller, by collection."""
    scout = await desk.books.scout_of(desk.subject)
    rights.answer_for(desk.caller, scout).enforce()
    if scout is None:
        refuse("NOT_FOUND")
    books, mine = desk.books, {"scout": scout["_id"]}
    return {
        "format": "partir-ici/scout/1",
        "exportedAt": desk.now,
        "scout": _plain(cast("Document", scout)),
        "memberships": [_plain(one) for one in await books.memberships.find(mine)],
        "consents": [_plain(one) for one in await books.consents.find(mine)],
        "signatures": [_plain(one) for one in await books.signatures.find(mine)],
        "contents": [_plain(one) for one in await books.contents.find(mine)],
        "history": [_plain(one) for one in await books.history.find(mine)],
        "claims": [_plain(one) for one in await books.claims.find(mine)],
    }


async def request_erasure(desk: Desk) -> ErasureDocument:
    """Erase the caller; asked again, by whoever holds the same account, it gives the same receipt."""
    proof = proof_of(desk.subject)
    known = await _erasure(desk.books, proof)
    scout = await desk.books.scout_of(desk.subject)
    if scout is None and known is None:
        refuse("NOT_FOUND")
    if scout is not None and (known is None or known["completedAt"] is not None):
        # somebody erased before may have come back: the newest request counts
        known = await _requested(desk, proof, scout["_id"])
    if known is None or known["completedAt"] is not None:
        return known or refuse("NOT_FOUND")
    if desk.caller.has("COMMUNITY_MANAGER") or desk.caller.has("REGION_ADMIN"):
        await _unname(desk.books, desk.subject)
    return await finish(desk.ctx, desk.books, known, desk.now)


async def finish(
    ctx: Context[Runtime], books: Books, erasure: ErasureDocument, now: datetime
) -> ErasureDocument:
    """End an erasure that was begun; may be cut off and called again."""
    key = erasure["scout"]
    if key is not None:
        with suppress(Refused):  # gone already, the rest may not be
            # nobody may be told of the accounts of a scout who leaves, so that what is kept stays away
            await change_scout(books, key, lambda _: {"consents": [], "handles": {}})
        await ctx.withdrawn("Scout", key)
        await erase(books, key)
    done = {"$set": {"completedAt": now, "scout": None}}
    await books.erasures.update_one({"_id": erasure["_id"], "completedAt": None}, done)
    return await _erasure(books, erasure["_id"]) or erasure


async def erase(books: Books, scout: str) -> None:
    """Delete all of a scout, what is seen first; may be cut off and called again.

    The scout's own document goes last: as long as it stands the rest can be found. Places of perks stay
    taken, of nobody.
    """
    await hide_contents(books, scout)
    mine = {"scout": scout}
    for collection in (books.contents, books.history, books.memberships, books.consents, books.signatures):
        await collection.delete_many(mine)
    for claim in await books.claims.find(mine, projection={"_id": 1}):
        await books.claims.update_one(claim, {"$set": {"scout": f"{DETACHED}:{claim['_id']}"}})
    await books.scouts.delete_one({"_id": scout})
    # of a call that was writing at the same moment
    await books.contents.delete_many(mine)
    await books.history.delete_many(mine)


async def _unname(books: Books, subject: str) -> None:
    """Take a manager's account out of what they decided about others; the decisions stay."""
    nobody = {"$set": {"event.by": None}}
    await books.history.update_many({"event.by": subject}, nobody)
    await books.contents.update_many({"last.by": subject}, {"$set": {"last.by": None}})
    for name in ("invitedBy", "decidedBy"):
        await books.memberships.update_many({name: subject}, {"$set": {name: None}})
    await books.perks.update_many({"createdBy": subject}, {"$set": {"createdBy": DETACHED}})


def proof_of(subject: str) -> str:
    """What is kept of an erased account: only who knows the account can make it again."""
    return sha256(f"partir-ici/erasure/{subject}".encode()).hexdigest()


async def _requested(desk: Desk, proof: str, scout: str) -> ErasureDocument:
    made: ErasureDocument = {
        "_id": proof,
        "receipt": desk.new_key,
        "scout": scout,
        "requestedAt": desk.now,
        "completedAt": None,
    }
    try:
        await desk.books.erasures.replace_one({"_id": proof}, made, upsert=True)
    except DuplicateKey:  # asked twice at the same moment
        return await _erasure(desk.books, proof) or made
    return made


async def _erasure(books: Books, proof: str) -> ErasureDocument | None:
    return cast("ErasureDocument | None", await books.erasures.find_one({"_id": proof}))


def _plain(document: Document) -> Document:
    return {name: value for name, value in document.items() if name not in DERIVED}
