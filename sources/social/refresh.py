"""Reads one account again: keeps what it has now, and removes only what is known to be gone."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from gateway.errors import SourceError, SourceRateLimited
from sources.social.accounts import Found, Reader, ScoutReader
from sources.social.client import BATCH
from sources.social.codes import GraphMissing, UnknownAccount
from sources.social.keeper import OK, Known
from sources.social.mapping import Account, map_post, row_key
from sources.social.media import Document
from sources.social.runtime import Runtime
from sources.social.types import aware

logger = logging.getLogger("sources.social")

UNKNOWN_ACCOUNT = "UNKNOWN_ACCOUNT"
UNKNOWN_FOR = timedelta(days=1)
CONFIRMED = 4 * BATCH
"""The most posts of one account that are asked for singly in one round, the longest unseen first."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one account: posts kept and removed, or the code of the failure.

    `handle` is its lower-case user name, empty while it was never read.
    """

    account: str
    handle: str
    kept: int = 0
    removed: int = 0
    failure: str | None = None


async def refresh(runtime: Runtime, reader: Reader, known: Mapping[str, Any]) -> Outcome:
    """Read an account unless it asked to be left alone; a failure keeps the copies and marks them stale.

    `known` is what is stored of the account, empty for a new one.
    """
    now = runtime.clock.now()
    not_before = known.get("notBefore")
    if not_before is not None and now < aware(not_before):
        return Outcome(reader.key, _handle(known), failure=known["state"])
    try:
        found = await reader.read()
    except SourceError as error:
        return await _failed(runtime, reader.key, known, error, now)
    outcome = await _keep(runtime, reader, found, now)
    await runtime.store.account_read(found.account, now)
    if known.get("state", OK) != OK:
        await runtime.store.account_back(reader.key)
        logger.warning("the account %s is read again", reader.key)
    return outcome


async def _failed(
    runtime: Runtime, key: str, known: Mapping[str, Any], error: SourceError, now: datetime
) -> Outcome:
    state, wait = error.code, None
    if isinstance(error, UnknownAccount):
        state, wait = UNKNOWN_ACCOUNT, UNKNOWN_FOR
    elif isinstance(error, SourceRateLimited):
        wait = timedelta(seconds=error.retry_after or 0)
    await runtime.store.account_failed(key, state, now, now + wait if wait else None)
    if state != known.get("state", OK):
        logger.warning("the account %s cannot be read: %s", key, state)
    return Outcome(key, _handle(known), failure=state)


def _handle(known: Mapping[str, Any]) -> str:
    return str(known.get("handle", "")).lower()


async def _keep(runtime: Runtime, reader: Reader, found: Found, now: datetime) -> Outcome:
    store, account = runtime.store, found.account
    known = await store.known(account.key)
    seen = {row_key(account.network, row) for row in found.listing.rows}
    rows, gone = list(found.listing.rows), sorted(known.keys() - seen)
    if not found.listing.complete or None in seen:
        more, gone = await _confirm(reader, _longest_unseen(known, gone))
        rows += more
    # mapping a long list takes a while that requests must not wait for
    posts = await asyncio.to_thread(_documents, rows, account, known, now)
    await store.save(posts)
    await store.forget(gone)
    return Outcome(account.key, account.handle.lower(), kept=len(posts), removed=len(gone))


def _longest_unseen(known: Mapping[str, Known], keys: Sequence[str]) -> list[str]:
    return sorted(keys, key=lambda key: known[key].fetched_at)[:CONFIRMED]


async def _confirm(reader: Reader, keys: Sequence[str]) -> tuple[list[Any], list[str]]:
    """Rows of known posts that a cut list did not show, and the keys of those that are gone.

    Only our own posts can be asked for by id; of others nothing is known, so nothing is gone.
    """
    rows: list[Any] = []
    gone: list[str] = []
    if isinstance(reader, ScoutReader):
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


def _documents(
    rows: Sequence[Any], account: Account, known: Mapping[str, Known], now: datetime
) -> list[Document]:
    """Documents of all usable rows, each post once; links stay valid where nothing was said anew."""
    posts: dict[str, Document] = {}
    for row in rows:
        post = map_post(row, account, now)
        if post is None:
            continue
        before = known.get(post["_id"])
        matched = before.matched if before is not None and before.said == post["said"] else None
        posts[post["_id"]] = {**post, "accountOk": True, "matched": matched}
    if len(posts) < len(rows):
        logger.info("%d rows of %s were left out", len(rows) - len(posts), account.key)
    return list(posts.values())
