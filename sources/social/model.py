"""The collections of this source: their indexes and what a document must hold."""

from __future__ import annotations

from typing import Any

from gateway.store import CollectionSpec, IndexSpec
from sources.social.mapping import FACEBOOK, INSTAGRAM, INSTITUTIONAL, SCOUT
from sources.social.matching import COMMUNE, OFFER, TERRITORY, Reason
from sources.social.matching import SCOUT as SCOUT_ENTITY

POSTS, ACCOUNTS, LINKS, BUDGETS = "posts", "accounts", "links", "budgets"
REMOVED, INBOX, ERASURES, VERDICTS = "removed", "inbox", "erasures", "verdicts"


def _object(required: dict[str, Any], **optional: Any) -> dict[str, Any]:
    needed = {"required": list(required)} if required else {}
    return {"bsonType": "object", **needed, "properties": {**required, **optional}}


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
        "tags": _TEXTS,
        "handles": _TEXTS,
        "media": {"bsonType": "array", "maxItems": 50},
        "likes": _COUNT_OR_NONE,
        "comments": _COUNT_OR_NONE,
        "postedAt": _DATE,
        "fetchedAt": _DATE,
        "said": _TEXT,
        "matched": _TEXT_OR_NONE,
        "about": _TEXTS,
        "facts": {"bsonType": "object"},
        "shown": {"bsonType": "bool"},
        "hiddenFor": _TEXTS,
        "pinned": {"enum": [0, 1]},
        "moderation": _object(
            {}, hidden={"bsonType": "bool"}, pinned={"bsonType": "bool"}, by=_TEXT, at=_DATE
        ),
    }
)
_DATE_OR_NONE = {"bsonType": ["date", "null"]}
_CONSENT = _object(
    {"by": _TEXT, "version": _TEXT, "givenAt": _DATE, "withdrawnAt": _DATE_OR_NONE}, proof=_TEXT
)
_ACCOUNT = _object(
    {
        "network": _NETWORK,
        "way": {"enum": ["PAGE", "INSTAGRAM", "DISCOVERY"]},
        "kind": {"enum": ["OWNED", "SCOUT", "PARTNER"]},
        "listed": {"enum": ["SETTINGS", "CARDS", "OPERATOR"]},
        "state": {"enum": ["OK", "STALE", "NEEDS_TOKEN", "THROTTLED", "REVOKED"]},
        "reason": _TEXT,
        "approved": {"bsonType": "bool"},
    },
    handle=_TEXT,
    name=_TEXT,
    scouts=_TEXTS,
    consent={"oneOf": [{"bsonType": "null"}, _CONSENT]},
    subject=_TEXT,
    # sealed: no text can get here
    token={"bsonType": ["binData", "null"]},
    tokenExpires=_DATE_OR_NONE,
    tokenPrint=_TEXT,
    lastGoodSync=_DATE,
    triedAt=_DATE,
    nextSync=_DATE,
    claimedUntil=_DATE,
)
_BUDGET = _object(
    {"percent": {"bsonType": "double", "minimum": 0}}, at=_DATE_OR_NONE, blockedUntil=_DATE_OR_NONE
)
_LINK = _object(
    {
        "entity": {"enum": [OFFER, SCOUT_ENTITY, COMMUNE, TERRITORY]},
        "key": _TEXT,
        "post": _TEXT,
        "pinned": {"enum": [0, 1]},
        "network": _NETWORK,
        "postedAt": _DATE,
        "reason": {"enum": [reason.value for reason in Reason]},
        "confidence": {"bsonType": "double", "minimum": 0, "maximum": 1},
        "confirmed": {"bsonType": "bool"},
    }
)

_VERDICT = _object(
    {"post": _TEXT, "entity": _TEXT, "key": _TEXT, "by": _TEXT, "at": _DATE},
    verdict={"enum": ["LINKED", "CONFIRMED", "REJECTED", None]},
    pinned={"enum": [0, 1]},
)

_NEWEST = (("pinned", -1), ("postedAt", -1), ("_id", -1))

COLLECTIONS = (
    CollectionSpec(
        POSTS,
        indexes=(
            IndexSpec(keys=(("shown", 1), *_NEWEST)),
            IndexSpec(keys=(("shown", 1), ("origin", 1), *_NEWEST[1:])),
            IndexSpec(keys=(("shown", 1), ("postedAt", -1), ("_id", -1))),
            IndexSpec(keys=(("shown", 1), ("network", 1), *_NEWEST)),
            IndexSpec(keys=(("shown", 1), ("account.handle", 1), *_NEWEST)),
            IndexSpec(keys=(("shown", 1), ("tags", 1), *_NEWEST)),
            IndexSpec(keys=(("shown", 1), ("about", 1), *_NEWEST)),
            IndexSpec(keys=(("shown", 1), ("origin", 1), *_NEWEST)),
            IndexSpec(keys=(("account.key", 1),)),
            IndexSpec(keys=(("fetchedAt", 1),)),
            IndexSpec(keys=(("matched", 1),)),
        ),
        validator={"$jsonSchema": _POST},
    ),
    CollectionSpec(
        ACCOUNTS,
        indexes=(IndexSpec(keys=(("subject", 1),), partial={"subject": {"$gt": ""}}),),
        validator={"$jsonSchema": _ACCOUNT},
    ),
    CollectionSpec(BUDGETS, validator={"$jsonSchema": _BUDGET}, shown=False),
    CollectionSpec(
        LINKS,
        indexes=(
            # serves "the newest posts of these objects" without reading the links themselves
            IndexSpec(
                keys=(
                    ("entity", 1),
                    ("key", 1),
                    ("pinned", -1),
                    ("postedAt", -1),
                    ("post", -1),
                    ("network", 1),
                )
            ),
            IndexSpec(keys=(("post", 1),)),
        ),
        validator={"$jsonSchema": _LINK},
    ),
    CollectionSpec(
        VERDICTS,
        indexes=(IndexSpec(keys=(("post", 1),)),),
        validator={"$jsonSchema": _VERDICT},
    ),
    CollectionSpec(REMOVED, indexes=(IndexSpec(keys=(("at", 1),), expire_after=86_400),), shown=False),
    CollectionSpec(
        INBOX,
        shown=False,
        indexes=(
            IndexSpec(keys=(("done", 1), ("_id", 1))),
            IndexSpec(keys=(("at", 1),), expire_after=3 * 86_400),
        ),
    ),
    CollectionSpec(ERASURES, indexes=(IndexSpec(keys=(("at", 1),), expire_after=5 * 365 * 86_400),), shown=False),
)
