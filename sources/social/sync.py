"""One round: read every account, keep what was read, forget what is gone, link posts to offers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from gateway.source import Context
from sources.social.cards import Cards, read_cards
from sources.social.linking import link_posts
from sources.social.refresh import Outcome, refresh
from sources.social.runtime import Runtime


async def sync(ctx: Context[Runtime]) -> str:
    """Do a round when one is due; processes that share a database do it once together."""
    runtime = ctx.runtime
    every = runtime.settings.sync_seconds
    if not await runtime.store.begin_round(runtime.clock.now(), every):
        return f"Nothing read: the last round began less than {every:.0f} s ago."
    return await do_round(ctx)


async def do_round(ctx: Context[Runtime]) -> str:
    """Do a round now; one account or owner that fails never stops the others."""
    ctx.runtime.answers.forgive()
    cards = await read_cards(ctx)
    outcomes = await _refresh_all(ctx.runtime, cards)
    forgotten = await _forget(ctx.runtime, cards, [outcome.account for outcome in outcomes])
    linked = await link_posts(ctx.runtime, cards)
    return f"{_reading(outcomes)} {forgotten}{linked}{_usage(ctx.runtime)}"


async def _refresh_all(runtime: Runtime, cards: Cards) -> list[Outcome]:
    """One after the other: Meta counts calls, and haste would save nothing."""
    known = await runtime.store.accounts()
    own = [await refresh(runtime, reader, known.get(reader.key, {})) for reader in runtime.own_readers()]
    ours = {outcome.handle for outcome in own}
    names = dict.fromkeys([*runtime.settings.discovered, *cards.scout_handles])
    readers = runtime.scout_readers(name for name in names if name not in ours)
    return own + [await refresh(runtime, reader, known.get(reader.key, {})) for reader in readers]


async def _forget(runtime: Runtime, cards: Cards, listed: Sequence[str]) -> str:
    """Delete copies that got too old, and accounts that are listed no more: a scout may have withdrawn."""
    store = runtime.store
    oldest = runtime.clock.now() - timedelta(seconds=runtime.settings.forget_seconds)
    old = await store.forget_older(oldest)
    gone = await store.forget_accounts(listed) if cards.scouts is not None else 0
    parts = [f"Deleted {old} posts that could not be refreshed. "] if old else []
    return "".join([*parts, f"Deleted {gone} accounts that are listed no more. "] if gone else parts)


def _reading(outcomes: Sequence[Outcome]) -> str:
    kept, removed = sum(one.kept for one in outcomes), sum(one.removed for one in outcomes)
    failed = Counter(one.failure for one in outcomes if one.failure)
    failures = "".join(f", {number} not read ({code})" for code, number in sorted(failed.items()))
    good = len(outcomes) - failed.total()
    return f"Read {kept} posts of {good} accounts{failures}; {removed} removed."


def _usage(runtime: Runtime) -> str:
    percent = runtime.answers.usage.percent
    return "" if percent is None else f" Meta's limits are used to {percent:.0f} %."
