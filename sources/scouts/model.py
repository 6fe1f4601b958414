"""The collections of this source: what a document must hold, and an index for every list."""

from __future__ import annotations

from typing import Any, get_args

from gateway.store import CollectionSpec, IndexSpec
from sources.scouts.documents import (
    CommunityState,
    ContentKindName,
    ContentState,
    Disclosure,
    Purpose,
    ScoutKindName,
    ScoutState,
)
from sources.scouts.policy import listed_under

COMMUNITIES, SCOUTS, CONTENTS, DEMO = "communities", "scouts", "contents", "demo"

MAX_MEMBERSHIPS = 10
MAX_KNOWN = 20
MAX_MENTIONS = 20
MAX_PICTURES = 20


def _object(required: dict[str, Any]) -> dict[str, Any]:
    return {"bsonType": "object", "required": list(required), "properties": required}


def _list(items: dict[str, Any], most: int) -> dict[str, Any]:
    return {"bsonType": "array", "maxItems": most, "items": items}


def _or_none(kind: str) -> dict[str, Any]:
    return {"bsonType": [kind, "null"]}


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    return {"oneOf": [{"bsonType": "null"}, schema]}


_KEY = {"bsonType": "string", "minLength": 1, "maxLength": 60}
_TEXT = {"bsonType": "string", "maxLength": 20_000}
_LINE = {"bsonType": "string", "maxLength": 300}
# a name stands in cursors, which have a greatest length
_NAME = {"bsonType": "string", "minLength": 1, "maxLength": 80}
_TEXTS = {"bsonType": "object", "maxProperties": 20, "additionalProperties": _TEXT}
_TIME = {"bsonType": "date"}
_VERSION = {"bsonType": ["int", "long"], "minimum": 1}
_TERRITORY = _object({"name": _LINE, "departments": _list(_LINE, 12)})
_PICTURE = _object(
    {"url": _LINE, "credit": _LINE, "licence": _LINE, "alt": _LINE, "peopleShown": {"bsonType": "bool"}}
)
_CONSENT = _object(
    {
        "purpose": {"enum": list(get_args(Purpose))},
        "version": _LINE,
        "givenAt": _TIME,
        "withdrawnAt": _or_none("date"),
    }
)
_VISIBLE = {"bsonType": "bool"}
_SHOWN = _object(
    {
        "scout": _KEY,
        "communities": _list(_KEY, MAX_MEMBERSHIPS),
        "offers": _list(_KEY, MAX_MENTIONS),
        "communes": _list(_KEY, MAX_MENTIONS),
    }
)

_COMMUNITY = _object(
    {
        "_id": _KEY,
        "version": _VERSION,
        "slug": {"bsonType": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": 80},
        "name": _NAME,
        "sortName": _NAME,
        "description": _TEXTS,
        "territory": _TERRITORY,
        "url": {**_or_none("string"), "maxLength": 300},
        "manager": _LINE,
        "state": {"enum": list(get_args(CommunityState))},
    }
)
_SCOUT = _object(
    {
        "_id": _KEY,
        "version": _VERSION,
        "publicName": _NAME,
        "sortName": _NAME,
        "words": _list(_LINE, 60),
        "kind": {"enum": list(get_args(ScoutKindName))},
        "bio": _TEXTS,
        "memberships": _list(
            _object({"community": _KEY, "since": _TIME, "role": {"enum": ["MEMBER", "MANAGER"]}}),
            MAX_MEMBERSHIPS,
        ),
        "knows": _list(_TERRITORY, MAX_KNOWN),
        "handles": {"bsonType": "object", "maxProperties": 5, "additionalProperties": _NAME},
        "portrait": _or_null(_PICTURE),
        "charter": _or_null(_object({"version": _LINE, "signedAt": _TIME})),
        "consents": _list(_CONSENT, 50),
        "state": {"enum": list(get_args(ScoutState))},
        "visible": _VISIBLE,
        "communities": _list(_KEY, MAX_MEMBERSHIPS),
    }
)
_CONTENT = _object(
    {
        "_id": _KEY,
        "version": _VERSION,
        "kind": {"enum": list(get_args(ContentKindName))},
        "scout": _KEY,
        "title": _TEXTS,
        "body": _TEXTS,
        "locale": _LINE,
        "postedAt": _or_none("date"),
        "offers": _list(_KEY, MAX_MENTIONS),
        "communes": _list(_KEY, MAX_MENTIONS),
        "pictures": _list(_PICTURE, MAX_PICTURES),
        "licence": _LINE,
        "commercialDisclosure": {"enum": list(get_args(Disclosure))},
        "state": {"enum": list(get_args(ContentState))},
        "visible": _VISIBLE,
        "shown": _or_null(_SHOWN),
    }
)


def _newest(*fields: str) -> IndexSpec:
    return IndexSpec(keys=(*((name, 1) for name in fields), ("postedAt", -1), ("_id", -1)))


def _by_name(*fields: str) -> IndexSpec:
    return IndexSpec(keys=(*((name, 1) for name in fields), ("sortName", 1), ("_id", 1)))


COLLECTIONS = (
    CollectionSpec(
        COMMUNITIES,
        indexes=(IndexSpec(keys=(("slug", 1),), unique=True), _by_name("state")),
        validator={"$jsonSchema": _COMMUNITY},
    ),
    CollectionSpec(
        SCOUTS,
        indexes=(
            _by_name("visible"),
            _by_name("visible", "kind"),
            _by_name("communities"),
            IndexSpec(keys=(("words", 1), ("visible", 1))),
        ),
        validator={"$jsonSchema": _SCOUT},
    ),
    CollectionSpec(
        CONTENTS,
        indexes=(
            _newest("visible"),
            _newest("visible", "kind"),
            # without `visible`, so that the list of an offer has one plan only: two would compete, and
            # the one that wins for an offer with many contents reads all others' for one with few
            *(_newest(listed_under(field)) for field in ("scout", "communities", "offers", "communes")),
        ),
        validator={"$jsonSchema": _CONTENT},
    ),
    CollectionSpec(DEMO),
)
