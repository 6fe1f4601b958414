"""The real source against the real emulator over loopback HTTP, with a clock that the test moves."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from apidae_bench import TODAY, AwayRoom, Bench, Emu

from gateway.clock import ManualClock
from gateway.graph.compose import ComposedSchema, compose
from gateway.opened import open_sources
from gateway.settings import read_source_settings
from gateway.testing.servers import ServerThread
from sources.apidae.emulator import create_app
from sources.apidae.emulator.control.faults import Fault
from sources.apidae.emulator.places import DEFAULT_COMMUNES
from sources.apidae.source import emulator_environment, source

REFERENCE = Path(__file__).parents[4] / "shared" / "reference" / "apidae"

OpenBench = Callable[..., AbstractAsyncContextManager[Bench]]


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of recorded objects, which is not part of the project."""
    if not (REFERENCE / "samples").is_dir():
        pytest.skip("reference data not at hand")
    return REFERENCE / "samples"


def serve(**options: str) -> Iterator[Emu]:
    if not DEFAULT_COMMUNES.exists():
        pytest.skip("communes not installed, run make setup")
    app = create_app({"today": TODAY, **options})
    server = ServerThread(lambda: app).start()
    try:
        yield Emu(server, app.state.world)
    finally:
        server.stop()


@pytest.fixture(scope="session")
def whole() -> Iterator[Emu]:
    """A thousand objects that nobody may change."""
    yield from serve(size="1000", seed="source-tests")


@pytest.fixture(scope="session")
def small_server() -> Iterator[tuple[Emu, dict[int, Any], dict[int, Any]]]:
    for emulator in serve(size="120", seed="small"):
        emulator.verdicts()
        store = emulator.world.store
        yield emulator, dict(store.facts), {number: store.item(number) for number in store.facts}


@pytest.fixture
def small(small_server: tuple[Emu, dict[int, Any], dict[int, Any]]) -> Iterator[Emu]:
    """A small catalogue that a test may change: faults, switches and objects are put back."""
    emulator, facts, kept = small_server
    store = emulator.world.store
    yield emulator
    emulator.world.faults.add(Fault("ok", None, None, None))
    emulator.world.switches.labels = "as_is"
    for number in set(store.facts) - set(facts):
        store.drop(number)
    for number, before in facts.items():
        if store.facts.get(number) is not before:
            store.put(kept[number], before.selections)
            facts[number] = store.facts[number]


@pytest.fixture(scope="session")
def schema() -> ComposedSchema:
    return compose([source])


@pytest.fixture
def open_bench(schema: ComposedSchema) -> OpenBench:
    """Opens the source in the mode `live`: fresh caches each time; settings may be overridden."""

    @asynccontextmanager
    async def opening(emulator: Emu, **settings: str) -> AsyncIterator[Bench]:
        environ = {**emulator_environment(emulator.server.url), "APIDAE_MODE": "live", **settings}
        read = read_source_settings(source, environ, disabled=False)
        store: Any = SimpleNamespace(room=lambda _: AwayRoom())
        clock = ManualClock(sleeping_advances=True)
        async with open_sources([(source, read)], store=store, clock=clock) as opened:
            yield Bench(opened, schema, clock, emulator)

    return opening


@pytest.fixture
async def bench(whole: Emu, open_bench: OpenBench) -> AsyncIterator[Bench]:
    """The source over the thousand objects."""
    async with open_bench(whole) as made:
        yield made


@pytest.fixture
async def own(small: Emu, open_bench: OpenBench) -> AsyncIterator[Bench]:
    """The source over the small catalogue."""
    async with open_bench(small) as made:
        yield made
