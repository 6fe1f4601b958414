"""The words that readers, writers and callers of the store share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from pymongo.operations import DeleteMany, DeleteOne, InsertOne, ReplaceOne, UpdateMany, UpdateOne

__all__ = [
    "BulkResult",
    "DeleteMany",
    "DeleteOne",
    "Document",
    "Filter",
    "Hint",
    "InsertOne",
    "Keys",
    "Pipeline",
    "Projection",
    "ReplaceOne",
    "Request",
    "UpdateMany",
    "UpdateOne",
    "UpdateResult",
    "given",
]

Document: TypeAlias = dict[str, Any]
Filter: TypeAlias = Mapping[str, Any]
Keys: TypeAlias = Sequence[tuple[str, Any]]
"""Fields in order with 1, -1, "text", "2dsphere" or, to sort by text score, `{"$meta": "textScore"}`."""
Hint: TypeAlias = str | Keys
Projection: TypeAlias = Mapping[str, Any] | Sequence[str]
Pipeline: TypeAlias = Sequence[Mapping[str, Any]]
Request: TypeAlias = (
    InsertOne[Document] | UpdateOne | UpdateMany | ReplaceOne[Document] | DeleteOne | DeleteMany
)


@dataclass(frozen=True, slots=True)
class UpdateResult:
    """How many documents an update matched and changed; the `_id` it inserted as an upsert, else None."""

    matched: int
    modified: int
    upserted_id: Any = None


@dataclass(frozen=True, slots=True)
class BulkResult:
    """How many documents a bulk write inserted, matched, changed, deleted and inserted as upserts."""

    inserted: int = 0
    matched: int = 0
    modified: int = 0
    deleted: int = 0
    upserted: int = 0


def given(**options: Any) -> dict[str, Any]:
    """The options that were given: a driver takes None for a value, not for an absence."""
    return {name: value for name, value in options.items() if value is not None}
