"""The collections of this source: their indexes and what a document must hold."""

from __future__ import annotations

from typing import Any

from gateway.store import CollectionSpec, IndexSpec
from sources.social.mapping import FACEBOOK, INSTAGRAM, INSTITUTIONAL, SCOUT
from sources.social.matching import OFFER, Reason
from sources.social.matching import SCOUT as SCOUT_ENTITY

POSTS, ACCOUNTS, LINKS, STATE = "posts", "accounts", "links", "state"


def _object(required: dict[str, Any], **optional: Any) -> dict[str, Any]:
    return {"bsonType": "object", "required": list(required), "properties": {**required, **optional}}


_TEXT = {"bsonType": "string"}
_TEXT_OR_NONE = {"bsonType": ["string", "null"]}
_TEXTS = {"bsonType": "array", "items": _TEXT}
_DATE = {"bsonType": "date"}
_COUNT_OR_NONE = {"bsonType": ["int", "long", "null"]}
_NETWORK = {"enum": [FACEBOOK, INSTAGRAM]}

_POST = _object(
    {
        "network": _NETWORK,
        "origin": {"enum": [INSTITUTIONAL, SCOUT]},
        "account": _object({"key": _TEXT, "handle": _TEXT, "name": _TEXT}),
        "accountOk": {"bsonType": "bool"},
        "permalink": _TEXT,
        "caption": _TEXT_OR_NONE,
        "attached": _TEXTS,
        "hashtags": _TEXTS,
        "handles": _TEXTS,
        "media": {"bsonType": "array", "maxItems": 50},
        "likes": _COUNT_OR_NONE,
        "comments": _COUNT_OR_NONE,
        "postedAt": _DATE,
        "fetchedAt": _DATE,
        "said": _TEXT,
        "matched": _TEXT_OR_NONE,
    }
)
_ACCOUNT = _object(
    {"state": _TEXT, "triedAt": _DATE},
    handle=_TEXT,
    name=_TEXT,
    network=_NETWORK,
    lastGoodSync=_DATE,
    notBefore={"bsonType": ["date", "null"]},
)
_LINK = _object(
    {
        "entity": {"enum": [OFFER, SCOUT_ENTITY]},
        "key": _TEXT,
        "post": _TEXT,
        "network": _NETWORK,
        "postedAt": _DATE,
        "reason": {"enum": [reason.value for reason in Reason]},
        "confidence": {"bsonType": "double", "minimum": 0, "maximum": 1},
    }
)

COLLECTIONS = (
    CollectionSpec(
        POSTS,
        indexes=(
            IndexSpec(keys=(("postedAt", -1), ("_id", -1))),
            IndexSpec(keys=(("network", 1), ("postedAt", -1), ("_id", -1))),
            IndexSpec(keys=(("account.key", 1),)),
            IndexSpec(keys=(("fetchedAt", 1),)),
            IndexSpec(keys=(("matched", 1),)),
        ),
        validator={"$jsonSchema": _POST},
    ),
    CollectionSpec(ACCOUNTS, validator={"$jsonSchema": _ACCOUNT}),
    CollectionSpec(
        LINKS,
        indexes=(
            # serves "the newest posts of these objects" without reading the links themselves
            IndexSpec(keys=(("entity", 1), ("key", 1), ("postedAt", -1), ("post", -1), ("network", 1))),
            IndexSpec(keys=(("post", 1),)),
        ),
        validator={"$jsonSchema": _LINK},
    ),
    CollectionSpec(STATE),
)
