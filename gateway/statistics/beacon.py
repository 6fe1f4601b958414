"""A beacon: what a page tells of offers that were seen. Who sent it is looked at and forgotten."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import crawleruseragents
import orjson

from gateway.errors import BadInput
from gateway.graph.ids import key_of
from gateway.http.problem import Problem
from gateway.identity import Caller, RoleName
from gateway.statistics.offers import ENTITY
from gateway.statistics.record import Event

MOST_BYTES = 4_000
MOST_OFFERS = 12
LONGEST_AGENT = 500

OWN: tuple[RoleName, ...] = ("OFFICE", "DEPARTMENT_AGENCY", "REGION_ADMIN", "PROVIDER")
"""Who looks at their own work: not counted."""


@dataclass(frozen=True, slots=True)
class Beacon:
    """An event and the keys of the offers it is about; `key` is the partner's."""

    event: Event
    offers: tuple[str, ...]
    key: str = ""


def read_beacon(body: bytes, events: Collection[Event], *, with_key: bool) -> Beacon:
    """The beacon of a body `{"event": "CLICK", "offers": ["<id>"]}`; `Problem` says what is wrong."""
    try:
        said = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise _wrong("The body is not JSON in UTF-8.") from None
    names = {"event", "offers", "key"} if with_key else {"event", "offers"}
    if not isinstance(said, dict) or set(said) != names:
        raise _wrong(f"The body must be an object with {', '.join(sorted(names))}, and nothing else.")
    return Beacon(_event(said, events), _offers(said["offers"]), str(said.get("key", ""))[:100])


def is_person(agent: str) -> bool:
    """Whether a user agent may be a browser with somebody in front of it."""
    return bool(agent) and not crawleruseragents.is_crawler(agent[:LONGEST_AGENT])


def is_own(caller: Caller) -> bool:
    """Whether the caller looks at their own work."""
    return any(caller.has(role) for role in OWN)


def _event(said: Mapping[str, Any], events: Collection[Event]) -> Event:
    for event in events:
        if event.value == said["event"]:
            return event
    raise _wrong(f"The event must be one of {', '.join(event.value for event in events)}.")


def _offers(ids: Any) -> tuple[str, ...]:
    if not isinstance(ids, list) or not 0 < len(ids) <= MOST_OFFERS:
        raise _wrong(f"The offers must be a list of 1 to {MOST_OFFERS} ids.")
    try:
        return tuple(dict.fromkeys(key_of(str(one), ENTITY, "offers") for one in ids))
    except BadInput as error:
        raise Problem(400, error.code, error.message) from None


def _wrong(words: str) -> Problem:
    return Problem(400, "BAD_REQUEST", words)
