"""One store for the tests of writing, and a world over an empty database for each."""

from collections.abc import AsyncIterator

import pytest

from gateway.store import Store
from tests.gateway.mutations.mutation_world import Writing, writing


@pytest.fixture(params=["motor", "pymongo"])
async def store(request: pytest.FixtureRequest, mongo_uri: str, database_name: str) -> AsyncIterator[Store]:
    opened = await Store.open(mongo_uri, database_name, driver=request.param)
    yield opened
    await opened.close()


@pytest.fixture
async def world(store: Store) -> Writing:
    return await writing(store)
