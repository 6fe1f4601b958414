"""Fixtures of the Graph API emulator's tests: one emulator in process, standing still at a known time."""

import pytest_asyncio
from meta_calls import Meta, open_meta


@pytest_asyncio.fixture
async def meta():
    async with open_meta() as opened:
        yield opened


@pytest_asyncio.fixture
async def seeded(meta: Meta):
    """The same emulator, its 600 posts built around forty offers."""
    await meta.seed()
    return meta
