"""What documents hold of places and organisations, with the index of the directory, and selections."""

from __future__ import annotations

from typing import Any

from gateway.store import CollectionSpec, IndexSpec

SELECTIONS = "selections"

_WHOLE = {"bsonType": ["int", "long"]}

PLACE_FACTS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("epci", {"bsonType": ["string", "null"]}),
    ("providerName", {"bsonType": "string"}),
    ("officeName", {"bsonType": "string"}),
    ("territories", {"bsonType": "array", "items": _WHOLE}),
    ("territorySet", {"bsonType": "string"}),
    ("territoryNames", {"bsonType": "object"}),
    ("carFree", {"bsonType": "string"}),
    ("stationMetres", {"bsonType": ["int", "long", "null"]}),
)
"""Kinds of the values that `place_facts` gives."""

PLACE_INDEX = IndexSpec(
    keys=(
        *(("public", 1), ("provider", 1), ("providerName", 1), ("kind", 1)),
        *(("office", 1), ("officeName", 1), ("insee", 1), ("epci", 1), ("territorySet", 1)),
        *(("familySet", 1), ("_id", 1)),
    ),
    name="by_belonging",
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
