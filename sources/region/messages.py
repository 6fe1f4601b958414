"""Messages to those who run the platform: kept until they are answered, and never longer than told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from gateway.mutations import refuse
from gateway.richtext import clean_text
from gateway.store import Document
from sources.region.runtime import Runtime
from sources.region.texts import line_of, mail_of

SHORTEST, LONGEST = 10, 4_000
LONGEST_NAME, LONGEST_NOTE = 100, 300
FORGOTTEN: dict[str, Any] = {"text": None, "email": None, "name": None}
"""What is personal of a message; gone as soon as it is done."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What somebody writes."""

    topic: str
    text: str
    email: str
    name: str | None


async def receive(runtime: Runtime, key: str, now: datetime, letter: Letter) -> Document:
    """Keep a message; refuses one that is empty or cannot be answered."""
    text = clean_text(letter.text)
    if len(letter.text) > LONGEST or len(text) < SHORTEST:
        refuse("INVALID_ARGUMENT", "input.text")
    made: Document = {
        "_id": key,
        "topic": letter.topic,
        "state": "OPEN",
        "text": text,
        "email": mail_of(letter.email, "input.email"),
        "name": line_of(letter.name, "input.name", LONGEST_NAME),
        "at": now,
        "expiresAt": now + timedelta(days=runtime.settings.message_days),
        "doneAt": None,
        "note": None,
    }
    await runtime.messages.insert_one(made)
    return made


async def message_of(runtime: Runtime, key: str, now: datetime) -> Document | None:
    """A message by its receipt; None when it is deleted, or due to be."""
    return await runtime.messages.find_one({"_id": key, "expiresAt": {"$gt": now}})


async def waiting(runtime: Runtime, state: str, now: datetime, limit: int) -> list[Document]:
    """Messages in a state, the oldest first."""
    where = {"state": state, "expiresAt": {"$gt": now}}
    return await runtime.messages.find(where, sort=(("at", 1), ("_id", 1)), limit=limit)


async def done(runtime: Runtime, key: str, now: datetime, note: str | None) -> Document:
    """Close a message and forget who wrote what; refuses an unknown one, `CONFLICT` for one that is done."""
    changes = {"state": "DONE", "doneAt": now, "note": line_of(note, "input.note", LONGEST_NOTE), **FORGOTTEN}
    changed = await runtime.messages.find_one_and_update({"_id": key, "state": "OPEN"}, {"$set": changes})
    if changed is None:
        refuse("CONFLICT" if await message_of(runtime, key, now) else "NOT_FOUND", "input.receipt")
    return changed
