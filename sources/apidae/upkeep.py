"""Keeps the mirror up to date: announced exports, then a run of synchronisation, then a look around."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import BinaryIO

from gateway.source import Notice, Opening
from sources.apidae.alerts import Watch
from sources.apidae.client import ApidaeClient
from sources.apidae.exports.applying import Applier, Order
from sources.apidae.exports.hook import Door
from sources.apidae.exports.inbox import Inbox
from sources.apidae.exports.notifications import hosts_of
from sources.apidae.exports.worker import Exports
from sources.apidae.mirror.done import Done, Progress, Unwatched
from sources.apidae.mirror.mirror import Mirror
from sources.apidae.settings import ApidaeSettings

MIRROR = Notice(code="MODE", text="Searches are answered by a mirror in MongoDB (APIDAE_MODE=mirror).")


@dataclass(frozen=True, slots=True)
class Upkeep:
    """What works on one mirror; `door` is None where exports are off."""

    mirror: Mirror
    exports: Exports
    watch: Watch
    door: Door | None

    async def run(
        self, *, complete: bool = False, eager: bool = False, progress: Progress | None = None
    ) -> tuple[list[str], Done]:
        """All that is due: a sentence for each export, and what the run of synchronisation has done."""
        told = await self.exports.run(progress) if self.door else []
        try:
            done = await self.mirror.sync(complete=complete, eager=eager, progress=progress)
        finally:
            await self.watch.look()
        return told, done

    async def apply(self, file: BinaryIO, order: Order, progress: Progress | None = None) -> Done:
        """Apply the zip of an export that is here. `BadExport` when it is not fit for it."""
        done = await self.exports.apply_file(file, order, progress or Unwatched())
        await self.watch.look()
        return done

    def notices(self) -> list[Notice]:
        """The mode, and what somebody should look into."""
        return [MIRROR, *self.watch.alerts]


def upkeep_of(opening: Opening, mirror: Mirror, client: ApidaeClient) -> Upkeep:
    """The upkeep of a deployment's mirror; `client` has the patience of runs. Contacts nothing."""
    settings: ApidaeSettings = opening.settings
    hosts, token = hosts_of(settings.export_hosts), settings.export_token
    secrets = (settings.api_key.get_secret_value(), *([token.get_secret_value()] if token else []))
    room, clock = opening.room, opening.clock
    applier = Applier(room, client, mirror.states, mirror.scribe, clock, settings.asked_locales)
    silence = timedelta(hours=settings.export_silence_hours)
    watch = Watch(room, mirror.states, Inbox(room) if hosts else None, clock, silence)
    exports = Exports(room, opening.upstream, applier, clock, secrets, watch.look)
    door = Door(exports, clock, settings.project_id, hosts, token.get_secret_value() if token else "")
    return Upkeep(mirror, exports, watch, door if hosts else None)
