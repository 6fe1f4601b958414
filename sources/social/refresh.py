"""Reads one account again: keeps what it has now, and removes only what is known to be gone."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from gateway.errors import SourceError, SourceMisconfigured, SourceRateLimited
from sources.social.accounts.book import Reading
from sources.social.accounts.record import AccountRecord, State
from sources.social.accounts.vault import print_of
from sources.social.budget.governor import BudgetPaused
from sources.social.budget.planning import first_death, next_read
from sources.social.client import BATCH
from sources.social.clients import budget_of
from sources.social.codes import GraphMissing, UnknownAccount
from sources.social.documents import documents_of
from sources.social.keeper import Known
from sources.social.mapping import row_key
from sources.social.moderation.showing import Rules
from sources.social.readers import DiscoveryReader, Found, Reader, reader_of
from sources.social.runtime import Runtime

logger = logging.getLogger("sources.social")

UNKNOWN_ACCOUNT = "UNKNOWN_ACCOUNT"
UNKNOWN_FOR = timedelta(days=1)
NEEDS_TOKEN_FOR = timedelta(hours=6)
"""A token that was refused is tried again this seldom: a person may have set things right at Meta."""

CONFIRMED = 4 * BATCH
"""The most posts of one account that are asked for singly in one round, the longest unseen first."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one account: posts kept and removed, or why it was not read."""

    account: str
    kept: int = 0
    removed: int = 0
    failure: str | None = None
    paused: bool = False


async def refresh(runtime: Runtime, record: AccountRecord) -> Outcome:
    """Read an account and plan its next reading; a failure keeps the copies and marks them stale."""
    now = runtime.clock.now()
    try:
        token = print_of(runtime.clients.token_of(record))
        settings = runtime.settings
        client = runtime.clients.of(record)
        reader = reader_of(record, client, settings.ig_user_id, settings.max_pages)
        found = await reader.read()
    except BudgetPaused as pause:
        await runtime.book.put_off(record.key, now + timedelta(seconds=pause.retry_after or 0))
        return Outcome(record.key, failure=pause.code, paused=True)
    except SourceError as error:
        return await _failed(runtime, record, error, now)
    outcome, dies = await _keep(runtime, reader, record, found, now)
    reading = Reading(
        State.OK,
        "",
        next_read(
            now,
            runtime.settings.sync_seconds,
            dies,
            runtime.governor.percent(budget_of(record)),
            runtime.random,
        ),
        token,
        (found.account.handle, found.account.name),
    )
    await runtime.book.was_read(record.key, reading, now)
    if record.state is not State.OK:
        await runtime.store.mark_account(record.key, ok=True)
        if record.last_good_sync is not None:
            logger.warning("the account %s is read again", record.key)
    return outcome


async def _failed(runtime: Runtime, record: AccountRecord, error: SourceError, now: datetime) -> Outcome:
    state, reason, wait = _meaning(error, runtime.settings.sync_seconds)
    reading = Reading(state, reason, now + wait, record.token_print)
    await runtime.book.was_read(record.key, reading, now)
    await runtime.store.mark_account(record.key, ok=False)
    if (state, reason) != (record.state, record.reason):
        logger.warning("the account %s cannot be read: %s", record.key, reason)
    return Outcome(record.key, failure=reason)


def _meaning(error: SourceError, every: float) -> tuple[State, str, timedelta]:
    """State, reason and the time to wait after a failure."""
    if isinstance(error, UnknownAccount):
        return State.STALE, UNKNOWN_ACCOUNT, UNKNOWN_FOR
    if isinstance(error, SourceRateLimited):
        return State.THROTTLED, error.code, timedelta(seconds=error.retry_after or every)
    if isinstance(error, SourceMisconfigured):
        return State.NEEDS_TOKEN, error.code, NEEDS_TOKEN_FOR
    return State.STALE, error.code, timedelta(seconds=every)


async def _keep(
    runtime: Runtime, reader: Reader, record: AccountRecord, found: Found, now: datetime
) -> tuple[Outcome, datetime | None]:
    """What became of the posts, and when the first of their urls is to be replaced."""
    store, account = runtime.store, found.account
    known = await store.known(account.key)
    seen = {row_key(account.network, row) for row in found.listing.rows}
    rows, gone = list(found.listing.rows), sorted(known.keys() - seen)
    if not found.listing.complete or None in seen:
        more, gone = await _confirm(reader, _longest_unseen(known, gone))
        rows += more
    # mapping a long list takes a while that requests must not wait for
    rules = Rules(runtime.settings.blocked, approved=record.approved)
    posts = await asyncio.to_thread(documents_of, rows, account, known, now, rules)
    await store.save(posts)
    await store.forget(gone)
    await store.forget(await store.removed_since(now, [post["_id"] for post in posts]))
    current = await runtime.book.get(record.key)
    if current is None or not current.may_be_read:  # consent was withdrawn while we read
        removed = await store.forget_account(record.key)
        return Outcome(account.key, removed=removed), None
    return Outcome(account.key, kept=len(posts), removed=len(gone)), first_death(posts)


def _longest_unseen(known: Mapping[str, Known], keys: Sequence[str]) -> list[str]:
    return sorted(keys, key=lambda key: known[key].fetched_at)[:CONFIRMED]


async def _confirm(reader: Reader, keys: Sequence[str]) -> tuple[list[Any], list[str]]:
    """Rows of known posts that a cut list did not show, and the keys of those that are gone.

    Only our own posts can be asked for by id; of others nothing is known, so nothing is gone.
    """
    rows: list[Any] = []
    gone: list[str] = []
    if isinstance(reader, DiscoveryReader):
        return rows, gone
    for start in range(0, len(keys), BATCH):
        by_id = {key.partition(":")[2]: key for key in keys[start : start + BATCH]}
        try:
            answers = await reader.client.batch(list(by_id), reader.fields)
        except SourceError as error:
            logger.warning("posts of %s cannot be confirmed: %s", reader.key, error.code)
            break
        rows += [answer for answer in answers.values() if not isinstance(answer, SourceError)]
        gone += [by_id[one] for one, answer in answers.items() if isinstance(answer, GraphMissing)]
    return rows, gone
