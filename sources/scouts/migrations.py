"""Versioned changes of stored documents. Each may be cut off and run again: it finds what is still old."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, cast

from gateway.store import Migration, ReplaceOne, Room
from sources.scouts import model, policy
from sources.scouts.composing import composed, consents_of, event, memberships_of, signatures_of
from sources.scouts.documents import ContentDocument, Document, ScoutDocument

BATCH = 200
BEFORE = datetime(2021, 10, 1, tzinfo=UTC)
"""Of what is not known to have been later: the platform opened then."""


async def separate_records(room: Room) -> None:
    """Memberships, consents and signatures leave the scouts' documents; contents gain what they lack."""
    await _each(room, model.COMMUNITIES, {"review": {"$exists": False}}, _community)
    await _scouts(room)
    await _contents(room)


async def _scouts(room: Room) -> None:
    active = await _active(room)
    async for old in room.collection(model.SCOUTS).scan({"homes": {"$exists": False}}):
        new, records = _split(old, active)
        # the records first: a scout that has homes is done
        for name, documents in records.items():
            await _put(room, name, documents)
        await _put(room, model.SCOUTS, [new])


async def _contents(room: Room) -> None:
    authors = {one["_id"]: one async for one in room.collection(model.SCOUTS).scan({}) if "homes" in one}
    batch: list[Any] = []
    async for old in room.collection(model.CONTENTS).scan({"source": {"$exists": False}}):
        batch.append(_content(old, cast("ScoutDocument | None", authors.get(old["scout"]))))
        if len(batch) == BATCH:
            await _put(room, model.CONTENTS, batch)
            batch = []
    await _put(room, model.CONTENTS, batch)


def _community(old: Document) -> Document:
    return {**old, "review": "AFTER"}


def _split(old: Document, active: set[str]) -> tuple[Mapping[str, Any], dict[str, Sequence[Any]]]:
    memberships, consents = old.pop("memberships"), old["consents"]
    newest = {one["purpose"]: one for one in sorted(consents, key=lambda one: one["givenAt"])}
    scout = cast(
        "ScoutDocument",
        {
            **old,
            "subject": old.get("subject"),
            "homes": [one["community"] for one in memberships],
            "consents": list(newest.values()),
        },
    )
    since = {one["community"]: one["since"] for one in memberships}
    places = memberships_of(scout, BEFORE)
    records: dict[str, Sequence[Any]] = {
        model.MEMBERSHIPS: [{**one, "since": since[one["community"]]} for one in places],
        model.CONSENTS: consents_of(scout["_id"], consents),
        model.SIGNATURES: signatures_of(scout),
    }
    return policy.seen_scout(scout, active), records


def _content(old: Document, author: ScoutDocument | None) -> ContentDocument:
    at = old["postedAt"] or BEFORE
    homes = author["homes"] if author else []
    made = composed(
        {
            **old,
            "source": old["body"],
            "community": homes[0] if homes else "unknown",
            "createdAt": at,
            "updatedAt": at,
            "last": event("MIGRATED", at, by=None, role="SYSTEM", before=None, after=old["state"]),
        }
    )
    return policy.seen_content(made, author)


async def _active(room: Room) -> set[str]:
    found = await room.collection(model.COMMUNITIES).find(policy.PUBLIC_COMMUNITY, projection={"_id": 1})
    return {one["_id"] for one in found}


async def _each(room: Room, name: str, where: Document, change: Any) -> None:
    async for old in room.collection(name).scan(where):
        await _put(room, name, [change(old)])


async def _put(room: Room, name: str, documents: Sequence[Any]) -> None:
    requests = [ReplaceOne({"_id": one["_id"]}, one, upsert=True) for one in documents]
    await room.collection(name).bulk_write(requests, ordered=False)


MIGRATIONS = (Migration(1, "records of their own", separate_records),)
