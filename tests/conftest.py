"""Fixtures for all tests: one mongod, one browser, one filled gateway for the whole run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from gateway.testing.stage import Stage

pytest_plugins = ["gateway.testing.mongo", "gateway.testing.browser", "gateway.testing.stage"]


@pytest.fixture(scope="session")
def live_stage(stage: Stage) -> Iterator[Stage]:
    """The stage once more, its offers asked of Apidae each time instead of a mirror."""
    from gateway.testing.stage import Stage  # earlier than here pytest could not rewrite its asserts

    made = Stage({**stage.environ, "APIDAE_MODE": "live"}, emulators=stage.emulators)
    made.serve()
    yield made
    made.stop()
