"""Making, changing, rotating and revoking keys: one document each, with a version."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from gateway.clock import Clock
from gateway.mutations import refuse
from gateway.mutations.versions import check_version
from gateway.partners.book import KeyBook
from gateway.partners.checks import (
    checked_end,
    checked_name,
    checked_origins,
    checked_partner,
    checked_rate,
    checked_scope,
)
from gateway.partners.partner import DEFAULT_RATE
from gateway.partners.record import KeyRecord, record_of
from gateway.partners.scope import EVERYTHING, Scope
from gateway.store import Collection

MOST_KEYS = 20
"""Of one partner, revoked ones not counted: each has a quota of its own."""

LONGEST_GRACE = 30 * 24


@dataclass(frozen=True, slots=True)
class Wish:
    """What a new key shall be."""

    partner: str
    name: str
    origins: tuple[str, ...] = ()
    test: bool = False
    scope: Scope = EVERYTHING
    rate: int = DEFAULT_RATE
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """What shall be otherwise; None leaves it. `never_expires` takes the end away."""

    name: str | None = None
    origins: tuple[str, ...] | None = None
    scope: Scope | None = None
    rate: int | None = None
    expires_at: datetime | None = None
    never_expires: bool = False


class Keys:
    """The stored keys. Refusals are of `gateway.mutations`; `book` of this process follows at once."""

    def __init__(self, collection: Collection, clock: Clock, book: KeyBook) -> None:
        """Contacts nothing."""
        self._collection = collection
        self._clock = clock
        self._book = book

    async def all(self, *, partners: tuple[str, ...] | None = None) -> list[KeyRecord]:
        """All keys, or those of these partners, by partner and age."""
        wanted = {} if partners is None else {"partner": {"$in": list(partners)}}
        found = await self._collection.find(wanted, sort=[("partner", 1), ("made_at", 1), ("_id", 1)])
        return [record_of(one) for one in found]

    async def get(self, name: str) -> KeyRecord:
        """The key with this id, or with this text as its key; `NOT_FOUND` for none."""
        found = await self.find(name)
        return found if found is not None else refuse("NOT_FOUND")

    async def find(self, name: str) -> KeyRecord | None:
        """As `get`, None for none."""
        found = await self._collection.find_one({"$or": [{"_id": name}, {"key": name}]})
        return record_of(found) if found else None

    async def made_by_rotation(self, ending: str) -> KeyRecord | None:
        """The record whose key a rotation made with this ending."""
        found = await self._collection.find_one({"key": {"$regex": f"_{re.escape(ending)}$"}})
        return record_of(found) if found else None

    async def create(self, wish: Wish, id: str) -> KeyRecord:
        """A new key under this id."""
        now = self._clock.now()
        record = KeyRecord(
            id=id,
            partner=checked_partner(wish.partner),
            name=checked_name(wish.name),
            key=_new_key(wish.test, secrets.token_hex(12)),
            test=wish.test,
            origins=checked_origins(wish.origins, test=wish.test),
            scope=checked_scope(wish.scope),
            rate=checked_rate(wish.rate),
            version=1,
            made_at=now,
            changed_at=now,
            expires_at=checked_end(wish.expires_at, now),
        )
        living = {"partner": record.partner, "revoked_at": {"$exists": False}}
        if await self._collection.count(living) >= MOST_KEYS:
            refuse("QUOTA_EXHAUSTED", "input.partner")
        await self._collection.insert_one(record.document())
        self._book.forget()
        return record

    async def change(self, id: str, changes: Changes, expected: int | None) -> KeyRecord:
        """The key with other properties."""
        now = self._clock.now()

        def changed(record: KeyRecord) -> KeyRecord:
            kept = None if changes.never_expires else record.expires_at
            return replace(
                record,
                name=record.name if changes.name is None else checked_name(changes.name),
                origins=record.origins
                if changes.origins is None
                else checked_origins(changes.origins, test=record.test),
                scope=record.scope if changes.scope is None else checked_scope(changes.scope),
                rate=record.rate if changes.rate is None else checked_rate(changes.rate),
                expires_at=checked_end(changes.expires_at, now) if changes.expires_at else kept,
            )

        return await self._replaced(id, expected, changed)

    async def rotate(
        self, id: str, expected: int | None, *, hours: float = 24, ending: str | None = None
    ) -> KeyRecord:
        """Another key text for the same key; the old one is good for some hours more."""
        if not 0 <= hours <= LONGEST_GRACE:
            texts = {"fr": "Un nombre d’heures de 0 à 720.", "en": "A number of hours from 0 to 720."}
            refuse("INVALID_ARGUMENT", "graceHours", texts=texts)
        until = self._clock.now() + timedelta(hours=hours)
        new = ending or secrets.token_hex(12)

        def rotated(record: KeyRecord) -> KeyRecord:
            return replace(record, key=_new_key(record.test, new), previous=record.key, previous_until=until)

        return await self._replaced(id, expected, rotated)

    async def revoke(self, id: str, expected: int | None) -> KeyRecord:
        """The key, good for nothing any more; for ever."""
        now = self._clock.now()
        return await self._replaced(id, expected, lambda record: replace(record, revoked_at=now))

    async def _replaced(
        self, id: str, expected: int | None, change: Callable[[KeyRecord], KeyRecord]
    ) -> KeyRecord:
        known = await self.get(id)
        check_version(expected, known.version)
        if known.revoked_at is not None:
            texts = {"fr": "Cette clé est révoquée.", "en": "This key is revoked."}
            refuse("CONFLICT", texts=texts)
        changed = replace(change(known), version=known.version + 1, changed_at=self._clock.now())
        written = await self._collection.replace_one(
            {"_id": known.id, "version": known.version}, changed.document()
        )
        if not written.matched:
            refuse("CONFLICT", "expectedVersion")
        self._book.forget()
        return changed


def _new_key(test: bool, ending: str) -> str:
    return f"pk_{'test' if test else 'live'}_{ending}"
