"""The collections of this source: editorial collections, and messages that are deleted by themselves."""

from __future__ import annotations

from typing import Any

from gateway.store import CollectionSpec, IndexSpec

COLLECTIONS_OF_OFFERS, MESSAGES = "collections", "messages"
MOST_OFFERS = 100
MOST_COLLECTIONS = 300
HIGHLIGHTED = 20
"""So many of the newest collections take part in highlights: their offers are looked at one by one."""

STATES = ("DRAFT", "PUBLISHED")
MESSAGE_STATES = ("OPEN", "DONE")

ANY_TEXTS: dict[str, Any] = {
    "bsonType": "object",
    "maxProperties": 20,
    "additionalProperties": {"bsonType": "string", "maxLength": 4_000},
}
TEXTS: dict[str, Any] = {**ANY_TEXTS, "required": ["fr"]}
KEY: dict[str, Any] = {"bsonType": "string", "minLength": 1, "maxLength": 80}
TIME: dict[str, Any] = {"bsonType": "date"}
TIME_OR_NONE: dict[str, Any] = {"bsonType": ["date", "null"]}


def _record(properties: dict[str, Any]) -> dict[str, Any]:
    return {"$jsonSchema": {"bsonType": "object", "required": list(properties), "properties": properties}}


def _text_or_none(most: int) -> dict[str, Any]:
    return {"bsonType": ["string", "null"], "maxLength": most}


COLLECTION = _record(
    {
        "_id": KEY,
        "version": {"bsonType": ["int", "long"], "minimum": 1},
        "state": {"enum": list(STATES)},
        "slug": KEY,
        "titles": TEXTS,
        "intros": ANY_TEXTS,
        "offers": {"bsonType": "array", "maxItems": MOST_OFFERS, "items": KEY},
        "createdAt": TIME,
        "updatedAt": TIME,
        "publishedAt": TIME_OR_NONE,
    }
)
MESSAGE = _record(
    {
        "_id": KEY,
        "topic": KEY,
        "state": {"enum": list(MESSAGE_STATES)},
        "text": _text_or_none(4_000),
        "email": _text_or_none(254),
        "name": _text_or_none(100),
        "at": TIME,
        "expiresAt": TIME,
        "doneAt": TIME_OR_NONE,
        "note": _text_or_none(300),
    }
)

COLLECTIONS = (
    CollectionSpec(
        COLLECTIONS_OF_OFFERS,
        (
            IndexSpec((("slug", 1),), unique=True),
            IndexSpec((("state", 1), ("publishedAt", -1), ("_id", -1))),
            IndexSpec((("updatedAt", -1), ("_id", -1))),
        ),
        COLLECTION,
    ),
    CollectionSpec(
        MESSAGES,
        (
            IndexSpec((("state", 1), ("at", 1), ("_id", 1))),
            IndexSpec((("expiresAt", 1),), expire_after=0),
        ),
        MESSAGE,
    ),
)
