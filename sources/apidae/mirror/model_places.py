"""What documents hold of places and organisations, with the index of the directory, and selections."""

from __future__ import annotations

from typing import Any

from gateway.store import CollectionSpec, IndexSpec

SELECTIONS = "selections"

_WHOLE = {"bsonType": ["int", "long"]}
_NAMED = {
    "bsonType": ["object", "null"],
    "required": ["id", "name"],
    "properties": {"id": _WHOLE, "name": {"bsonType": "string"}},
}

PLACE_FACTS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("epci", {"bsonType": ["string", "null"]}),
    ("provider", _NAMED),
    ("office", _NAMED),
    ("territories", {"bsonType": "array", "items": _WHOLE}),
    ("territorySet", {"bsonType": "string"}),
    ("territoryNames", {"bsonType": "object"}),
    ("carFree", {"bsonType": "string"}),
    ("stationMetres", {"bsonType": ["int", "long", "null"]}),
)
"""Kinds of the values that `place_facts` gives."""

PLACE_INDEX = IndexSpec(
    keys=(
        *(("public", 1), ("provider.id", 1), ("provider.name", 1), ("kind", 1)),
        *(("office.id", 1), ("office.name", 1), ("insee", 1), ("epci", 1), ("territorySet", 1)),
        *(("familySet", 1), ("_id", 1)),
    ),
    name="by_provider",
)
"""It holds all that the directory is made of, so that no document is read for it."""

SELECTIONS_SPEC = CollectionSpec(
    SELECTIONS,
    validator={
        "$jsonSchema": {
            "bsonType": "object",
            "required": ["_id", "names", "members", "rank", "readAt"],
            "properties": {
                "_id": _WHOLE,
                "names": {"bsonType": "object"},
                "members": {"bsonType": "array", "items": _WHOLE},
                "rank": _WHOLE,
                "readAt": {"bsonType": "date"},
            },
        }
    },
)
