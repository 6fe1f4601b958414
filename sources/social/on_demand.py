"""Reads single posts of our own accounts again: whoever asks in one moment shares calls of fifty."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from gateway.clock import Clock
from gateway.errors import SourceError
from sources.social.accounts.book import AccountBook
from sources.social.accounts.record import AccountRecord, Way
from sources.social.budget.governor import Urgency
from sources.social.budget.ledger import Ledger
from sources.social.client import BATCH
from sources.social.clients import Clients
from sources.social.codes import GraphMissing
from sources.social.documents import documents_of
from sources.social.keeper import PostKeeper
from sources.social.mapping import Account, post_key
from sources.social.media import Document
from sources.social.moderation.showing import Rules
from sources.social.readers import MEDIA_FIELDS, POST_FIELDS
from sources.social.settings import SocialSettings

WINDOW = 0.02
"""Seconds in which those who ask are gathered."""

Found: TypeAlias = "Document | SourceError | None"


@dataclass(frozen=True, slots=True)
class Parts:
    """What is needed for it."""

    settings: SocialSettings
    store: PostKeeper
    book: AccountBook
    clients: Clients
    ledger: Ledger
    clock: Clock


class OnDemand:
    """One for each process. A post that is gone is deleted, an item that fails costs only itself."""

    def __init__(self, parts: Parts) -> None:
        """Contacts nothing."""
        self._parts = parts
        self._waiting: dict[str, dict[str, asyncio.Future[Found]]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def refresh(self, account: str, ids: Sequence[str]) -> dict[str, Found]:
        """What posts of an account are now: the document, None when gone or not ours, else the failure.

        Posts of discovered accounts cannot be asked for by id: their account is made due instead.
        """
        if account not in self._waiting:
            self._waiting[account] = {}
            task = asyncio.create_task(self._ask_soon(account), name="posts on demand")
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        waiting, loop = self._waiting[account], asyncio.get_running_loop()
        asked = {one: waiting.setdefault(one, loop.create_future()) for one in ids}
        # who hangs up takes nothing away from the others
        answers = await asyncio.shield(asyncio.gather(*asked.values()))
        return dict(zip(asked, answers, strict=True))

    async def aclose(self) -> None:
        """Cancel what is under way."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _ask_soon(self, account: str) -> None:
        try:
            await asyncio.sleep(WINDOW)  # real time: it gathers callers, nothing depends on it
        finally:
            waiting = self._waiting.pop(account)
        ids = list(waiting)
        for start in range(0, len(ids), BATCH):
            part = ids[start : start + BATCH]
            try:
                answers: Mapping[str, Found] = await self._fetch(account, part)
            except SourceError as error:
                answers = dict.fromkeys(part, error)
            for one in part:
                if not waiting[one].done():
                    waiting[one].set_result(answers.get(one))

    async def _fetch(self, account: str, ids: Sequence[str]) -> Mapping[str, Found]:
        parts = self._parts
        record = await parts.book.get(account)
        if record is None or not record.may_be_read:
            return {}
        if record.way is Way.DISCOVERY:
            await parts.book.hasten(account, parts.clock.now())
            return {}
        await parts.ledger.load()
        try:
            client = parts.clients.of(record, Urgency.ON_DEMAND)
            answers = await client.batch(ids, POST_FIELDS if record.way is Way.PAGE else MEDIA_FIELDS)
        finally:
            await parts.ledger.save()
        return await self._kept(record, answers)

    async def _kept(self, record: AccountRecord, answers: Mapping[str, Any]) -> Mapping[str, Found]:
        store, now = self._parts.store, self._parts.clock.now()
        rows = [answer for answer in answers.values() if not isinstance(answer, SourceError)]
        account = Account(record.key, record.network, record.origin, record.handle, record.name)
        known = await store.known_of([post_key(record.network, one) for one in answers])
        rules = Rules(self._parts.settings.blocked, approved=record.approved)
        posts = await asyncio.to_thread(documents_of, rows, account, known, now, rules)
        await store.save(posts)
        gone = [one for one, answer in answers.items() if isinstance(answer, GraphMissing)]
        await store.remove([post_key(record.network, one) for one in gone], now)
        by_id: dict[str, Found] = {post["_id"].partition(":")[2]: post for post in posts}
        failed = {one: answer for one, answer in answers.items() if isinstance(answer, SourceError)}
        return {**by_id, **{one: error for one, error in failed.items() if one not in gone}}
