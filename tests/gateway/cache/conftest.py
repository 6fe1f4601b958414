"""A cache on a clock that tests move, and the rule that no test leaves a task behind."""

import asyncio

import pytest

from gateway.cache import Ages, FreshCache
from gateway.clock import ManualClock


@pytest.fixture(autouse=True)
async def _nothing_left():
    before = asyncio.all_tasks()
    yield
    await asyncio.sleep(0)
    assert asyncio.all_tasks() - before - {asyncio.current_task()} == set()


@pytest.fixture
def clock():
    return ManualClock()


@pytest.fixture
def cache(clock):
    """Fresh for 60 s, dead after 600 s."""

    def make(**options):
        ages = Ages(
            soft=options.pop("soft", 60.0),
            hard=options.pop("hard", 600.0),
            unknown=options.pop("unknown", 30.0),
            pause=options.pop("pause", 5.0),
        )
        return FreshCache(ages, clock=clock, **options)

    return make
