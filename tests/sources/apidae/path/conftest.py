"""The shared product with people on it; whatever they did is undone."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from path_people import Ground, forget, ground_of

from gateway.testing.stage import Stage


@pytest.fixture(scope="module")
def ground(stage: Stage) -> Iterator[Ground]:
    """Offers of the stage and people who answer for them."""
    made = ground_of(stage)
    yield made
    asyncio.run(forget(stage, [one.number for one in made.taken]))
