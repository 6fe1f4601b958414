"""People who leave: their accounts are revoked at once, and on request everything of them is deleted."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from sources.social.accounts.connecting import revoke
from sources.social.runtime import Runtime
from sources.social.times import aware

DEAUTHORISED, DELETED = "DEAUTHORISED", "DELETION_REQUESTED"


async def deauthorise(runtime: Runtime, user: str) -> int:
    """Revoke all accounts that a person connected; how many."""
    records = await runtime.book.of_subject(user)
    for record in records:
        await revoke(runtime, record.key, DEAUTHORISED)
    return len(records)


async def erase(runtime: Runtime, user: str) -> str:
    """Delete accounts, tokens and posts of a person; the code under which the state can be seen.

    May be asked again: what is gone stays gone. Only the fact and its time are kept, under a code.
    """
    code = secrets.token_urlsafe(12)
    now = runtime.clock.now()
    await runtime.erasures.insert_one({"_id": _name(code), "at": now, "doneAt": None})
    records = await runtime.book.of_subject(user)
    for record in records:
        await revoke(runtime, record.key, DELETED)
    await runtime.book.forget_subject(user)
    await runtime.erasures.update_one({"_id": _name(code)}, {"$set": {"doneAt": runtime.clock.now()}})
    return code


async def state_of(runtime: Runtime, code: str) -> tuple[datetime, datetime | None] | None:
    """When a deletion was asked for and when it was done; None for an unknown code."""
    row = await runtime.erasures.find_one({"_id": _name(code)})
    if row is None:
        return None
    return aware(row["at"]), aware(row["doneAt"]) if row["doneAt"] else None


def _name(code: str) -> str:
    # whoever reads the database cannot open a person's page
    return hashlib.sha256(code.encode()).hexdigest()
