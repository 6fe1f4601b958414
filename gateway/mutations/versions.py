"""Optimistic concurrency: a change is made only to the version its author has read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import strawberry

from gateway.mutations.refusal import refuse
from gateway.store import Collection, Document

FIELD = "expectedVersion"
VERSION = "version"

ExpectedVersion = Annotated[
    int,
    strawberry.argument(
        description="The `version` you have read; if it is another one by now, `CONFLICT` and no change."
    ),
]


def check_version(expected: int | None, actual: int) -> None:
    """Refuse with `CONFLICT` when another version was read; None expects nothing."""
    if expected is not None and expected != actual:
        refuse("CONFLICT", FIELD)


async def update_version(
    collection: Collection, filter: Mapping[str, Any], expected: int, changes: Mapping[str, Any]
) -> Document:
    """Set `changes` on the document of `filter` if its `version` is the expected one, and count it up.

    The document as it is then. Refuses with `CONFLICT` for another version, with `NOT_FOUND` for none.
    """
    changed = await collection.find_one_and_update(
        {**filter, VERSION: expected}, {"$set": dict(changes), "$inc": {VERSION: 1}}
    )
    if changed is None:
        if await collection.find_one(filter, projection={"_id": 1}) is None:
            refuse("NOT_FOUND")
        refuse("CONFLICT", FIELD)
    return changed
