"""Fixtures of the standard tests: `pytest_plugins = ["gateway.testing.standard.plugin"]`."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from gateway.testing.sparing import compose_once
from gateway.testing.standard.ground import Grounds
from gateway.testing.standard.ground import grounds as made_grounds

pytest_plugins = ["gateway.testing.mongo"]


@pytest.fixture(scope="session")
def grounds(mongo_uri: str) -> Iterator[Grounds]:
    """What standard tests stand on: `grounds.of(source).plain.data(query)`."""
    compose_once()
    with made_grounds(mongo_uri) as made:
        yield made
