"""A real MongoDB for tests: one server per session, a database of its own for each test that asks.

Use it with `pytest_plugins = ["gateway.testing.mongo"]` in the top conftest.
"""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from gateway.store.driver import blocking_client
from gateway.supervise import EmbeddedMongo

ENVIRONMENT = "TEST_MONGODB_URI"
WAIT_SECONDS = 5.0


@pytest.fixture(scope="session")
def mongo() -> Iterator[EmbeddedMongo | None]:
    """The mongod of this session; None when `TEST_MONGODB_URI` names one that is not ours to stop."""
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
    return mongo.uri if mongo else os.environ[ENVIRONMENT]


@pytest.fixture(scope="session")
def _drop(mongo_uri: str) -> Iterator[Callable[[str], object]]:
    # a drop takes the server a tenth of a second, and no test needs to wait for that of another
    with blocking_client(mongo_uri, seconds=WAIT_SECONDS) as client, ThreadPoolExecutor(1) as pool:
        yield lambda name: pool.submit(client.drop_database, name)


@pytest.fixture
def database_name(_drop: Callable[[str], object]) -> Iterator[str]:
    """The name of a database that does not exist yet; dropped soon after the test."""
    name = f"test_{secrets.token_hex(6)}"
    yield name
    _drop(name)
