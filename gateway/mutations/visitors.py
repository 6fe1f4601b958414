"""How often one caller may do something: counted in the database, without keeping anybody's address."""

from __future__ import annotations

import hmac
import secrets
from datetime import UTC
from hashlib import sha256

from gateway.clock import Clock
from gateway.identity.address import household
from gateway.identity.caller import Caller
from gateway.mutations.refusal import refuse
from gateway.source import Pace
from gateway.store import CollectionSpec, DuplicateKey, IndexSpec, Room

KEPT_SECONDS = 2 * 86_400
SALTS = CollectionSpec("salts", (IndexSpec((("at", 1),), expire_after=KEPT_SECONDS),))
COUNTS = CollectionSpec("counts", (IndexSpec((("at", 1),), expire_after=KEPT_SECONDS),))


class Visitors:
    """Names callers and counts what they do, for all processes together.

    An address is known by a keyed hash whose key is thrown away after two days: then nobody, we
    included, can tell any more whose it was.
    """

    def __init__(self, room: Room, clock: Clock) -> None:
        """Contacts nothing."""
        self._salts = room.collection("salts")
        self._counts = room.collection("counts")
        self._clock = clock
        self._known: tuple[str, bytes] = ("", b"")

    async def name_of(self, caller: Caller, address: str | None) -> str:
        """An opaque name: of the subject for ever, of an address for a day (UTC)."""
        if caller.subject is not None:
            return f"s{sha256(caller.subject.encode()).hexdigest()[:32]}"
        seen = (household(address) or "nowhere").encode()
        return f"a{hmac.new(await self._salt(), seen, sha256).hexdigest()[:32]}"

    async def count(self, what: str, pace: Pace, caller: Caller, address: str | None) -> None:
        """Count one more; refuses with `RATE_LIMITED` beyond the pace."""
        who = await self.name_of(caller, address)
        window = int(self._clock.now().timestamp() // pace.seconds)
        if await self._counted(f"{what}:{who}:{pace.seconds:g}:{window}") > pace.calls:
            refuse("RATE_LIMITED")

    async def _counted(self, name: str) -> int:
        update = {"$inc": {"n": 1}, "$setOnInsert": {"at": self._clock.now()}}
        try:
            found = await self._counts.find_one_and_update({"_id": name}, update, upsert=True)
        except DuplicateKey:  # two first ones at the same moment: now it exists
            found = await self._counts.find_one_and_update({"_id": name}, update)
        return int(found["n"]) if found else 1

    async def _salt(self) -> bytes:
        day = self._clock.now().astimezone(UTC).date().isoformat()
        if self._known[0] != day:
            self._known = (day, await self._agreed(day))
        return self._known[1]

    async def _agreed(self, day: str) -> bytes:
        """The day's salt that all processes use: the first one written stands."""
        salt = secrets.token_bytes(32)
        try:
            await self._salts.insert_one({"_id": day, "salt": salt, "at": self._clock.now()})
        except DuplicateKey:
            found = await self._salts.find_one({"_id": day})
            return bytes(found["salt"]) if found else await self._agreed(day)
        return salt
