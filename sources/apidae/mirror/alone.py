"""Writing to the mirror beside runs: alone if that can be had soon, for nobody who asks waits for a run."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress

from gateway.store import Room
from gateway.store.lease import Lease
from sources.apidae.mirror.model import LEASE, STATE
from sources.apidae.mirror.state import StateKeeper

SECONDS = 2.0


@asynccontextmanager
async def briefly_alone(room: Room, states: StateKeeper) -> AsyncIterator[None]:
    """Hold the mirror's lease for a block and settle what it wrote.

    When a run holds the lease for longer the block goes on beside it: what it writes is visible at once
    all the same, and the run settles it with its next batch.
    """
    async with AsyncExitStack() as stack:
        alone = False
        with suppress(TimeoutError):
            async with asyncio.timeout(SECONDS):
                await stack.enter_async_context(Lease(room.collection(STATE), LEASE, room.clock).held())
                alone = True
        yield
        await (states.settle() if alone else states.bump())
