"""The rights of a person over the own data: to get all of it, and to have it erased."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any, cast

from gateway.mutations import refuse
from gateway.store import DuplicateKey
from sources.scouts import rights
from sources.scouts.books import Books
from sources.scouts.documents import Document
from sources.scouts.records import ErasureDocument
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
    if scout is None:
        if known is None:
            refuse("NOT_FOUND")
        return await _finished(desk, known)
    if known is None or known["completedAt"] is not None:
        # somebody erased before may have come back: the newest request counts
        known = await _requested(desk, proof)
    # nobody may be told of the accounts of a scout who leaves, so that what is kept of them stays away
    await change_scout(desk.books, scout["_id"], lambda _: {"consents": [], "handles": {}})
    await desk.ctx.withdrawn("Scout", scout["_id"])
    await erase(desk.books, scout["_id"])
    return await _finished(desk, known)


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
    await books.reports.delete_many({"object": f"Scout:{scout}"})
    await books.scouts.delete_one({"_id": scout})
    # of a call that was writing at the same moment
    await books.contents.delete_many(mine)
    await books.history.delete_many(mine)


def proof_of(subject: str) -> str:
    """What is kept of an erased account: only who knows the account can make it again."""
    return sha256(f"partir-ici/erasure/{subject}".encode()).hexdigest()


async def _requested(desk: Desk, proof: str) -> ErasureDocument:
    made: ErasureDocument = {
        "_id": proof,
        "receipt": desk.new_key,
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


async def _finished(desk: Desk, erasure: ErasureDocument) -> ErasureDocument:
    if erasure["completedAt"] is not None:
        return erasure
    done = {"$set": {"completedAt": desk.now}}
    await desk.books.erasures.update_one({"_id": erasure["_id"], "completedAt": None}, done)
    return await _erasure(desk.books, erasure["_id"]) or erasure


def _plain(document: Document) -> Document:
    return {name: value for name, value in document.items() if name not in DERIVED}
