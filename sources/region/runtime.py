"""What the source holds while it is open."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from gateway.source import Opening
from gateway.store import Collection
from sources.region.book import ContentBook
from sources.region.model import COLLECTIONS_OF_OFFERS, MESSAGES
from sources.region.settings import RegionSettings


@dataclass(frozen=True, slots=True)
class Runtime:
    """Settings, texts, and the two collections of the database."""

    settings: RegionSettings
    book: ContentBook
    collections: Collection
    messages: Collection


@asynccontextmanager
async def open_source(opening: Opening) -> AsyncIterator[Runtime]:
    """The runtime; nothing is contacted."""
    room = opening.room
    yield Runtime(
        opening.settings,
        opening.settings.book,
        room.collection(COLLECTIONS_OF_OFFERS),
        room.collection(MESSAGES),
    )
