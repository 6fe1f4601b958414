"""Waits for what happens in another task."""

import asyncio

from gateway.clock import ManualClock


async def asleep(clock: ManualClock) -> None:
    """Return once somebody sleeps by this clock; until then real calls to the database are under way."""
    while not clock.sleepers:  # noqa: ASYNC110  # the clock has no event for it
        await asyncio.sleep(0.005)
