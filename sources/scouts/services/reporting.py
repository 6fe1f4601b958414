"""Anybody may tell of a problem (DSA, article 16); they get a receipt, and later an answer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from gateway.errors import BadInput, NotFound
from gateway.mutations import refuse
from gateway.richtext import clean_line, clean_text
from sources.scouts.books import Books
from sources.scouts.records import ReportDocument
from sources.scouts.services.desk import Desk

LONGEST_TEXT, LONGEST_ANSWER = 4_000, 300
_MAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]{1,63}(\.[^@\s.]{1,63}){1,5}")


@dataclass(frozen=True, slots=True)
class Problem:
    """What somebody tells of: an object of the graph, on what ground, and how to answer if they want to."""

    entity: str
    key: str
    ground: str
    text: str
    contact: str | None


async def report(desk: Desk, given: Problem) -> ReportDocument:
    """Keep a problem for those who look after the object; nothing is kept of who told it."""
    if len(given.text) > LONGEST_TEXT or len(text := clean_text(given.text)) < 10:
        refuse("INVALID_ARGUMENT", "input.text")
    contact = given.contact.strip() if given.contact else None
    if contact and (len(contact) > 254 or not _MAIL.fullmatch(contact)):
        refuse("INVALID_ARGUMENT", "input.contact")
    request = desk.ctx.request
    if not request.opened.owns(given.entity) or await desk.ctx.load(given.entity, given.key) is None:
        refuse("NOT_FOUND", "input.about")
    made: ReportDocument = {
        "_id": desk.new_key,
        "object": f"{given.entity}:{given.key}",
        "community": await _community(desk, given),
        "ground": given.ground,
        "text": text,
        "contact": contact or None,
        "state": "OPEN",
        "at": desk.now,
        "answer": None,
        "answeredAt": None,
    }
    await desk.books.reports.insert_one(made)
    return made


async def report_of(desk: Desk, receipt: str) -> ReportDocument | None:
    """The report with a receipt."""
    return cast("ReportDocument | None", await desk.books.reports.find_one({"_id": receipt}))


async def answer(books: Books, receipt: str, words: str, now: datetime) -> ReportDocument:
    """Answer a report and forget the address; `NotFound` for one that does not wait."""
    text = clean_line(words)
    if not 1 <= len(text) <= LONGEST_ANSWER:
        raise BadInput("INVALID_ARGUMENT", f"An answer has 1 to {LONGEST_ANSWER} characters.")
    changes = {"state": "ANSWERED", "answer": text, "answeredAt": now, "contact": None}
    found = await books.reports.find_one_and_update({"_id": receipt, "state": "OPEN"}, {"$set": changes})
    if found is None:
        raise NotFound("No problem with this receipt waits for an answer.")
    return cast("ReportDocument", found)


async def _community(desk: Desk, given: Problem) -> str | None:
    """Whose managers look at it; of anything else than scouts' things the Region does."""
    if given.entity == "ScoutContent":
        content = await desk.books.content(given.key)
        return content["community"] if content else None
    if given.entity == "Scout":
        scout = await desk.books.scout(given.key)
        return scout["homes"][0] if scout and scout["homes"] else None
    return given.key if given.entity == "Community" else None
