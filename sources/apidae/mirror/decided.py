"""Where the decisions about the rules are kept, and how each process comes to know them."""

from __future__ import annotations

from contextlib import suppress

from gateway.clock import Clock
from gateway.errors import SourceError
from gateway.store import Collection, DuplicateKey, Room
from sources.apidae.mirror.model import STATE
from sources.apidae.policies.rulings import KEY, Rulings
from sources.apidae.policy import Eligibility

SECONDS = 30.0
"""How old what is known may be where no mirror's state is read at every request."""


class Decided:
    """Reads and writes one document. It lies beside the mirror's state, so that who reads that has both."""

    def __init__(self, room: Room, eligibility: Eligibility, clock: Clock) -> None:
        """Contacts nothing."""
        self._documents: Collection = room.collection(STATE)
        self._eligibility = eligibility
        self._clock = clock
        self._read_at: float | None = None

    async def read(self) -> Rulings:
        """The decisions as they are now; this process follows them."""
        found = Rulings.read(await self._documents.find_one({"_id": KEY}))
        self._eligibility.follow(found)
        return found

    async def known(self) -> None:
        """Follow what was decided up to half a minute ago; what is known while the database is away."""
        now = self._clock.monotonic()
        if self._read_at is None or now - self._read_at >= SECONDS:
            self._read_at = now
            with suppress(SourceError):
                await self.read()

    async def write(self, rulings: Rulings) -> bool:
        """Put decisions in the place of those without the last one; False when there are others by now."""
        before = {"_id": KEY, "revision": rulings.revision - 1}
        try:
            found = await self._documents.replace_one(
                before, rulings.document(), upsert=rulings.revision == 1
            )
        except DuplicateKey:
            return False
        if not found.matched and rulings.revision > 1:
            return False
        self._eligibility.follow(rulings)
        return True
