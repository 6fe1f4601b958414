"""What the mirror knows of itself: when it was filled, how far a run came, which change was the last."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from gateway.store import Room
from sources.apidae.mirror.model import OBJECTS, STATE
from sources.apidae.mirror.slots import Slots
from sources.apidae.policies.rulings import KEY, Rulings

_MIRROR = {"_id": "mirror"}
PLAIN = (
    *("revision", "settled", "feed", "slot", "switched", "generation"),
    *("export", "filled", "checked", "complete", "shape", "shrunk", "turned", "judged"),
)
"""Values that are kept as they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A reading of everything that has begun: what was read in it carries its generation.

    `shape` stands for what is asked of Apidae.
    """

    generation: int
    began: datetime
    shape: str


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """`revision` grows with every change of objects. Times are UTC, None for never.

    `filled`: everything was read once. `checked`: the last run that ended. `complete`: when the last
    reading of everything began, `shape`: what it asked for. `changed_since`: changes from this day on are
    still to be read. `days_from`: open days of all objects are computed from this day on. `shrunk`: the
    last run found so few objects left that it removed none. `slot`: the collection that is shown, since
    `switched`, when the `export` of this name took its place. `settled`: all changes up to this revision
    are written completely, so the change feed tells them. `feed`: a text that no other mirror has.
    `turned`: what time alone changes was changed up to this moment. `decided`: how many decisions about
    the rules there are, `judged`: how many of them all objects were judged by.
    """

    revision: int = 0
    settled: int = 0
    feed: str = ""
    slot: str = OBJECTS
    switched: datetime | None = None
    export: str = ""
    generation: int = 0
    filled: datetime | None = None
    checked: datetime | None = None
    complete: datetime | None = None
    changed_since: date | None = None
    days_from: date | None = None
    shape: str = ""
    run: Run | None = None
    shrunk: bool = False
    turned: datetime | None = None
    judged: int = 0
    decided: int = 0

    @property
    def is_behind(self) -> bool:
        """Whether a decision about the rules has yet to take effect on objects."""
        return self.filled is not None and self.judged < self.decided


class StateKeeper:
    """Reads and writes the one document that holds it; follows the decisions about the rules beside it."""

    def __init__(self, room: Room, follow: Callable[[Rulings], None] = lambda _: None) -> None:
        """`follow` is told of the decisions at every reading. Contacts nothing."""
        self._states = room.collection(STATE)
        self._follow = follow
        self._followed = 0
        self.slots = Slots(room)

    async def read(self) -> State:
        """The state, that of an empty mirror when there is none; what this task reads next is of its slot."""
        both = {one["_id"]: one for one in await self._states.find({"_id": {"$in": [_MIRROR["_id"], KEY]}})}
        decided = both.get(KEY)
        if decided is not None and decided["revision"] > self._followed:
            self._follow(Rulings.read(decided))
            self._followed = decided["revision"]
        state = _state(both.get(_MIRROR["_id"], {}), decided["revision"] if decided else 0)
        self.slots.choose(state.slot)
        return state

    async def bump(self) -> int:
        """Announce a change of objects: the new revision, which no other change has."""
        found = await self._states.find_one_and_update(_MIRROR, {"$inc": {"revision": 1}}, upsert=True)
        return int(found["revision"]) if found else 0

    async def settle(self, slot: str | None = None, **values: Any) -> None:
        """Announce that all changes so far are written completely; with a `slot`, that it is shown now.

        What is written in the slot that is not shown becomes true at this moment, with its changes.
        """
        told: dict[str, Any] = {name: {"$literal": _plain(one)} for name, one in values.items()}
        next_one = {"$add": [{"$ifNull": ["$revision", 0]}, 1]}
        told |= {"revision": next_one, "settled": next_one}
        told |= {"feed": {"$ifNull": ["$feed", secrets.token_hex(6)]}}
        told |= {"slot": slot} if slot else {}
        await self._states.update_one(_MIRROR, [{"$set": told}], upsert=True)
        if slot:
            self.slots.choose(slot)

    async def begin(self, run: Run) -> None:
        """Note that a reading of everything has begun."""
        noted = {"run": asdict(run), "generation": run.generation}
        await self._states.update_one(_MIRROR, {"$set": noted, "$min": {"turned": run.began}}, upsert=True)

    async def note(self, **values: Any) -> None:
        """Set values by their names above; dates as ISO text."""
        told = {name: _plain(one) for name, one in values.items()}
        await self._states.update_one(_MIRROR, {"$set": told}, upsert=True)


def _plain(value: Any) -> Any:
    return value.isoformat() if type(value) is date else value


def _state(found: dict[str, Any], decided: int) -> State:
    values: dict[str, Any] = {name: found[name] for name in PLAIN if name in found}
    values["decided"] = decided
    for name in ("changed_since", "days_from"):
        values[name] = date.fromisoformat(found[name]) if found.get(name) else None
    if run := found.get("run"):
        values["run"] = Run(**run)
    return State(**values)
