"""The collections of this source: what a document must hold, and an index for every list."""

from __future__ import annotations

from gateway.store import CollectionSpec, IndexSpec
from sources.scouts import validators as v
from sources.scouts.policy import listed_under
from sources.scouts.shapes import Schema

COMMUNITIES, SCOUTS, CONTENTS, DEMO = "communities", "scouts", "contents", "demo"
MEMBERSHIPS, CONSENTS, SIGNATURES, HISTORY = "memberships", "consents", "signatures", "history"
PERKS, CLAIMS, REPORTS, ERASURES = "perks", "claims", "reports", "erasures"

LISTS_OF_CONTENTS = ("scout", "communities", "offers", "communes", "territories", "locales")
"""Keys under which contents are listed."""


def _keys(*fields: str) -> IndexSpec:
    return IndexSpec(keys=tuple((name.lstrip("-"), -1 if name[0] == "-" else 1) for name in fields))


def _newest(*fields: str) -> IndexSpec:
    return _keys(*fields, "-postedAt", "-_id")


def _by_name(*fields: str) -> IndexSpec:
    return _keys(*fields, "sortName", "_id")


def _collection(name: str, schema: Schema, *indexes: IndexSpec) -> CollectionSpec:
    return CollectionSpec(name, indexes=indexes, validator={"$jsonSchema": schema})


COLLECTIONS = (
    _collection(
        COMMUNITIES,
        v.COMMUNITY,
        IndexSpec(keys=(("slug", 1),), unique=True),
        _by_name("state"),
    ),
    _collection(
        SCOUTS,
        v.SCOUT,
        _by_name("visible"),
        _by_name("visible", "kind"),
        _by_name("communities"),
        _by_name("homes"),
        _keys("words", "visible"),
        # an account is one scout; those of before accounts have none
        IndexSpec(keys=(("subject", 1),), unique=True, partial={"subject": {"$gt": ""}}),
    ),
    _collection(
        CONTENTS,
        v.CONTENT,
        _newest("visible"),
        _newest("visible", "kind"),
        # without `visible`, so that the list of an offer has one plan only: two would compete, and
        # the one that wins for an offer with many contents reads all others' for one with few
        *(_newest(listed_under(field)) for field in LISTS_OF_CONTENTS),
        _keys("words", "visible"),
        IndexSpec(keys=((listed_under("at"), "2dsphere"),)),
        # an author's own list, and what waits for those who look at it
        _keys("scout", "-updatedAt", "-_id"),
        _keys("community", "state", "-updatedAt", "-_id"),
        _keys("state", "-updatedAt", "-_id"),
    ),
    _collection(
        MEMBERSHIPS,
        v.MEMBERSHIP,
        _keys("scout", "_id"),
        _keys("community", "_id"),
        IndexSpec(keys=(("made", 1),), unique=True, partial={"made": {"$gt": ""}}),
    ),
    _collection(
        CONSENTS,
        v.CONSENT_RECORD,
        _keys("scout", "-givenAt", "-_id"),
        # two givings at once are one
        IndexSpec(keys=(("scout", 1), ("purpose", 1)), unique=True, partial={"withdrawnAt": None}),
    ),
    _collection(SIGNATURES, v.SIGNATURE, _keys("scout", "_id")),
    _collection(HISTORY, v.HISTORY, _keys("object", "-version"), _keys("scout", "_id")),
    _collection(PERKS, v.PERK, _keys("communities", "-createdAt", "-_id"), _keys("-createdAt", "-_id")),
    _collection(
        CLAIMS,
        v.CLAIM,
        # what makes a perk once per scout
        IndexSpec(keys=(("perk", 1), ("scout", 1)), unique=True),
        # what makes every place of it one scout's
        IndexSpec(keys=(("perk", 1), ("place", 1)), unique=True),
        _keys("scout", "-claimedAt", "-_id"),
        _keys("-claimedAt"),
    ),
    _collection(REPORTS, v.REPORT, _keys("community", "state", "-at", "-_id"), _keys("state", "-at", "-_id")),
    _collection(
        ERASURES,
        v.ERASURE,
        IndexSpec(keys=(("scout", 1),), partial={"scout": {"$gt": ""}}),
    ),
    CollectionSpec(DEMO, shown=False),
)
