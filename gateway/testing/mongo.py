"""Pytest fixtures: one real mongod for the whole run, a fresh database for each test."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator

import pytest
from pymongo import MongoClient

from gateway.supervise import EmbeddedMongo


@pytest.fixture(scope="session")
def mongo_uri(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """`TEST_MONGODB_URI` when set, else a mongod of our own that ends with the run."""
    if named := os.environ.get("TEST_MONGODB_URI"):
        yield named
        return
    with EmbeddedMongo.running(tmp_path_factory.mktemp("mongo")) as mongo:
        yield mongo.uri


@pytest.fixture
def database_name(mongo_uri: str) -> Iterator[str]:
    """A name nobody used; the database is dropped afterwards."""
    name = f"test_{secrets.token_hex(6)}"
    yield name
    with MongoClient[dict[str, object]](mongo_uri) as client:
        client.drop_database(name)
