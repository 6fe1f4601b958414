"""Makes whole documents: rendered texts, searchable words and records that follow from the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import cast

from gateway.richtext import RENDERING, render
from sources.scouts.documents import (
    ContentDocument,
    Document,
    EventDocument,
    PointDocument,
    ScoutDocument,
    StatementDocument,
)
from sources.scouts.folding import words_of
from sources.scouts.records import ConsentRecord, MembershipDocument, SignatureDocument
from sources.scouts.shapes import MAX_WORDS

LONGEST_WORD = 40


def event(
    act: str,
    at: datetime,
    *,
    by: str | None,
    role: str,
    before: str | None,
    after: str,
    statement: StatementDocument | None = None,
) -> EventDocument:
    """One event of an object's history."""
    return {
        "at": at,
        "act": act,
        "by": by,
        "role": role,
        "before": before,
        "after": after,
        "statement": statement,
    }


def point(place: tuple[float, float] | None) -> PointDocument | None:
    """A point in GeoJSON; None for one that is not on the globe."""
    if place is None or not (-180 <= place[0] <= 180 and -90 <= place[1] <= 90):
        return None
    return {"type": "Point", "coordinates": [float(place[0]), float(place[1])]}


def composed(content: Mapping[str, object]) -> ContentDocument:
    """The content with what follows from its `source`, `title` and places; other absent parts are empty."""
    made: Document = {
        "communes": [],
        "offers": [],
        "territories": [],
        "providers": [],
        "at": None,
        "stops": [],
        "pictures": [],
        "review": None,
        **content,
    }
    rendered = {tag: render(text) for tag, text in made["source"].items()}
    made["source"] = {tag: one.source for tag, one in rendered.items()}
    made["html"] = {tag: one.html for tag, one in rendered.items()}
    made["body"] = {tag: one.plain for tag, one in rendered.items()}
    made["rendering"] = RENDERING
    places = [one["name"] for one in made["territories"]]
    stops = [one["title"] for one in made["stops"]]
    words = words_of(*made["title"].values(), *places, *stops, *made["body"].values())
    made["words"] = [word for word in words if len(word) <= LONGEST_WORD][:MAX_WORDS]
    return cast("ContentDocument", made)


def membership_key(community: str, scout: str) -> str:
    """The key of a scout's place in a community; a colon stands in no key of a community."""
    return f"{community}:{scout}"


def consent_key(scout: str, purpose: str, given_at: datetime) -> str:
    """The key of one consent."""
    return f"{scout}:{purpose}:{int(given_at.timestamp() * 1000)}"


def memberships_of(scout: ScoutDocument, since: datetime) -> list[MembershipDocument]:
    """Active memberships of a scout in its homes."""
    return [
        {
            "_id": membership_key(community, scout["_id"]),
            "version": 1,
            "community": community,
            "scout": scout["_id"],
            "role": "MEMBER",
            "state": "ACTIVE",
            "since": since,
            "made": None,
            "invitedBy": None,
            "decidedBy": None,
        }
        for community in scout["homes"]
    ]


def consents_of(scout: str, consents: Sequence[Mapping[str, object]]) -> list[ConsentRecord]:
    """Records of the consents that stand in a scout's document."""
    return [
        cast(
            "ConsentRecord",
            {
                "_id": consent_key(scout, str(one["purpose"]), cast("datetime", one["givenAt"])),
                "scout": scout,
                **one,
            },
        )
        for one in consents
    ]


def signatures_of(scout: ScoutDocument) -> list[SignatureDocument]:
    """The record of the signature that stands in a scout's document."""
    if scout["charter"] is None:
        return []
    return [
        {"_id": f"{scout['_id']}:{scout['charter']['version']}", "scout": scout["_id"], **scout["charter"]}
    ]
