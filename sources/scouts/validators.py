"""What a document of each collection must hold."""

from __future__ import annotations

from typing import get_args

from sources.scouts import documents as d
from sources.scouts import records as r
from sources.scouts.shapes import (
    CHARTER,
    CONSENT,
    COUNT,
    EVENT,
    KEY,
    KEY_OR_NONE,
    LINE,
    MAX_HOMES,
    MAX_KNOWN,
    MAX_MENTIONS,
    MAX_PICTURES,
    MAX_STOPS,
    MAX_WORDS,
    NAME,
    PAIR,
    PICTURE,
    POINT,
    STOP,
    SUBJECT,
    SUBJECT_OR_NONE,
    TERRITORY,
    TEXT,
    TEXTS,
    TIME,
    WHETHER,
    many,
    one_of,
    or_none,
    or_null,
    record,
)

SHOWN = record(
    {
        "scout": KEY,
        "communities": many(KEY, MAX_HOMES),
        "offers": many(KEY, MAX_MENTIONS),
        "communes": many(KEY, MAX_MENTIONS),
        "territories": many(LINE, MAX_MENTIONS),
        "locales": many(LINE, 20),
        "at": or_null(POINT),
    }
)
COMMUNITY = record(
    {
        "_id": KEY,
        "version": COUNT,
        "slug": {"bsonType": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": 80},
        "name": NAME,
        "sortName": NAME,
        "description": TEXTS,
        "territory": TERRITORY,
        "url": {**or_none("string"), "maxLength": 300},
        "manager": LINE,
        "review": {"enum": ["BEFORE", "AFTER"]},
        "state": one_of(d.CommunityState),
    }
)
SCOUT = record(
    {
        "_id": KEY,
        "version": COUNT,
        "subject": SUBJECT_OR_NONE,
        "publicName": NAME,
        "sortName": NAME,
        "words": many(LINE, 60),
        "kind": one_of(d.ScoutKindName),
        "bio": TEXTS,
        "homes": many(KEY, MAX_HOMES),
        "knows": many(TERRITORY, MAX_KNOWN),
        "handles": {"bsonType": "object", "maxProperties": 5, "additionalProperties": NAME},
        "portrait": or_null(PICTURE),
        "charter": or_null(CHARTER),
        "consents": many(CONSENT, len(get_args(d.Purpose))),
        "state": one_of(d.ScoutState),
        "visible": WHETHER,
        "communities": many(KEY, MAX_HOMES),
    }
)
CONTENT = record(
    {
        "_id": KEY,
        "version": COUNT,
        "kind": one_of(d.ContentKindName),
        "scout": KEY,
        "community": KEY,
        "title": TEXTS,
        "body": TEXTS,
        "html": TEXTS,
        "source": TEXTS,
        "rendering": COUNT,
        "words": many(LINE, MAX_WORDS),
        "locale": LINE,
        "createdAt": TIME,
        "updatedAt": TIME,
        "postedAt": or_none("date"),
        "offers": many(KEY, MAX_MENTIONS),
        "communes": many(KEY, MAX_MENTIONS),
        "territories": many(TERRITORY, MAX_MENTIONS),
        "providers": many(KEY, MAX_MENTIONS),
        "at": or_null(POINT),
        "stops": many(STOP, MAX_STOPS),
        "pictures": many(PICTURE, MAX_PICTURES),
        "licence": LINE,
        "commercialDisclosure": one_of(d.Disclosure),
        "state": one_of(d.ContentState),
        "review": {"enum": [*get_args(d.ReviewReason), None]},
        "last": EVENT,
        "visible": WHETHER,
        "shown": or_null(SHOWN),
    }
)
MEMBERSHIP = record(
    {
        "_id": PAIR,
        "version": COUNT,
        "community": KEY,
        "scout": KEY,
        "role": {"enum": ["MEMBER", "MANAGER"]},
        "state": one_of(r.MembershipState),
        "since": TIME,
        "made": KEY_OR_NONE,
        "invitedBy": SUBJECT_OR_NONE,
        "decidedBy": SUBJECT_OR_NONE,
    }
)
CONSENT_RECORD = record(
    {
        "_id": PAIR,
        "scout": KEY,
        "purpose": one_of(d.Purpose),
        "version": LINE,
        "givenAt": TIME,
        "withdrawnAt": or_none("date"),
    }
)
SIGNATURE = record({"_id": PAIR, "scout": KEY, "version": LINE, "signedAt": TIME})
HISTORY = record({"_id": PAIR, "object": KEY, "scout": KEY, "version": COUNT, "event": EVENT})
PERK = record(
    {
        "_id": KEY,
        "version": COUNT,
        "kind": one_of(r.PerkKindName),
        "communities": {**many(KEY, MAX_HOMES), "minItems": 1},
        "title": TEXTS,
        "description": TEXTS,
        "offer": KEY_OR_NONE,
        "provider": KEY_OR_NONE,
        "quota": {**COUNT, "maximum": 10_000},
        "opensAt": TIME,
        "closesAt": TIME,
        "createdBy": SUBJECT,
        "createdAt": TIME,
    }
)
CLAIM = record(
    {
        "_id": KEY,
        "perk": KEY,
        "place": COUNT,
        "scout": KEY,
        "offer": KEY_OR_NONE,
        "provider": KEY_OR_NONE,
        "claimedAt": TIME,
    }
)
REPORT = record(
    {
        "_id": KEY,
        "object": PAIR,
        "community": KEY_OR_NONE,
        "ground": LINE,
        "text": {**TEXT, "maxLength": 4_000},
        "contact": {**or_none("string"), "maxLength": 254},
        "state": one_of(r.ReportState),
        "at": TIME,
        "answer": or_none("string"),
        "answeredAt": or_none("date"),
    }
)
ERASURE = record(
    {
        "_id": KEY,
        "receipt": KEY,
        "scout": KEY_OR_NONE,
        "requestedAt": TIME,
        "completedAt": or_none("date"),
    }
)
