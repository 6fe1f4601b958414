"""What the source holds while it is open: its clients, its store, its settings."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from gateway.clock import Clock
from gateway.source import Opening
from gateway.store import Collection
from gateway.upstream import Policy, Upstream
from gateway.upstream.flight import SingleFlight
from sources.social.accounts.book import AccountBook
from sources.social.accounts.vault import Vault, read_keys
from sources.social.answers import Memory
from sources.social.budget.governor import Governor
from sources.social.budget.ledger import Ledger
from sources.social.clients import Clients
from sources.social.keeper import PostKeeper
from sources.social.linking import CardMemory
from sources.social.model import ERASURES, INBOX
from sources.social.on_demand import OnDemand, Parts
from sources.social.settings import SocialSettings
from sources.social.visibility import Visibilities


@dataclass(frozen=True, slots=True)
class Runtime:
    """Everything that outlives a request."""

    settings: SocialSettings
    store: PostKeeper
    book: AccountBook
    vault: Vault
    clients: Clients
    memory: Memory
    ledger: Ledger
    clock: Clock
    random: random.Random
    on_demand: OnDemand
    cards: CardMemory
    visibilities: Visibilities
    embeds: SingleFlight[str, Mapping[str, Any]]
    """Embeds that are being asked for: who asks meanwhile gets the same answer, nobody gets it later."""
    inbox: Collection
    one_at_a_time: asyncio.Lock
    """Held by whoever works off the inbox."""
    erasures: Collection
    control: Upstream
    """The upstream without any credentials, for the emulator's control."""

    @property
    def governor(self) -> Governor:
        """Whether calls may be made."""
        return self.memory.governor


@asynccontextmanager
async def open_source(opening: Opening) -> AsyncIterator[Runtime]:
    """The runtime; nothing is contacted."""
    settings: SocialSettings = opening.settings
    memory = Memory(Governor(opening.clock))
    vault = Vault(read_keys(settings.token_keys.get_secret_value()))
    parts = Parts(
        settings,
        PostKeeper(opening.room),
        AccountBook(opening.room),
        Clients(settings, opening.upstream, memory, vault),
        Ledger(opening.room, memory.governor),
        opening.clock,
    )
    on_demand = OnDemand(parts)
    runtime = Runtime(
        settings=settings,
        store=parts.store,
        book=parts.book,
        vault=vault,
        clients=parts.clients,
        memory=memory,
        ledger=parts.ledger,
        clock=opening.clock,
        random=opening.random,
        on_demand=on_demand,
        cards=CardMemory(),
        visibilities=Visibilities(parts.book, opening.clock, settings.forget_seconds),
        embeds=SingleFlight(),
        one_at_a_time=asyncio.Lock(),
        inbox=opening.room.collection(INBOX),
        erasures=opening.room.collection(ERASURES),
        control=opening.upstream(settings.base_url, policy=Policy(total=20.0)),
    )
    try:
        yield runtime
    finally:
        await on_demand.aclose()
