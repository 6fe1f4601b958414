"""One store for the tests of writing, and a world over an empty database for each."""

from collections.abc import AsyncIterator

import pytest

from gateway.store import Store
from tests.gateway.mutations.mutation_world import Writing, writing

PATIENT_MS = 20_000
"""Many write at once here, perhaps on a busy machine; how long a call may take is tested elsewhere."""


@pytest.fixture(params=["motor", "pymongo"])
async def store(request: pytest.FixtureRequest, mongo_uri: str, database_name: str) -> AsyncIterator[Store]:
    opened = await Store.open(mongo_uri, database_name, driver=request.param, total_ms=PATIENT_MS)
    yield opened
    await opened.close()


@pytest.fixture
async def world(store: Store) -> Writing:
    return await writing(store)
