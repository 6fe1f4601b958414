"""The mirror over a real database, filled from the real emulator, beside the live catalogue."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest
from apidae_bench import Emu
from mirror_world import OpenWorld, World, opened_world, run_alone
from rules_world import write_phases

from gateway.graph.compose import ComposedSchema
from gateway.store.driver import blocking_client
from sources.apidae.source import source


@pytest.fixture(scope="session")
def filled(mongo_uri: str, whole: Emu, schema: ComposedSchema) -> Iterator[str]:
    """The name of a database whose mirror holds the thousand objects; nobody may change it."""
    name = f"test_mirror_{secrets.token_hex(6)}"
    run_alone(_fill(mongo_uri, name, whole, schema))
    yield name
    with blocking_client(mongo_uri, seconds=5) as client:
        client.drop_database(name)


async def _fill(uri: str, name: str, emulator: Emu, schema: ComposedSchema) -> None:
    async with opened_world(uri, name, emulator, schema) as world:
        await world.sync()


@pytest.fixture
def open_world(mongo_uri: str, schema: ComposedSchema) -> OpenWorld:
    """Opens the source as a mirror of an emulator in a database; settings may be overridden."""

    def opening(emulator: Emu, database: str, **options: str) -> AbstractAsyncContextManager[World]:
        return opened_world(mongo_uri, database, emulator, schema, **options)

    return opening


@pytest.fixture
async def mirror(open_world: OpenWorld, whole: Emu, filled: str) -> AsyncIterator[World]:
    """The mirror of the thousand objects."""
    async with open_world(whole, filled) as world:
        yield world


@pytest.fixture(scope="session")
def prepared(mongo_uri: str) -> Iterator[str]:
    """The name of a database whose indexes are made once for many tests; one at a time uses it."""
    name = f"test_mirror_own_{secrets.token_hex(6)}"
    yield name
    with blocking_client(mongo_uri, seconds=5) as client:
        client.drop_database(name)


@pytest.fixture
def database_name(prepared: str, mongo_uri: str) -> str:
    """A database without any document."""
    with blocking_client(mongo_uri, seconds=5) as client:
        for name in client[prepared].list_collection_names():
            client[prepared][name].delete_many({})
    return prepared


@pytest.fixture(scope="session")
def kept() -> dict[str, list[Any]]:
    """What the small catalogue leaves in an empty database, by collection, once a test has filled one."""
    return {}


@pytest.fixture
async def empty(open_world: OpenWorld, small: Emu, database_name: str) -> AsyncIterator[World]:
    """A mirror of the small catalogue that was never filled."""
    async with open_world(small, database_name) as world:
        yield world


@pytest.fixture
async def own(empty: World, kept: dict[str, list[Any]]) -> World:
    """A mirror of the small catalogue, filled two minutes after the clock began."""
    room = empty.store.room("apidae")
    if kept:
        empty.clock.advance(120)
        for name, content in kept.items():
            await room.collection(name).insert_many(content)
    else:
        await empty.sync()
        for name in (spec.name for spec in source.collections):
            kept[name] = await room.collection(name).find({})
    return empty


@pytest.fixture
def phases(tmp_path: Path) -> str:
    """A folder with phases of which the second opens in three days and the third is not planned."""
    return write_phases(tmp_path)
