"""A scout takes back that posts are taken over, or leaves: what is kept of their accounts goes at once."""

from __future__ import annotations

from gateway.source import Context
from sources.social.matching import SCOUT
from sources.social.runtime import Runtime


async def let_go(entity: str, key: str, ctx: Context[Runtime]) -> None:
    """Delete the posts of accounts that were read on this scout's word alone.

    The account goes first: a reading that is under way then finds nobody to keep posts of.
    """
    if entity != SCOUT:
        return
    book, store = ctx.runtime.book, ctx.runtime.store
    for account, scouts in (await book.scouts_of_accounts()).items():
        if key not in scouts:
            continue
        if await book.without_scout(account, key):
            await store.forget_account(account)
