"""A room for keys and counts, and the stage with all that tests have written taken away again."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

import pymongo
import pytest

from gateway.clock import ManualClock
from gateway.partners.record import COLLECTION as KEYS
from gateway.statistics.record import COLLECTION as COUNTS
from gateway.store import Room, Store
from gateway.testing.stage import Stage

OFFERS = """{ offers(first: 12) { edges { node { id managedBy { id } provider { id }
  place { commune { department { code } } } } } } }"""


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
async def room(mongo_uri: str, database_name: str) -> AsyncIterator[Room]:
    store = await Store.open(mongo_uri, database_name)
    made = store.room("partners")
    await made.prepare([KEYS, COUNTS])
    yield made
    await store.close()


@pytest.fixture(scope="session")
def database(stage: Stage) -> Iterator[pymongo.database.Database]:
    """The stage's database, as it is."""
    with pymongo.MongoClient(stage.environ["MONGODB_URI"]) as client:
        yield client[stage.environ["MONGODB_DATABASE"]]


@pytest.fixture
def tidy(stage: Stage, database: pymongo.database.Database) -> Iterator[Stage]:
    """The stage; keys and counts are as empty afterwards as before."""
    yield stage
    for name in ("partners_keys", "partners_counts"):
        database[name].delete_many({})


@pytest.fixture
def offers(stage: Stage) -> list[dict[str, Any]]:
    return [edge["node"] for edge in stage.data(OFFERS)["offers"]["edges"]]
