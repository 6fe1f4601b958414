"""Changes beside the runs: when nobody is in the middle of one, the change feed tells them at once."""

from __future__ import annotations

from gateway.store import Room
from gateway.store.lease import Lease
from sources.apidae.mirror.gone import Tombstones
from sources.apidae.mirror.model import LEASE, STATE
from sources.apidae.mirror.state import StateKeeper


async def settle_between_runs(room: Room, states: StateKeeper) -> None:
    """Announce what was just written; a run that is under way does it for us when it ends."""
    async with Lease(room.collection(STATE), LEASE, room.clock).if_free() as free:
        if free:
            await Tombstones(room, states.slots).take_back((await states.read()).settled)
            await states.settle()
        else:
            await states.bump()
