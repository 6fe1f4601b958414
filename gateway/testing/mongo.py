"""A real MongoDB for tests: one server per session, a database of its own for each test that asks.

Use it with `pytest_plugins = ["gateway.testing.mongo"]` in the top conftest.
"""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from gateway.store.driver import blocking_client
from gateway.supervise import EmbeddedMongo

ENVIRONMENT = "TEST_MONGODB_URI"
WAIT_SECONDS = 5.0


@pytest.fixture(scope="session")
def mongo() -> Iterator[EmbeddedMongo | None]:
    """The server of this session, for tests that stop and start it; None with `TEST_MONGODB_URI`."""
    if os.environ.get(ENVIRONMENT):
        yield None
        return
    with (
        tempfile.TemporaryDirectory(prefix="gateway-mongo-") as folder,
        EmbeddedMongo.running(Path(folder)) as server,
    ):
        yield server


@pytest.fixture(scope="session")
def mongo_uri(mongo: EmbeddedMongo | None) -> str:
    """A replica set: that of `TEST_MONGODB_URI`, else a mongod that is ended with the session."""
    return os.environ[ENVIRONMENT] if mongo is None else mongo.uri


@pytest.fixture
def database_name(mongo_uri: str) -> Iterator[str]:
    """The name of a database that does not exist yet; dropped after the test."""
    name = f"test_{secrets.token_hex(6)}"
    yield name
    with blocking_client(mongo_uri, seconds=WAIT_SECONDS) as client:
        client.drop_database(name)
