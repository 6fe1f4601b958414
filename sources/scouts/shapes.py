"""Pieces of MongoDB's JSON schemas that the validators of this source are put together from."""

from __future__ import annotations

from typing import Any, get_args

from gateway.richtext import MOST_CHARACTERS
from sources.scouts.documents import Purpose

Schema = dict[str, Any]

MAX_HOMES = 10
MAX_KNOWN = 20
MAX_MENTIONS = 20
MAX_PICTURES = 20
MAX_STOPS = 20
MAX_WORDS = 400


def record(required: Schema) -> Schema:
    """An object with all of these fields."""
    return {"bsonType": "object", "required": list(required), "properties": required}


def many(items: Schema, most: int) -> Schema:
    """A list of at most so many."""
    return {"bsonType": "array", "maxItems": most, "items": items}


def or_none(kind: str) -> Schema:
    """A plain type or null."""
    return {"bsonType": [kind, "null"]}


def or_null(schema: Schema) -> Schema:
    """A described value or null."""
    return {"oneOf": [{"bsonType": "null"}, schema]}


def one_of(literal: Any) -> Schema:
    """One of the values of a `Literal`."""
    return {"enum": list(get_args(literal))}


KEY: Schema = {"bsonType": "string", "minLength": 1, "maxLength": 80}
KEY_OR_NONE: Schema = {"bsonType": ["string", "null"], "minLength": 1, "maxLength": 80}
PAIR: Schema = {"bsonType": "string", "minLength": 3, "maxLength": 200}
SUBJECT: Schema = {"bsonType": "string", "minLength": 1, "maxLength": 255}
SUBJECT_OR_NONE: Schema = {"bsonType": ["string", "null"], "minLength": 1, "maxLength": 255}
# HTML is longer than what it is made of
TEXT: Schema = {"bsonType": "string", "maxLength": 6 * MOST_CHARACTERS}
LINE: Schema = {"bsonType": "string", "maxLength": 300}
# a name stands in cursors, which have a greatest length
NAME: Schema = {"bsonType": "string", "minLength": 1, "maxLength": 80}
TEXTS: Schema = {"bsonType": "object", "maxProperties": 20, "additionalProperties": TEXT}
TIME: Schema = {"bsonType": "date"}
COUNT: Schema = {"bsonType": ["int", "long"], "minimum": 1}
WHETHER: Schema = {"bsonType": "bool"}
TERRITORY = record({"name": LINE, "departments": many(LINE, 12)})
PICTURE = record({"url": LINE, "credit": LINE, "licence": LINE, "alt": LINE, "peopleShown": WHETHER})
CONSENT = record(
    {"purpose": one_of(Purpose), "version": LINE, "givenAt": TIME, "withdrawnAt": or_none("date")}
)
CHARTER = record({"version": LINE, "signedAt": TIME})
POINT = record({"type": {"enum": ["Point"]}, "coordinates": many({"bsonType": ["double", "int"]}, 2)})
STOP = record(
    {
        "title": LINE,
        "text": TEXT,
        "offer": KEY_OR_NONE,
        "commune": KEY_OR_NONE,
        "minutes": {"bsonType": ["int", "long", "null"], "minimum": 1, "maximum": 1440},
    }
)
STATEMENT = record(
    {"facts": {**TEXT, "minLength": 1}, "ground": {**LINE, "minLength": 1}, "automated": WHETHER}
)
EVENT = record(
    {
        "at": TIME,
        "act": LINE,
        "by": SUBJECT_OR_NONE,
        "role": LINE,
        "before": or_none("string"),
        "after": LINE,
        "statement": or_null(STATEMENT),
    }
)
