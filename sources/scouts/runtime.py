"""What the source holds while it is open."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from random import Random

from gateway.source import Opening
from sources.scouts.settings import ScoutsSettings
from sources.scouts.store import ScoutStore


@dataclass(frozen=True, slots=True)
class Runtime:
    """Settings, database and chance of the source."""

    settings: ScoutsSettings
    store: ScoutStore
    random: Random


@asynccontextmanager
async def open_source(opening: Opening) -> AsyncIterator[Runtime]:
    """The runtime; nothing is contacted."""
    yield Runtime(settings=opening.settings, store=ScoutStore(opening.room), random=opening.random)
