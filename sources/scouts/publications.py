"""The stream of contents that become public, read once for all who follow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gateway.clock import Clock
from gateway.store import Document, Room
from gateway.store.watching import Hub
from sources.scouts.model import CONTENTS

# services replace a document when it is decided on; what only follows from its author is an update
BECAME_PUBLIC: Document = {
    "operationType": {"$in": ["insert", "replace"]},
    "fullDocument.visible": True,
    "fullDocument.last.after": "PUBLISHED",
    "fullDocument.last.before": {"$ne": "PUBLISHED"},
}
KEPT: Document = {
    "operationType": 1,
    "clusterTime": 1,
    "documentKey": 1,
    "fullDocument._id": 1,
    "fullDocument.shown": 1,
}


@dataclass(frozen=True, slots=True)
class Published:
    """A content that became public: its key and where it was listed then."""

    key: str
    communities: frozenset[str]
    territories: frozenset[str]


def publications(room: Room, clock: Clock) -> Hub[Published]:
    """The hub of contents; contacts nothing before somebody follows."""
    pipeline = [{"$match": BECAME_PUBLIC}, {"$project": KEPT}]
    return Hub(room.collection(CONTENTS), _read, clock, pipeline=pipeline, full_document=None)


async def _read(change: Document) -> Published | None:
    found: dict[str, Any] = change["fullDocument"]
    shown = found["shown"] or {}
    return Published(
        found["_id"], frozenset(shown.get("communities", ())), frozenset(shown.get("territories", ()))
    )
