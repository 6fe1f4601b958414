"""Decisions about contents, each with its reasons; authors may contest them, the public may report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from gateway.mutations import refuse
from gateway.mutations.versions import check_version
from gateway.richtext import clean_text
from sources.scouts import rights
from sources.scouts.composing import event
from sources.scouts.documents import ContentDocument, ContentState, StatementDocument
from sources.scouts.services import disclosing
from sources.scouts.services.checking import bounded
from sources.scouts.services.desk import Desk
from sources.scouts.services.keeping import change_content

DecisionName = Literal["APPROVE", "REJECT", "REMOVE", "RESTORE", "UPHOLD"]

STEPS: dict[DecisionName, dict[ContentState, ContentState]] = {
    "APPROVE": {"SUBMITTED": "PUBLISHED"},
    "REJECT": {"SUBMITTED": "REJECTED"},
    "REMOVE": {"PUBLISHED": "REMOVED"},
    "RESTORE": {"REJECTED": "PUBLISHED", "REMOVED": "PUBLISHED"},
    "UPHOLD": {"REJECTED": "REJECTED", "REMOVED": "REMOVED"},
}
"""From which state a decision leads to which."""

REASONED = frozenset({"REJECT", "REMOVE", "UPHOLD"})
LONGEST_FACTS = 4_000
MOST_REPORTS = 20


@dataclass(frozen=True, slots=True)
class Verdict:
    """A decision; `facts` and `ground` are its statement of reasons, `reports` the receipts it answers."""

    decision: DecisionName
    facts: str | None
    ground: str | None
    automated: bool
    reports: Sequence[str]


async def moderate(desk: Desk, key: str, expected: int, verdict: Verdict) -> ContentDocument:
    """Decide about a content, which its author is told with the reasons."""
    content = await desk.books.content(key)
    author = await desk.books.scout(content["scout"]) if content else None
    rights.moderate(desk.caller, content, author).enforce("input.content")
    if content is None or author is None:
        refuse("NOT_FOUND", "input.content")
    check_version(expected, content["version"])
    after = STEPS[verdict.decision].get(content["state"])
    if after is None or (verdict.decision == "UPHOLD" and content["review"] != "CONTESTED"):
        refuse("CONFLICT", "input.decision")
    _by_another(desk, content, verdict)
    statement = _statement(verdict)
    if after == "PUBLISHED":
        disclosure = content["commercialDisclosure"]
        await disclosing.check(
            desk.books, author["_id"], content["offers"], content["providers"], disclosure, desk.now
        )
    last = event(
        verdict.decision,
        desk.now,
        by=desk.subject,
        role=rights.capacity(desk.caller, content, author),
        before=content["state"],
        after=after,
        statement=statement,
    )
    posted = content["postedAt"] or (desk.now if after == "PUBLISHED" else None)
    changes = {"state": after, "review": None, "updatedAt": desk.now, "postedAt": posted, "last": last}
    changed = await change_content(desk.books, content, changes)
    if after != "PUBLISHED":
        await desk.ctx.withdrawn("ScoutContent", key)
    await _answer(desk, key, verdict, statement)
    return changed


async def contest(desk: Desk, key: str, text: str) -> ContentDocument:
    """An author contests a decision: it comes before those who may decide anew."""
    content = await desk.books.content(key)
    author = await desk.books.scout(content["scout"]) if content else None
    rights.take_back(desk.caller, content, author).enforce("input.content")
    if content is None or content["state"] not in {"REJECTED", "REMOVED"} or content["review"] == "CONTESTED":
        refuse("CONFLICT", "input.content")
    facts = _bounded_text(text, "input.text")
    statement: StatementDocument = {"facts": facts, "ground": "CONTESTED", "automated": False}
    last = event(
        "CONTEST",
        desk.now,
        by=desk.subject,
        role="SCOUT",
        before=content["state"],
        after=content["state"],
        statement=statement,
    )
    return await change_content(
        desk.books, content, {"review": "CONTESTED", "updatedAt": desk.now, "last": last}
    )


def _by_another(desk: Desk, content: ContentDocument, verdict: Verdict) -> None:
    """A contested decision is the Region's: the community that took it does not judge it again."""
    if content["review"] == "CONTESTED" and not rights.is_region(desk.caller):
        refuse("FORBIDDEN", "input.content")
    if verdict.automated and verdict.decision == "UPHOLD":
        refuse("INVALID_ARGUMENT", "input.automated")


def _statement(verdict: Verdict) -> StatementDocument | None:
    if verdict.facts is None and verdict.ground is None and verdict.decision not in REASONED:
        return None
    if verdict.facts is None or verdict.ground is None:
        refuse("INVALID_ARGUMENT", "input.facts" if verdict.facts is None else "input.ground")
    return {
        "facts": _bounded_text(verdict.facts, "input.facts"),
        "ground": bounded(verdict.ground, 300, "input.ground", least=3),
        "automated": verdict.automated,
    }


def _bounded_text(text: str, place: str) -> str:
    if len(text) > LONGEST_FACTS or len(clean := clean_text(text)) < 10:
        refuse("INVALID_ARGUMENT", place)
    return clean


async def _answer(desk: Desk, key: str, verdict: Verdict, statement: StatementDocument | None) -> None:
    """Tell those who reported the content what was decided."""
    answer = f"{verdict.decision}: {statement['ground']}" if statement else verdict.decision
    where = {"_id": {"$in": list(verdict.reports[:MOST_REPORTS])}, "object": f"ScoutContent:{key}"}
    changes = {"state": "ANSWERED", "answer": answer, "answeredAt": desk.now, "contact": None}
    await desk.books.reports.update_many({**where, "state": "OPEN"}, {"$set": changes})
