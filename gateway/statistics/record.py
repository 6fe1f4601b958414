"""What is stored of counts: a number for a day, an event, an offer and a key, and nothing about visitors."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from gateway.store import CollectionSpec, IndexSpec

NAME = "counts"


class Event(Enum):
    """What is counted."""

    VIEW = "VIEW"
    IMPRESSION = "IMPRESSION"
    CLICK = "CLICK"


class OfferFacts(NamedTuple):
    """An offer and who answers for it: keys of Apidae, the department's code; "" for what is not known."""

    offer: str
    office: str = ""
    provider: str = ""
    department: str = ""


class Counted(NamedTuple):
    """One counter. `day` is a date of Europe/Paris; `key` and `partner` are "" for our own frontends."""

    day: str
    event: str
    offer: str
    key: str
    partner: str

    @property
    def id(self) -> str:
        """The counter's `_id`; none of the parts holds a space."""
        return " ".join(self)


_TEXT = {"bsonType": "string"}

COLLECTION = CollectionSpec(
    NAME,
    tuple(
        IndexSpec(((name, 1), ("day", 1)) if name != "day" else (("day", 1),))
        for name in ("day", "offer", "office", "provider", "department", "partner")
    ),
    validator={
        "$jsonSchema": {
            "bsonType": "object",
            "additionalProperties": False,
            "required": ["_id", "day", "event", "offer", "key", "partner", "n"],
            "properties": {
                "_id": _TEXT,
                "day": {"bsonType": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
                "event": {"enum": [event.value for event in Event]},
                "offer": _TEXT,
                "key": _TEXT,
                "partner": _TEXT,
                "office": _TEXT,
                "provider": _TEXT,
                "department": _TEXT,
                "n": {"bsonType": ["int", "long"], "minimum": 1},
            },
        }
    },
)
