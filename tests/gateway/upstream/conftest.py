"""A session, clients with small limits, and the rule that no test leaves anything open."""

import asyncio
import random
from pathlib import Path

import pytest

from gateway.clock import ManualClock
from gateway.upstream import Policy, Upstream, open_session


def _descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.fixture(autouse=True)
async def _nothing_left():
    before, descriptors = asyncio.all_tasks(), _descriptors()
    yield
    # another fixture's thread may still be closing its connection to MongoDB
    for _ in range(500):
        left = asyncio.all_tasks() - before - {asyncio.current_task()}
        if not left and _descriptors() <= descriptors:
            break
        await asyncio.sleep(0.01)
    assert left == set()
    assert _descriptors() <= descriptors


@pytest.fixture
async def session(_nothing_left):
    async with open_session() as opened:
        yield opened


@pytest.fixture
def clock():
    return ManualClock(sleeping_advances=True)


@pytest.fixture
def records():
    return []


@pytest.fixture
def upstream(session, clock, records):
    """Makes a client; keywords that name a field of `Policy` change it."""

    def make(base_url: str, **options) -> Upstream:
        policy = {name: options.pop(name) for name in list(options) if name in Policy.__slots__}
        options.setdefault("on_call", records.append)
        return Upstream(
            source="apidae",
            base_url=base_url,
            session=options.pop("session", session),
            policy=Policy(**policy),
            clock=options.pop("clock", clock),
            rng=random.Random(1),
            **options,
        )

    return make
