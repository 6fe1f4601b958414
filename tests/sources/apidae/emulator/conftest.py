"""One emulator for the tests that only read, small fresh ones for those that change something."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from sources.apidae.emulator import create_app
from sources.apidae.emulator.places import DEFAULT_COMMUNES

Ask = Callable[..., Awaitable[httpx.Response]]

BASE = "http://apidae.test/api/v002/"
ACCESS = {"apiKey": "demo-key", "projetId": 4242}
TODAY = "2026-11-24"
REFERENCE = Path(__file__).parents[5] / "shared" / "reference"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without the communes there is no catalogue to test: `make setup` installs them."""
    if not DEFAULT_COMMUNES.exists():
        for item in items:
            if Path(__file__).parent in item.path.parents:
                item.add_marker(pytest.mark.skip(reason="communes not installed, run make setup"))


@pytest.fixture(scope="session")
def reference() -> Path:
    """The folder of reference data, which is not part of the project."""
    if not (REFERENCE / "apidae").is_dir():
        pytest.skip("reference data not at hand")
    return REFERENCE


@pytest.fixture(scope="session")
def app() -> Starlette:
    """The emulator with 1,000 objects; nobody may change it."""
    return create_app({"size": "1000", "today": TODAY, "seed": "tests"})


@pytest.fixture
def fresh() -> Starlette:
    """A small emulator of one test's own."""
    return create_app({"size": "80", "today": TODAY, "seed": "fresh"})


def asker(client: httpx.AsyncClient) -> Ask:
    """A function that posts a query with the right credentials; `raw` replaces the whole text."""

    async def ask(service: str, raw: str | None = None, /, **query: Any) -> httpx.Response:
        text = json.dumps({**ACCESS, **query}) if raw is None else raw
        return await client.post(service, data={"query": text})

    return ask


@pytest.fixture
async def client(app: Starlette) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the shared emulator."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=BASE) as found:
        yield found


@pytest.fixture
async def own(fresh: Starlette) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the test's own emulator."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(fresh), base_url=BASE) as found:
        yield found


@pytest.fixture
def ask(client: httpx.AsyncClient) -> Ask:
    """Ask the shared emulator."""
    return asker(client)


@pytest.fixture
def ask_own(own: httpx.AsyncClient) -> Ask:
    """Ask the test's own emulator."""
    return asker(own)


@pytest.fixture
def world(app: Starlette) -> Any:
    """What the shared emulator holds."""
    return app.state.world


@pytest.fixture
def edge(world: Any) -> Callable[[str], list[int]]:
    """Visible ids of the objects that show an odd case."""

    def ids(name: str) -> list[int]:
        found = [number for number in world.store.ordered if name in world.store.facts[number].edges]
        assert found, f"no object shows {name}"
        return found

    return ids
