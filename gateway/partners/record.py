"""A key as it is stored: the document, its validator, its indexes, and what it means now."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from gateway.partners.partner import Partner
from gateway.partners.scope import Scope
from gateway.store import CollectionSpec, IndexSpec

NAME = "keys"
SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
"""How a partner is called in roles and statistics."""


class KeyState(Enum):
    """What a key is good for now."""

    ACTIVE = "ACTIVE"
    REVOKED = "REVOKED"
    EXPIRED = "EXPIRED"


@dataclass(frozen=True, slots=True)
class KeyRecord:
    """One key of a partner. `previous` is good until `previous_until`, after a rotation."""

    id: str
    partner: str
    name: str
    key: str
    test: bool
    origins: tuple[str, ...]
    scope: Scope
    rate: int
    version: int
    made_at: datetime
    changed_at: datetime
    previous: str | None = None
    previous_until: datetime | None = None
    expires_at: datetime | None = None
    revoked_at: datetime | None = None

    def state(self, now: datetime) -> KeyState:
        """ACTIVE, or why it is good for nothing."""
        if self.revoked_at is not None:
            return KeyState.REVOKED
        if self.expires_at is not None and self.expires_at <= now:
            return KeyState.EXPIRED
        return KeyState.ACTIVE

    def as_partner(self) -> Partner:
        """What serves requests with this key."""
        return Partner(
            key=self.key,
            name=self.name,
            origins=self.origins,
            any_loopback=self.test,
            id=self.id,
            partner=self.partner,
            scope=self.scope,
            rate=self.rate,
        )

    def document(self) -> dict[str, Any]:
        """As it is stored."""
        values = {name: getattr(self, name) for name in self.__slots__ if name not in {"id", "scope"}}
        stored = {name: value for name, value in values.items() if value is not None}
        return {"_id": self.id, **stored, "origins": list(self.origins), "scope": self.scope.document()}


def record_of(document: Mapping[str, Any]) -> KeyRecord:
    """The record of a stored document."""
    values = {name: value for name, value in document.items() if name in KeyRecord.__slots__}
    values |= {"origins": tuple(document["origins"]), "scope": Scope.of(document["scope"])}
    return KeyRecord(id=document["_id"], **values)


_TEXT = {"bsonType": "string"}
_TEXTS = {"bsonType": "array", "items": _TEXT}
_DATE = {"bsonType": "date"}
_NUMBER = {"bsonType": ["int", "long"], "minimum": 0}

COLLECTION = CollectionSpec(
    NAME,
    (
        IndexSpec((("key", 1),), unique=True),
        IndexSpec((("previous", 1),), unique=True, partial={"previous": {"$exists": True}}),
        IndexSpec((("partner", 1),)),
    ),
    validator={
        "$jsonSchema": {
            "bsonType": "object",
            "required": [
                "_id", "partner", "name", "key", "test", "origins", "scope", "rate", "version",
                "made_at", "changed_at",
            ],
            "additionalProperties": False,
            "properties": {
                "_id": _TEXT,
                "partner": {"bsonType": "string", "pattern": f"^{SLUG.pattern}$"},
                "name": {"bsonType": "string", "minLength": 1, "maxLength": 100},
                "key": {"bsonType": "string", "pattern": "^pk_(live|test)_[a-z0-9]{24}$"},
                "previous": _TEXT,
                "previous_until": _DATE,
                "test": {"bsonType": "bool"},
                "origins": _TEXTS | {"maxItems": 50},
                "scope": {
                    "bsonType": "object",
                    "additionalProperties": False,
                    "properties": {
                        name: _TEXTS | {"maxItems": 50}
                        for name in ("kinds", "families", "departments", "communes", "territories")
                    },
                },
                "rate": _NUMBER,
                "version": _NUMBER,
                "made_at": _DATE,
                "changed_at": _DATE,
                "expires_at": _DATE,
                "revoked_at": _DATE,
            },
        }
    },
)  # fmt: skip
