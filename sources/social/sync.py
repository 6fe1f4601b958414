"""One cycle: read the accounts that are due, forget what is gone, match what is new."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby

from gateway.source import Context
from sources.social.accounts.listing import list_accounts
from sources.social.accounts.record import AccountRecord, Kind, State
from sources.social.accounts.vault import print_of
from sources.social.budget.planning import SLOWEST
from sources.social.cards import Cards, cards_of
from sources.social.clients import budget_of
from sources.social.linking import link_posts
from sources.social.matching import SCOUT
from sources.social.refresh import Outcome, refresh
from sources.social.runtime import Runtime

NOTHING = "Nothing is due."
LONGEST_WAIT = timedelta(days=2)


async def sync(ctx: Context[Runtime]) -> str:
    """Read what is due; processes that share a database share the accounts among them."""
    return await _cycle(ctx, everything=False)


async def read_all(ctx: Context[Runtime]) -> str:
    """Read every account now, whatever is due."""
    return await _cycle(ctx, everything=True)


async def _cycle(ctx: Context[Runtime], *, everything: bool) -> str:
    runtime = ctx.runtime
    runtime.memory.refused.clear()
    await runtime.ledger.load()
    try:
        outcomes = await _read_what_is_due(ctx, everything=everything)
    finally:
        await runtime.ledger.save()
        runtime.visibilities.forget_accounts()
    forgotten = await _forget(runtime)
    if not outcomes:
        return forgotten or NOTHING
    linked = await link_posts(ctx, anew=everything)
    return f"{_reading(outcomes)} {forgotten}{linked}{_usage(runtime)}"


async def _read_what_is_due(ctx: Context[Runtime], *, everything: bool) -> list[Outcome]:
    """Ours first: their names decide which of the others are read."""
    runtime = ctx.runtime
    scouts = Cards(offers=None, scouts=await cards_of(ctx, SCOUT))
    outcomes: list[Outcome] = []
    for kinds in ({Kind.OWNED}, {Kind.SCOUT, Kind.PARTNER}):
        listed = await list_accounts(runtime, scouts, runtime.clock.now())
        records = [one for one in listed if one.kind in kinds]
        outcomes += await _read(runtime, records if everything else _due(runtime, records))
    return outcomes


def _due(runtime: Runtime, records: Sequence[AccountRecord]) -> list[AccountRecord]:
    """The accounts whose time has come, the longest waiting first."""
    now = runtime.clock.now()
    return sorted(
        (one for one in records if _is_due(runtime, one, now)),
        key=lambda one: (one.next_sync or now, one.key),
    )


def _is_due(runtime: Runtime, record: AccountRecord, now: datetime) -> bool:
    usual = timedelta(seconds=runtime.settings.sync_seconds * SLOWEST)
    horizon = usual if record.state is State.OK else LONGEST_WAIT
    # a plan beyond the horizon was made before the clock was set back
    if record.next_sync is None or not now < record.next_sync < now + horizon:
        return True
    if record.state is not State.NEEDS_TOKEN or record.token is not None:
        return False
    # the operator gave another token in the settings
    return record.token_print != print_of(runtime.settings.page_token.get_secret_value())


async def _read(runtime: Runtime, records: Sequence[AccountRecord]) -> list[Outcome]:
    """Accounts of one budget one after the other, so that one refused call stops all of them."""
    grouped = groupby(sorted(records, key=budget_of), key=budget_of)  # sorting keeps the order within
    rows = await asyncio.gather(*(_read_row(runtime, list(row)) for _, row in grouped))
    return [outcome for row in rows for outcome in row]


async def _read_row(runtime: Runtime, records: Sequence[AccountRecord]) -> list[Outcome]:
    return [
        await refresh(runtime, record)
        for record in records
        if await runtime.book.claim(record, runtime.clock.now())
    ]


async def _forget(runtime: Runtime) -> str:
    """Delete copies that got too old, and those of accounts that are read no more."""
    store = runtime.store
    oldest = runtime.clock.now() - timedelta(seconds=runtime.settings.forget_seconds)
    old = await store.forget_older(oldest)
    listed = [record.key for record in await runtime.book.all() if record.may_be_read]
    gone = await store.forget_unlisted(listed)
    parts = [f"Deleted {old} posts that could not be refreshed. "] if old else []
    return "".join([*parts, f"Deleted {gone} posts of accounts that are read no more. "] if gone else parts)


def _reading(outcomes: Sequence[Outcome]) -> str:
    kept, removed = sum(one.kept for one in outcomes), sum(one.removed for one in outcomes)
    failed = Counter(one.failure for one in outcomes if one.failure and not one.paused)
    paused = sum(one.paused for one in outcomes)
    failures = "".join(f", {number} not read ({code})" for code, number in sorted(failed.items()))
    waiting = f", {paused} put off to save calls" if paused else ""
    good = len(outcomes) - failed.total() - paused
    return f"Read {kept} posts of {good} accounts{failures}{waiting}; {removed} removed."


def _usage(runtime: Runtime) -> str:
    percent = runtime.governor.highest()
    return "" if percent is None else f" Meta's limits are used to {percent:.0f} %."
