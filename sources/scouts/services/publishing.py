"""An author publishes, changes and withdraws contents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gateway.mutations import refuse
from gateway.mutations.versions import check_version
from sources.scouts import policy, rights
from sources.scouts.composing import composed, event
from sources.scouts.documents import (
    ContentDocument,
    ContentKindName,
    ContentState,
    Disclosure,
    ReviewReason,
    ScoutDocument,
)
from sources.scouts.services import disclosing
from sources.scouts.services.desk import Desk
from sources.scouts.services.drafts import Draft, parts_of
from sources.scouts.services.keeping import add_content, change_content

OVER: frozenset[ContentState] = frozenset({"WITHDRAWN", "REMOVED"})


@dataclass(frozen=True, slots=True)
class Publication:
    """A draft with what is decided on it; `community` is None when the author has one only."""

    kind: ContentKindName
    community: str | None
    draft: Draft
    disclosure: Disclosure
    submit: bool


async def publish(desk: Desk, given: Publication) -> ContentDocument:
    """Make a content: published, in review where the community wants that, or kept as a draft."""
    scout = await desk.me()
    home = _home(scout, given.community)
    if given.submit:
        _ready(scout)
    parts = await parts_of(desk, given.kind, given.draft)
    if given.submit:
        await disclosing.check(
            desk.books, scout["_id"], parts["offers"], parts["providers"], given.disclosure, desk.now
        )
    state, review = await _entering(desk, home) if given.submit else ("DRAFT", None)
    made = composed(
        {
            **parts,
            "_id": desk.new_key,
            "version": 1,
            "kind": given.kind,
            "scout": scout["_id"],
            "community": home,
            "createdAt": desk.now,
            "updatedAt": desk.now,
            "postedAt": desk.now if state == "PUBLISHED" else None,
            "commercialDisclosure": given.disclosure,
            "state": state,
            "review": review,
            "last": event("CREATE", desk.now, by=desk.subject, role="SCOUT", before=None, after=state),
        }
    )
    return await disclosing.recheck(desk.books, await add_content(desk.books, made), desk.now)


async def update(desk: Desk, key: str, expected: int, given: Publication) -> ContentDocument:
    """Put a new text in the place of the version that the author has read."""
    content, scout = await _own(desk, key)
    check_version(expected, content["version"])
    if content["state"] in OVER:
        refuse("CONFLICT", "input.content")
    if given.submit:
        _ready(scout)
    parts = await parts_of(desk, content["kind"], given.draft)
    if given.submit:
        await disclosing.check(
            desk.books, scout["_id"], parts["offers"], parts["providers"], given.disclosure, desk.now
        )
    state, review = await _next(desk, content, submit=given.submit)
    changes: dict[str, Any] = {
        **parts,
        "updatedAt": desk.now,
        "postedAt": content["postedAt"] or (desk.now if state == "PUBLISHED" else None),
        "commercialDisclosure": given.disclosure,
        "state": state,
        "review": review,
        "last": event(
            "UPDATE", desk.now, by=desk.subject, role="SCOUT", before=content["state"], after=state
        ),
    }
    return await disclosing.recheck(desk.books, await change_content(desk.books, content, changes), desk.now)


async def withdraw(desk: Desk, key: str, expected: int | None) -> ContentDocument:
    """Take a content back for good; taking it back twice changes nothing."""
    content = await desk.books.content(key)
    author = await desk.books.scout(content["scout"]) if content else None
    rights.take_back(desk.caller, content, author).enforce("input.content")
    if content is None or content["state"] == "REMOVED":
        refuse("CONFLICT", "input.content")
    if content["state"] == "WITHDRAWN":
        return content
    check_version(expected, content["version"])
    last = event(
        "WITHDRAW", desk.now, by=desk.subject, role="SCOUT", before=content["state"], after="WITHDRAWN"
    )
    changes = {"state": "WITHDRAWN", "review": None, "updatedAt": desk.now, "last": last}
    changed = await change_content(desk.books, content, changes)
    await desk.ctx.withdrawn("ScoutContent", key)
    return changed


async def link_to_offer(desk: Desk, key: str, offer: str, expected: int | None) -> ContentDocument:
    """Say that a content is about an offer; saying it twice changes nothing."""
    content = await desk.books.content(key)
    author = await desk.books.scout(content["scout"]) if content else None
    rights.mark(desk.caller, content, author).enforce("input.content")
    if content is None or content["state"] in OVER:
        refuse("CONFLICT", "input.content")
    if offer in content["offers"]:
        return content
    check_version(expected, content["version"])
    if len(content["offers"]) == 20:
        refuse("INVALID_ARGUMENT", "input.offer")
    card = (await desk.cards("Offer", [offer], "input.offer"))[offer]
    providers = sorted({*content["providers"], *([card.provider] if card.provider else [])})
    disclosure = content["commercialDisclosure"]
    if content["state"] != "DRAFT":
        await disclosing.check(desk.books, content["scout"], [offer], providers, disclosure, desk.now)
    changes: dict[str, Any] = {
        "offers": [*content["offers"], offer],
        "providers": providers,
        "updatedAt": desk.now,
        "last": event(
            "LINK",
            desk.now,
            by=desk.subject,
            role=rights.capacity(desk.caller, content, author),
            before=content["state"],
            after=content["state"],
        ),
    }
    return await disclosing.recheck(desk.books, await change_content(desk.books, content, changes), desk.now)


async def _own(desk: Desk, key: str) -> tuple[ContentDocument, ScoutDocument]:
    content = await desk.books.content(key)
    author = await desk.books.scout(content["scout"]) if content else None
    rights.edit(desk.caller, content, author).enforce("input.content")
    if content is None or author is None:
        refuse("NOT_FOUND", "input.content")
    return content, author


def _home(scout: ScoutDocument, community: str | None) -> str:
    """The community to publish in: one's own, and named unless there is but one."""
    if not scout["homes"]:
        refuse("FORBIDDEN", "input.community")
    if community is None:
        if len(scout["homes"]) > 1:
            refuse("INVALID_ARGUMENT", "input.community")
        return scout["homes"][0]
    if community not in scout["homes"]:
        refuse("FORBIDDEN", "input.community")
    return community


def _ready(scout: ScoutDocument) -> None:
    """The charter first, then the consent, then the approval."""
    if scout["charter"] is None:
        refuse("CHARTER_NOT_SIGNED")
    if not policy.consents(scout, "PUBLISH"):
        refuse("CONSENT_MISSING")
    if scout["state"] != "APPROVED":
        refuse("FORBIDDEN")


async def _entering(desk: Desk, home: str) -> tuple[ContentState, ReviewReason | None]:
    community = await desk.books.community(home)
    if community is None or community["state"] != "ACTIVE":
        refuse("FORBIDDEN", "input.community")
    return ("SUBMITTED", "COMMUNITY_RULE") if community["review"] == "BEFORE" else ("PUBLISHED", None)


async def _next(
    desk: Desk, content: ContentDocument, *, submit: bool
) -> tuple[ContentState, ReviewReason | None]:
    """Where a changed content stands: what was refused is looked at again, what was not said is now said."""
    if not submit and content["state"] == "DRAFT":
        return "DRAFT", None
    if not submit:
        refuse("CONFLICT", "input.submit")
    if content["state"] == "REJECTED" or content["review"] in {"CONTESTED", "REPORTED"}:
        return "SUBMITTED", content["review"] or "COMMUNITY_RULE"
    return await _entering(desk, content["community"])
