"""What the source holds while it is open."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from random import Random

from gateway.source import Opening
from gateway.store.watching import Hub
from sources.scouts.publications import Published, publications
from sources.scouts.settings import ScoutsSettings
from sources.scouts.store import ScoutStore


@dataclass(frozen=True, slots=True)
class Runtime:
    """Settings, database, chance, and who is told of publications."""

    settings: ScoutsSettings
    store: ScoutStore
    random: Random
    hub: Hub[Published]


@asynccontextmanager
async def open_source(opening: Opening) -> AsyncIterator[Runtime]:
    """The runtime; nothing is contacted."""
    store, hub = ScoutStore(opening.room), publications(opening.room, opening.clock)
    try:
        yield Runtime(opening.settings, store, opening.random, hub)
    finally:
        await hub.aclose()
