"""Fixtures of the social source's tests."""

import secrets
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
import pytest_asyncio
from pymongo import MongoClient
from pymongo.database import Database
from social_world import Meta, Stage, World, opened_world

from gateway.testing.servers import serving


@pytest.fixture(scope="session")
def graph_server() -> Iterator[tuple[Stage, str]]:
    """A real server that waits for emulators, and its address."""
    stage = Stage()
    with serving(lambda: stage) as server:
        yield stage, server.url


@pytest.fixture
def graph_api(request: pytest.FixtureRequest, graph_server: tuple[Stage, str]) -> Iterator[Meta]:
    """An emulated Graph API with 150 posts about places only; its options may be a test's parameter."""
    stage, url = graph_server
    with stage.playing(url, **getattr(request, "param", {})) as meta:
        yield meta


@pytest.fixture(scope="session")
def social_database(mongo_uri: str) -> Iterator[Database[dict[str, Any]]]:
    """One database for all these tests: to make and drop one takes longer than most of them."""
    with MongoClient[dict[str, Any]](mongo_uri) as client:
        name = f"test_social_{secrets.token_hex(6)}"
        yield client[name]
        client.drop_database(name)


@pytest.fixture
def database_name(social_database: Database[dict[str, Any]]) -> str:
    """The name of a database without any document."""
    for name in social_database.list_collection_names(filter={"name": {"$regex": "^social_"}}):
        social_database[name].delete_many({})
    return social_database.name


@pytest_asyncio.fixture
async def world(graph_api: Meta, mongo_uri: str, database_name: str) -> AsyncIterator[World]:
    """The source beside a tiny owner of offers and scouts, nothing read yet."""
    async with opened_world(graph_api, mongo_uri, database_name) as opened:
        yield opened
