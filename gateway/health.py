"""Which source works: told by failures at once and by a probe until it is back, logged once each way."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

import strawberry

from gateway.clock import Clock
from gateway.errors import SourceError

logger = logging.getLogger("gateway.health")

PROBE_EVERY_WHEN_UP = 15.0
PROBE_EVERY_WHEN_DOWN = 1.0


@strawberry.enum(name="SourceState", description="How a source is doing.")
class State(Enum):
    """How a source is doing."""

    OK = strawberry.enum_value("OK", description="It answers.")
    DOWN = strawberry.enum_value("DOWN", description="It does not answer; its fields are null or stale.")
    DISABLED = strawberry.enum_value("DISABLED", description="This deployment runs without it.")


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """State of one source since a moment (UTC), with the code of the failure while it is down."""

    source: str
    state: State
    since: datetime
    code: str | None = None


Probe = Callable[[], Awaitable[None]]


class HealthBoard:
    """States of all sources. Failures of requests mark a source down; only its probe marks it up again."""

    def __init__(self, clock: Clock, probes: Mapping[str, Probe], disabled: frozenset[str]) -> None:
        """`probes` ask each enabled source the cheapest real question."""
        self._clock = clock
        self._probes = dict(probes)
        now = clock.now()
        self._states = {name: SourceHealth(name, State.OK, now) for name in probes}
        self._states |= {name: SourceHealth(name, State.DISABLED, now) for name in disabled}
        self._wake = asyncio.Event()

    def of(self, source: str) -> SourceHealth:
        """The state of one source."""
        return self._states[source]

    def all(self) -> list[SourceHealth]:
        """The states of all sources, by name."""
        return [self._states[name] for name in sorted(self._states)]

    def failed(self, error: SourceError) -> None:
        """Note a failure; the first one in a row is logged."""
        known = self._states.get(error.source or "")
        if known is None or known.state is not State.OK or not error.means_down:
            return
        self._states[known.source] = SourceHealth(known.source, State.DOWN, self._clock.now(), error.code)
        logger.info("source %s is down: %s", known.source, error.code)
        self._wake.set()

    def worked(self, source: str) -> None:
        """Note that a probe succeeded; the return of a source is logged with the time it was away."""
        known = self._states[source]
        if known.state is State.DOWN:
            now = self._clock.now()
            logger.info("source %s is back after %.0f s", source, (now - known.since).total_seconds())
            self._states[source] = replace(known, state=State.OK, since=now, code=None)

    async def probe_all(self) -> None:
        """Ask every enabled source once, all at the same time."""
        await asyncio.gather(*(self._probe(name) for name in self._probes))

    async def watch(self) -> None:
        """Probe for ever: often while something is down, seldom otherwise."""
        while True:
            await self.probe_all()
            down = any(state.state is State.DOWN for state in self._states.values())
            self._wake.clear()
            if down:
                await self._clock.sleep(PROBE_EVERY_WHEN_DOWN)
            else:
                await self._nap(PROBE_EVERY_WHEN_UP)

    async def _nap(self, seconds: float) -> None:
        sleeping = asyncio.ensure_future(self._clock.sleep(seconds))
        woken = asyncio.ensure_future(self._wake.wait())
        try:
            await asyncio.wait({sleeping, woken}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            sleeping.cancel()
            woken.cancel()
            await asyncio.gather(sleeping, woken, return_exceptions=True)

    async def _probe(self, name: str) -> None:
        try:
            await self._probes[name]()
        except SourceError as error:
            error.source = error.source or name
            self.failed(error)
        except Exception:
            # a fault in one source's check must not end the watch over the others
            logger.exception("the health check of %s failed", name)
        else:
            self.worked(name)
