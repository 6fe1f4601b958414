"""A store on each driver, in a database of its own."""

from collections.abc import AsyncIterator

import pytest

from gateway.store import Collection, CommandJournal, Room, Store


@pytest.fixture
def journal() -> CommandJournal:
    return CommandJournal()


@pytest.fixture(params=["motor", "pymongo"])
async def store(
    request: pytest.FixtureRequest, mongo_uri: str, database_name: str, journal: CommandJournal
) -> AsyncIterator[Store]:
    opened = await Store.open(mongo_uri, database_name, driver=request.param, listeners=[journal])
    yield opened
    await opened.close()


@pytest.fixture
def room(store: Store) -> Room:
    return store.room("scouts")


@pytest.fixture
def stories(room: Room) -> Collection:
    return room.collection("stories")
