"""Fixtures of the scouts' tests: one prepared database, emptied for each test, and a small world over it."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Iterator

import pytest
import scouts_world

from gateway.store import CommandJournal, Store, patience
from gateway.store.driver import blocking_client
from sources.scouts.model import COLLECTIONS


async def _prepare(uri: str, name: str) -> None:
    store = await Store.open(uri, name)
    try:
        await store.room("scouts").prepare(COLLECTIONS)
    finally:
        await store.close()


@pytest.fixture(scope="session")
def prepared_database(mongo_uri: str) -> Iterator[str]:
    """Making the indexes takes longer than most tests, so it is done once."""
    name = f"test_scouts_{secrets.token_hex(4)}"
    asyncio.run(_prepare(mongo_uri, name))
    yield name
    with blocking_client(mongo_uri, seconds=5) as client:
        client.drop_database(name)


@pytest.fixture
def journal() -> CommandJournal:
    return CommandJournal()


@pytest.fixture
def driver() -> str:
    return "motor"


@pytest.fixture
async def database(
    mongo_uri: str, prepared_database: str, journal: CommandJournal, driver: str
) -> AsyncIterator[Store]:
    store = await Store.open(
        mongo_uri, prepared_database, driver=driver, listeners=[journal], selection_ms=5_000
    )
    try:
        with patience(20.0):  # clearing is no part of what a test measures
            for spec in COLLECTIONS:
                await store.room("scouts").collection(spec.name).delete_many({})
        journal.reset()
        yield store
    finally:
        await store.close()


@pytest.fixture
async def world(database: Store) -> AsyncIterator[scouts_world.World]:
    async with scouts_world.open_world(database) as opened:
        yield opened
