"""A real MongoDB for tests: one server for all workers, a database of its own for each test that asks.

Use it with `pytest_plugins = ["gateway.testing.mongo"]` in the top conftest.
"""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from gateway.store.driver import blocking_client
from gateway.supervise import EmbeddedMongo

ENVIRONMENT = "TEST_MONGODB_URI"
WAIT_SECONDS = 5.0


OWN = pytest.StashKey[ExitStack]()


def pytest_configure(config: pytest.Config) -> None:
    """With workers (pytest-xdist) the process that starts them starts the server that they share."""
    workers = config.getoption("numprocesses", None)
    if not workers or hasattr(config, "workerinput") or os.environ.get(ENVIRONMENT):
        return
    config.stash[OWN] = ExitStack()
    os.environ[ENVIRONMENT] = config.stash[OWN].enter_context(_server())


def pytest_unconfigure(config: pytest.Config) -> None:
    """End the server that was started for the workers."""
    if own := config.stash.get(OWN, None):
        del os.environ[ENVIRONMENT]
        own.close()


@contextmanager
def _server() -> Iterator[str]:
    with (
        tempfile.TemporaryDirectory(prefix="gateway-mongo-") as folder,
        EmbeddedMongo.running(Path(folder)) as server,
    ):
        yield server.uri


@pytest.fixture(scope="session")
def mongo_uri() -> Iterator[str]:
    """A replica set: that of `TEST_MONGODB_URI`, else a mongod that is ended with the session."""
    if uri := os.environ.get(ENVIRONMENT):
        yield uri
        return
    with _server() as uri:
        yield uri


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
