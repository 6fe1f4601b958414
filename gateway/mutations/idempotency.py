"""Idempotency keys: the same request sent again is answered from what it made the first time."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any

from gateway.clock import Clock
from gateway.errors import SourceError
from gateway.mutations.refusal import Refused, refuse
from gateway.store import CollectionSpec, Document, DuplicateKey, IndexSpec, Room
from gateway.turns import Turns

KEPT_SECONDS = 86_400
LEASE = timedelta(seconds=15)
"""Longer than any operation may take: a run that has not ended by then died with its process."""

WAIT_SECONDS = 0.1
MOST_WAITS = 30
LONGEST_KEY = 100

KEYS = CollectionSpec("idempotency", (IndexSpec((("at", 1),), expire_after=KEPT_SECONDS),))

Run = Callable[[str], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Attempt:
    """One call with a key. `run(made)` makes the object under the key `made`; `replay(made)` answers for it.

    `who` is an opaque name of the caller. `replay` gives None when there is no such object.
    """

    who: str
    mutation: str
    key: str
    arguments: Mapping[str, Any]
    run: Run
    replay: Run

    @property
    def id(self) -> str:
        """What tells this attempt from all others; the key itself is not kept."""
        return _digest(self.who, self.mutation, self.key)

    @property
    def input(self) -> str:
        """What tells this input from another one."""
        return _digest(repr(sorted(self.arguments.items())))


class Idempotency:
    """Runs an attempt once per caller, mutation and key; remembers keys of objects, never contents.

    The key of the object is chosen and written down before anything is made. So after a crash in between
    a repetition finds the object, or makes it under the same key, where a unique index stops a second one.
    """

    def __init__(self, room: Room, clock: Clock) -> None:
        """Contacts nothing."""
        self._keys = room.collection("idempotency")
        self._clock = clock
        self._turns = Turns()

    async def once(self, attempt: Attempt) -> Any:
        """The payload of the first run, or of its repetition.

        Refuses with `IDEMPOTENCY_CONFLICT` for another input, with `CONFLICT` while the first still runs.
        """
        if not 0 < len(attempt.key) <= LONGEST_KEY:
            refuse("INVALID_ARGUMENT", "idempotencyKey")
        # one at a time in this process; only those of other processes are asked for in the database
        async with self._turns.of(attempt.id):
            return await self._once(attempt)

    async def _once(self, attempt: Attempt) -> Any:
        for _ in range(MOST_WAITS):
            record = await self._begin(attempt)
            if record["holder"] == "":
                return await self._repeated(attempt, record)
            if record["mine"]:
                return await self._run(attempt, record)
            await self._clock.sleep(WAIT_SECONDS)
        return refuse("CONFLICT", "idempotencyKey")

    async def _begin(self, attempt: Attempt) -> Document:
        """The record of the attempt: ours to run (`mine`), done (no `holder`) or another's."""
        now = self._clock.now()
        record = {
            "_id": attempt.id,
            "input": attempt.input,
            "made": secrets.token_hex(12),
            "holder": secrets.token_hex(8),
            "until": now + LEASE,
            "at": now,
        }
        with suppress(DuplicateKey):
            await self._keys.insert_one(record)
            return record | {"mine": True, "again": False}
        known = await self._keys.find_one({"_id": attempt.id})
        if known is None:
            return {"holder": "gone", "mine": False}  # refused or forgotten meanwhile: try anew
        if known["input"] != attempt.input:
            refuse("IDEMPOTENCY_CONFLICT", "idempotencyKey")
        if known["holder"] and known["until"] <= now:
            return await self._taken_over(known, record)
        return known | {"mine": False}

    async def _taken_over(self, known: Document, record: Document) -> Document:
        found = await self._keys.find_one_and_update(
            {"_id": known["_id"], "holder": known["holder"]},
            {"$set": {"holder": record["holder"], "until": record["until"]}},
        )
        return known | {"mine": False} if found is None else found | {"mine": True, "again": True}

    async def _repeated(self, attempt: Attempt, record: Document) -> Any:
        payload = await attempt.replay(record["made"])
        return payload if payload is not None else refuse("NOT_FOUND")  # made once, removed since

    async def _run(self, attempt: Attempt, record: Document) -> Any:
        made = record["made"]
        mine = {"_id": record["_id"], "holder": record["holder"]}
        try:
            payload = await attempt.replay(made) if record["again"] else None
            if payload is None:
                payload = await self._made(attempt, made)
        except Refused:
            await self._note(self._keys.delete_one(mine))  # nothing was done: the key is free again
            raise
        except BaseException:
            # whether it was done is not known: whoever comes next finds out, without waiting
            await self._note(self._keys.update_one(mine, {"$set": {"until": self._clock.now()}}))
            raise
        if getattr(payload, "user_errors", None):
            await self._note(self._keys.delete_one(mine))
        else:
            await self._note(self._keys.update_one(mine, {"$set": {"holder": ""}}))
        return payload

    async def _made(self, attempt: Attempt, made: str) -> Any:
        try:
            return await attempt.run(made)
        except DuplicateKey:
            payload = await attempt.replay(made)  # a run we believed dead was faster
            if payload is None:
                raise
            return payload

    async def _note(self, write: Awaitable[Any]) -> None:
        """Write what became of it; failing to is harmless, the lease runs out."""
        with suppress(SourceError):
            await write


def _digest(*parts: str) -> str:
    return sha256("\n".join(f"{len(part)}:{part}" for part in parts).encode()).hexdigest()
