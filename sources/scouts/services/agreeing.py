"""What a scout agrees to: the charter of values, and each use of what is theirs."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from gateway.mutations import refuse
from gateway.store import DuplicateKey
from sources.scouts import rights
from sources.scouts.composing import consent_key
from sources.scouts.documents import ConsentDocument, Purpose, ScoutDocument
from sources.scouts.services.desk import Desk
from sources.scouts.services.keeping import change_scout
from sources.scouts.texts import CHARTER_VERSION, CONSENT_VERSION


async def sign_charter(desk: Desk, version: str) -> ScoutDocument:
    """Sign the charter that is in force; signing it twice changes nothing."""
    scout = await desk.me()
    if version != CHARTER_VERSION:
        refuse("CONFLICT", "input.version")
    if scout["charter"] and scout["charter"]["version"] == version:
        return scout
    signature = {"_id": f"{scout['_id']}:{version}", "scout": scout["_id"], "version": version}
    with suppress(DuplicateKey):  # signed before, and cut off
        await desk.books.signatures.insert_one({**signature, "signedAt": desk.now})
    signed = {"version": version, "signedAt": desk.now}
    return await change_scout(desk.books, scout["_id"], lambda _: {"charter": signed})


async def give_consent(desk: Desk, purpose: Purpose, version: str) -> ScoutDocument:
    """Agree to one purpose; agreeing again changes nothing."""
    scout = await desk.me()
    if version != CONSENT_VERSION:
        refuse("CONFLICT", "input.version")
    given: ConsentDocument = {
        "purpose": purpose,
        "version": version,
        "givenAt": desk.now,
        "withdrawnAt": None,
    }
    key = consent_key(scout["_id"], purpose, desk.now)
    with suppress(DuplicateKey):
        await desk.books.consents.insert_one({"_id": key, "scout": scout["_id"], **given})
    return await change_scout(
        desk.books, scout["_id"], lambda old: {"consents": _with(old["consents"], given)}
    )


async def withdraw_consent(desk: Desk, purpose: Purpose) -> ScoutDocument:
    """Take a consent back: what it allowed ends before this returns."""
    scout = await desk.books.scout_of(desk.subject)
    rights.answer_for(desk.caller, scout).enforce()
    if scout is None or not any(one["purpose"] == purpose for one in scout["consents"]):
        refuse("CONSENT_MISSING", "input.purpose")
    changed = await change_scout(
        desk.books, scout["_id"], lambda old: {"consents": _without(old["consents"], purpose, desk.now)}
    )
    await desk.ctx.withdrawn("Scout", scout["_id"])
    await desk.books.consents.update_many(
        {"scout": scout["_id"], "purpose": purpose, "withdrawnAt": None}, {"$set": {"withdrawnAt": desk.now}}
    )
    return changed


def _with(consents: list[ConsentDocument], given: ConsentDocument) -> list[ConsentDocument]:
    for one in consents:
        if one["purpose"] == given["purpose"] and one["withdrawnAt"] is None:
            return consents
    return [*(one for one in consents if one["purpose"] != given["purpose"]), given]


def _without(consents: list[ConsentDocument], purpose: Purpose, now: datetime) -> list[ConsentDocument]:
    return [
        {**one, "withdrawnAt": now} if one["purpose"] == purpose and one["withdrawnAt"] is None else one
        for one in consents
    ]
