"""The two collections of objects: one is shown, in the other an export is made ready to take its place."""

from __future__ import annotations

from contextvars import ContextVar

from gateway.store import Collection, Room
from sources.apidae.mirror.model import SLOTS


class Slots:
    """Which of the two is shown. The state tells it, and whoever reads the state works with that one.

    A call reads the state first, so all that it reads afterwards comes from one catalogue, even if the two
    change places meanwhile.
    """

    def __init__(self, room: Room) -> None:
        """Contacts nothing."""
        self._collections = {name: room.collection(name) for name in SLOTS}
        self._seen = SLOTS[0]

    def choose(self, name: str) -> None:
        """From now on the task that calls this works with this one; others without a choice as well."""
        self._seen = name
        _chosen.set((self, name))

    @property
    def shown(self) -> str:
        """The name of the collection that is shown."""
        chosen = _chosen.get()
        return chosen[1] if chosen and chosen[0] is self else self._seen

    @property
    def other(self) -> str:
        """The name of the one that is not."""
        return SLOTS[1 - SLOTS.index(self.shown)]

    @property
    def objects(self) -> Collection:
        """The collection that is shown."""
        return self._collections[self.shown]

    def named(self, name: str) -> Collection:
        """One of the two."""
        return self._collections[name]


_chosen: ContextVar[tuple[Slots, str] | None] = ContextVar("slot", default=None)
