"""The collections of the mirror: what a document holds, and an index for everything that is asked of them.

Searches ask the table in memory (`index/`), which is filled from here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from gateway.store import CollectionSpec, IndexSpec
from sources.apidae.mirror.model_dossiers import DOSSIER_INDEXES
from sources.apidae.mirror.model_places import PLACE_FACTS, PLACE_INDEX, SELECTIONS_SPEC

OBJECTS, REJECTED, STATE = "objects", "rejected", "sync"
GONE, EXPORTS = "gone", "exports"
LEASE = "lease"
"""Whoever writes objects holds the lease of this name among the states."""
SLOTS = (OBJECTS, "objects_b")
"""Objects are kept in one of these; only `Slots` knows in which."""

PUBLIC: dict[str, Any] = {"public": True}
"""The only condition under which anything is found."""


def _object(required: dict[str, Any], optional: Iterable[tuple[str, Any]] = ()) -> dict[str, Any]:
    return {"bsonType": "object", "required": list(required), "properties": {**required, **dict(optional)}}


_TEXT = {"bsonType": "string"}
_TEXTS = {"bsonType": "array", "items": _TEXT}
_WHOLE = {"bsonType": ["int", "long"]}
_NUMBER_OR_NONE = {"bsonType": ["int", "long", "double", "null"]}
_BYTES = {"bsonType": "binData"}
_DATE = {"bsonType": "date"}
_LEVEL = {"bsonType": ["int", "long"], "minimum": 1, "maximum": 3}
_LEVELS = {"bsonType": "object", "additionalProperties": _LEVEL, "maxProperties": 3}

_TURN = _object(
    {
        "at": _DATE,
        "public": {"bsonType": "bool"},
        "reasons": _TEXTS,
        "codes": _TEXTS,
        "reasonSet": _WHOLE,
        "notices": _TEXTS,
        "policyVersion": _TEXT,
    }
)
_OBJECT = _object(
    {
        "_id": _WHOLE,
        "raw": _BYTES,
        "fetchedAt": _DATE,
        "generation": _WHOLE,
        "stamp": _WHOLE,
        "mark": _TEXT,
        "public": {"bsonType": "bool"},
        "reasons": _TEXTS,
        "notices": _TEXTS,
        "policyVersion": _TEXT,
        "evaluatedAt": _DATE,
        "kind": _TEXT,
        "type": {"bsonType": ["string", "null"]},
        "families": _TEXTS,
        "familySet": {"bsonType": "int", "minimum": 0},
        "insee": _TEXT,
        "department": _TEXT,
        "levels": _LEVELS,
        "lat": _NUMBER_OR_NONE,
        "lon": _NUMBER_OR_NONE,
        "name": _TEXT,
        "words": _TEXT,
        "nameWords": _TEXT,
        "facts": {"bsonType": "object"},
        "opening": _BYTES,
        "openDays": _BYTES,
        "modified": _WHOLE,
        "codes": _TEXTS,
    },
    [
        ("point", {"bsonType": "object", "required": ["type", "coordinates"]}),
        *PLACE_FACTS,
        ("digest", _TEXT),
        ("seq", _WHOLE),
        ("changedAt", _DATE),
        ("levelIds", {"bsonType": "array", "items": _WHOLE}),
        ("ownOffice", _WHOLE),
        ("ownProvider", _WHOLE),
        ("officeName", _TEXT),
        ("stage", _TEXT),
        ("stepSet", _WHOLE),
        ("reasonSet", _WHOLE),
        ("updated", _WHOLE),
        ("waits", {"bsonType": "object"}),
        ("path", {"bsonType": "object"}),
        ("turn", _TURN),
        ("workflow", {"bsonType": "object"}),
    ],
)
_REJECTED = _object(
    {"_id": _WHOLE, "reason": _TEXT, "at": _DATE, "modified": _WHOLE}, [("raw", _BYTES), ("detail", _TEXT)]
)
_GONE = _object({"_id": _WHOLE, "seq": _WHOLE, "at": _DATE}, [("by", _WHOLE)])

_EXPORT = _object(
    {
        "_id": _TEXT,
        "status": {"enum": ["WAITING", "APPLIED", "REFUSED"]},
        "reason": _TEXT,
        "received": _DATE,
        "next": _DATE,
        "tries": _WHOLE,
        "project": _WHOLE,
        "reset": {"bsonType": "bool"},
        "exceptional": {"bsonType": "bool"},
        "fetch": {"bsonType": ["object", "null"]},
        "confirm": {"bsonType": ["object", "null"]},
    },
    [("done", _DATE), ("sentence", _TEXT)],
)

_OWN = (
    CollectionSpec(
        OBJECTS,
        indexes=(
            IndexSpec(keys=(("public", 1), ("_id", 1), ("stamp", 1)), name="by_id"),
            IndexSpec(keys=(("public", 1), ("name", 1), ("_id", 1), ("stamp", 1)), name="by_name"),
            IndexSpec(keys=(("stamp", 1),), name="by_stamp"),
            IndexSpec(keys=(("insee", 1), ("_id", 1)), name="by_commune"),
            PLACE_INDEX,
            IndexSpec(keys=(("mark", 1),), name="by_mark"),
            IndexSpec(keys=(("seq", 1), ("_id", 1)), name="by_seq", partial={"public": True}),
            IndexSpec(keys=(("turn.at", 1),), name="by_turn", partial={"turn.at": {"$exists": True}}),
            IndexSpec(keys=(("ownOffice", 1), ("_id", 1), ("codes", 1)), name="by_own_office"),
            IndexSpec(keys=(("ownProvider", 1), ("_id", 1)), name="by_own_provider"),
            IndexSpec(keys=(("department", 1), ("_id", 1), ("codes", 1)), name="by_agency"),
            IndexSpec(keys=(("codes", 1), ("_id", 1)), name="by_code"),
            *DOSSIER_INDEXES,
        ),
        validator={"$jsonSchema": _OBJECT},
    ),
    CollectionSpec(REJECTED, validator={"$jsonSchema": _REJECTED}, shown=False),
    CollectionSpec(STATE),
    SELECTIONS_SPEC,
    CollectionSpec(
        GONE,
        indexes=(IndexSpec(keys=(("seq", 1), ("_id", 1)), name="by_seq"),),
        validator={"$jsonSchema": _GONE},
    ),
    CollectionSpec(
        EXPORTS,
        shown=False,
        indexes=(
            IndexSpec(keys=(("status", 1), ("received", 1), ("_id", 1)), name="by_status"),
            IndexSpec(keys=(("received", -1),), name="by_time"),
        ),
        validator={"$jsonSchema": _EXPORT},
    ),
)
COLLECTIONS = (*_OWN, replace(_OWN[0], name=SLOTS[1]))
