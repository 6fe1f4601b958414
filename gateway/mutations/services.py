"""What the gateway keeps in MongoDB for all mutations."""

from __future__ import annotations

from dataclasses import dataclass

from gateway.clock import Clock
from gateway.mutations.idempotency import KEYS, Idempotency
from gateway.mutations.visitors import COUNTS, SALTS, Visitors
from gateway.store import CollectionSpec, Room

COLLECTIONS: tuple[CollectionSpec, ...] = (KEYS, SALTS, COUNTS)
"""Collections of the room `gateway`; each forgets by itself."""


@dataclass(frozen=True, slots=True)
class Services:
    """Idempotency keys and counts of callers."""

    idempotency: Idempotency
    visitors: Visitors

    @classmethod
    def over(cls, room: Room, clock: Clock) -> Services:
        """Services that keep their documents in a room; nothing is contacted."""
        return cls(Idempotency(room, clock), Visitors(room, clock))
