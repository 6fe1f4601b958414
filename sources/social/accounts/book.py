"""Reads and writes the accounts: who is due, how a reading went, what an operator changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from gateway.store import DeleteMany, Room, UpdateOne
from sources.social.accounts.record import AccountRecord, Consent, Listed, State, consent_document, record_of
from sources.social.model import ACCOUNTS

CLAIM = timedelta(minutes=5)
"""How long one process may take to read one account before another one may try."""

NEW, ASKED = "NEW", "ASKED"
"""Reasons of an account that is to be read for the first time, or because an operator asked for it."""

LISTED = ("way", "kind", "listed", "scouts")


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of one reading: the state to note, why, and when the next one is due."""

    state: State
    reason: str
    next_sync: datetime
    token_print: str = ""
    good: tuple[str, str] | None = None
    """Handle and name as they are now, after a reading that worked."""


class AccountBook:
    """All that is kept of accounts."""

    def __init__(self, room: Room) -> None:
        """Contacts nothing."""
        self._accounts = room.collection(ACCOUNTS)

    async def all(self) -> list[AccountRecord]:
        """Every account, by key."""
        return [record_of(row) for row in await self._accounts.find({}, sort=(("_id", 1),))]

    async def get(self, key: str) -> AccountRecord | None:
        """One account."""
        row = await self._accounts.find_one({"_id": key})
        return record_of(row) if row else None

    async def of_subject(self, subject: str) -> list[AccountRecord]:
        """The accounts that a person of the network connected."""
        return [record_of(row) for row in await self._accounts.find({"subject": subject})]

    async def scouts_of_accounts(self) -> dict[str, tuple[str, ...]]:
        """By key the scouts of every account that hangs on their consent."""
        rows = await self._accounts.find({"listed": Listed.CARDS.value}, projection={"scouts": 1})
        return {row["_id"]: tuple(row.get("scouts", ())) for row in rows}

    async def without_scout(self, key: str, scout: str) -> bool:
        """Take a scout off an account that hangs on consents; whether nobody is left and it is deleted."""
        of_cards = {"_id": key, "listed": Listed.CARDS.value}
        await self._accounts.update_one(of_cards, {"$pull": {"scouts": scout}})
        return await self._accounts.delete_one({**of_cards, "scouts": []}) == 1

    async def list_anew(self, wanted: Sequence[AccountRecord], kept: Collection[str]) -> None:
        """Add and correct accounts that settings and cards name; `kept` are those that stay besides."""
        known = {record.key: record for record in await self.all()}
        writes: list[Any] = [
            UpdateOne({"_id": one.key}, _listing(one), upsert=True)
            for one in wanted
            if one.key not in known or _differs(known[one.key], one)
        ]
        named = {*kept, *(one.key for one in wanted)}
        # what was revoked stays known as such
        gone = [key for key, one in known.items() if key not in named and _goes_with_its_list(one)]
        if gone:
            writes.append(DeleteMany({"_id": {"$in": gone}}))
        await self._accounts.bulk_write(writes)

    async def claim(self, record: AccountRecord, now: datetime) -> bool:
        """Whether this process may read the account now; the others may not for a while.

        Whoever has planned its next reading since the record was read was faster.
        """
        free = {"$or": [{"claimedUntil": None}, {"claimedUntil": {"$lte": now}}]}
        result = await self._accounts.update_one(
            {"_id": record.key, "nextSync": record.next_sync, **free},
            {"$set": {"claimedUntil": now + CLAIM, "triedAt": now}},
        )
        return result.modified == 1

    async def was_read(self, key: str, reading: Reading, now: datetime) -> None:
        """Note how a reading went and give the account back; an account that was revoked stays so."""
        facts: dict[str, Any] = {
            "state": reading.state.value,
            "reason": reading.reason,
            "tokenPrint": reading.token_print,
            "nextSync": reading.next_sync,
        }
        if reading.good is not None:
            facts |= {"handle": reading.good[0], "name": reading.good[1], "lastGoodSync": now}
        await self._accounts.update_one(
            {"_id": key, "state": {"$ne": State.REVOKED.value}},
            {"$set": facts, "$unset": {"claimedUntil": ""}},
        )

    async def put_off(self, key: str, until: datetime) -> None:
        """Give an account back unread: it is due later."""
        await self._accounts.update_one(
            {"_id": key}, {"$set": {"nextSync": until}, "$unset": {"claimedUntil": ""}}
        )

    async def make_due(self, key: str, now: datetime) -> bool:
        """Let an account be read in the next cycle, whatever it waits for; False when there is none."""
        again = {"nextSync": now, "state": State.STALE.value, "reason": ASKED}
        where = {"_id": key, "state": {"$ne": State.REVOKED.value}}
        return (await self._accounts.update_one(where, {"$set": again})).matched == 1

    async def hasten(self, key: str, now: datetime) -> None:
        """Let an account that is read without trouble be read in the next cycle."""
        await self._accounts.update_one({"_id": key, "state": State.OK.value}, {"$set": {"nextSync": now}})

    async def connect(self, record: AccountRecord, now: datetime) -> None:
        """Add an account, or give a known one another token or consent; it is due at once."""
        facts = {
            **_identity(record),
            "handle": record.handle,
            "name": record.name,
            "consent": consent_document(record.consent) if record.consent else None,
            "subject": record.subject,
            "token": record.token,
            "tokenExpires": record.token_expires,
            "approved": record.approved,
            "state": State.STALE.value,
            "reason": NEW,
            "nextSync": now,
        }
        await self._accounts.update_one({"_id": record.key}, {"$set": facts}, upsert=True)

    async def seal_again(self, key: str, before: bytes, sealed: bytes) -> None:
        """Replace a sealed token by the same one under a newer key."""
        await self._accounts.update_one({"_id": key, "token": before}, {"$set": {"token": sealed}})

    async def revoke(self, key: str, reason: str, now: datetime) -> bool:
        """Take the right to read an account back and forget its token; False when there is none."""
        facts: dict[str, Any] = {
            "state": State.REVOKED.value,
            "reason": reason,
            "token": None,
            "tokenExpires": None,
        }
        result = await self._accounts.update_one({"_id": key}, {"$set": facts})
        await self._accounts.update_one(
            {"_id": key, "consent": {"$ne": None}, "consent.withdrawnAt": None},
            {"$set": {"consent.withdrawnAt": now}},
        )
        return result.matched == 1

    async def forget_subject(self, subject: str) -> int:
        """Delete the accounts of a person; how many."""
        return await self._accounts.delete_many({"subject": subject})

    async def agree(self, key: str, consent: Consent) -> None:
        """Keep a consent."""
        await self._accounts.update_one({"_id": key}, {"$set": {"consent": consent_document(consent)}})

    async def approve(self, key: str, *, approved: bool) -> bool:
        """Whether its posts are shown without a look at each; False for an unknown account."""
        result = await self._accounts.update_one({"_id": key}, {"$set": {"approved": approved}})
        return result.matched == 1


def _identity(record: AccountRecord) -> dict[str, Any]:
    return {
        "way": record.way.value,
        "kind": record.kind.value,
        "listed": record.listed.value,
        "network": record.network,
        "scouts": list(record.scouts),
    }


def _listing(record: AccountRecord) -> Mapping[str, Any]:
    first = {"state": State.STALE.value, "reason": NEW, "nextSync": record.next_sync, "approved": True}
    return {"$set": _identity(record), "$setOnInsert": first}


def _goes_with_its_list(record: AccountRecord) -> bool:
    return record.listed is not Listed.OPERATOR and record.state is not State.REVOKED


def _differs(known: AccountRecord, wanted: AccountRecord) -> bool:
    """What an operator connected is not taken over by a list that names it too."""
    if known.listed is Listed.OPERATOR:
        return False
    return any(getattr(known, name) != getattr(wanted, name) for name in LISTED)
