"""The client every source uses to call its service: deadline, places, repetition and record of each call."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Coroutine, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypedDict, Unpack

import aiohttp
import orjson

from gateway.clock import Clock, SystemClock
from gateway.errors import SourceError, SourceTimeout
from gateway.observe.tracing import current_trace
from gateway.places import Places
from gateway.upstream.answer import Answer
from gateway.upstream.guard import Guard
from gateway.upstream.policy import Policy
from gateway.upstream.reactions import Classify, Reaction
from gateway.upstream.request import JSON, Request
from gateway.upstream.session import Late
from gateway.upstream.transport import Transport
from gateway.upstream.watch import CallRecord, OnCall, UpstreamState

Call = Coroutine[Any, Any, Answer]
"""A call that begins when it is awaited; its time runs already."""


class Options(TypedDict, total=False):
    """What may accompany any call; the meaning is that of `Request`."""

    headers: Mapping[str, str] | None
    idempotent: bool
    operation: str | None


@dataclass(slots=True)
class _Trip:
    """One call on its way: its deadline on the loop's clock, and how many requests were sent for it."""

    deadline: float
    attempts: int = 0


class Upstream:
    """One service of one source behind a base url, called with one set of credentials.

    Every method returns an `Answer` or raises a `SourceError`, within `policy.total` seconds of real
    time. `secrets` are shown in no text. `reactions` adds to or replaces rows of the table of statuses;
    `classify` reads errors that the service reports in words of its own. `headers` go with every call.
    Two credentials that the service limits apart are two upstreams.
    """

    def __init__(
        self,
        *,
        source: str,
        base_url: str,
        session: aiohttp.ClientSession,
        policy: Policy | None = None,
        clock: Clock | None = None,
        rng: random.Random | None = None,
        secrets: Iterable[str] = (),
        reactions: Mapping[int, Reaction] | None = None,
        classify: Classify | None = None,
        headers: Mapping[str, str] | None = None,
        on_call: OnCall | None = None,
    ) -> None:
        """Contacts nothing. The session belongs to whoever opened it."""
        self.source = source
        self.policy = policy or Policy()
        self._clock = clock or SystemClock()
        self._rng = rng or random.Random()
        self._on_call = on_call
        self._loop: asyncio.AbstractEventLoop | None = None
        self._places = Places(self.policy.concurrency)
        self._guard = Guard(source, self.policy, self._clock)
        self._transport = Transport(
            source=source,
            base_url=base_url,
            session=session,
            policy=self.policy,
            clock=self._clock,
            secrets=secrets,
            reactions=reactions,
            classify=classify,
            headers=headers,
        )

    def get(self, path: str, params: Mapping[str, str | int] | None = None, **options: Any) -> Call:
        """Read `path` below the base url; `params` become the query. Options as in `Request`."""
        return self.call(Request(method="GET", path=path, params=params, **options))

    def post_form(self, path: str, form: Mapping[str, str], **options: Unpack[Options]) -> Call:
        """Post url-encoded fields. Most posts here are reads: pass `idempotent=False` for one that is not."""
        return self.call(Request(method="POST", path=path, data=form, **options))

    def post_json(self, path: str, payload: Any, **options: Unpack[Options]) -> Call:
        """Post a JSON document; as with forms, say when repeating it would do harm."""
        more = options.get("headers")
        options["headers"] = {**JSON, **more} if more else JSON
        return self.call(Request(method="POST", path=path, data=orjson.dumps(payload), **options))

    def state(self) -> UpstreamState:
        """OK, or DOWN since when and why: the breaker opened, or our credentials are refused."""
        return self._guard.watch.state

    @property
    def in_flight(self) -> int:
        """How many requests are under way at this moment."""
        return self._places.taken

    def call(self, request: Request) -> Call:
        """Send a request under all rules; see the class."""
        if self._loop is None:
            self._loop = asyncio.get_running_loop()  # asked once: each time is a call to the system
        trip = _Trip(self._loop.time() + self.policy.total)
        if self._on_call is None and current_trace() is None:
            return self._until_done(request, trip)
        return self._recorded(request, trip)

    async def _recorded(self, request: Request, trip: _Trip) -> Answer:
        started = self._clock.monotonic()
        outcome = "ERROR"
        try:
            answer = await self._until_done(request, trip)
            outcome = "OK"
        except SourceError as error:
            outcome = error.code
            raise
        except asyncio.CancelledError:
            outcome = "CANCELLED"
            raise
        finally:
            self._record(request, self._clock.monotonic() - started, outcome, trip.attempts)
        return answer

    async def _until_done(self, request: Request, trip: _Trip) -> Answer:
        self._guard.called()
        while True:
            if not self._places.take():
                await self._place(request, trip)
            try:
                return await self._attempt(request, trip)
            except SourceError as error:
                tried_enough = not request.idempotent or trip.attempts > self.policy.retries
                if tried_enough or not self._guard.may_repeat(error):
                    raise
                failed = error
            finally:
                self._places.give()
            if not await self._rested(trip):
                raise failed

    async def _attempt(self, request: Request, trip: _Trip) -> Answer:
        guard = self._guard
        permit = guard.enter()
        trip.attempts += 1
        try:
            answer = await self._transport.send(request, trip.deadline)
        except (SourceError, Late) as fault:
            error = fault if isinstance(fault, SourceError) else self._late(request, "no complete answer")
            guard.failed(permit, error)
            raise error from None
        except BaseException:
            guard.abandoned(permit)
            raise
        guard.worked(permit)
        return answer

    async def _place(self, request: Request, trip: _Trip) -> None:
        self._guard.check()  # who cannot be served must not queue
        try:
            async with asyncio.timeout_at(trip.deadline):
                await self._places.wait()
        except TimeoutError:
            raise self._late(request, "no free place") from None

    async def _rested(self, trip: _Trip) -> bool:
        """Wait a little before the repetition; False when that would use up the time."""
        delay = self.policy.retry_delay * (0.5 + self._rng.random())
        if asyncio.get_running_loop().time() + delay >= trip.deadline:
            return False
        try:
            async with asyncio.timeout_at(trip.deadline):
                await self._clock.sleep(delay)
        except TimeoutError:
            return False
        return True

    def _late(self, request: Request, what: str) -> SourceTimeout:
        detail = f"{what} within {self.policy.total:g} s from {self._transport.place(request)}"
        return SourceTimeout(source=self.source, detail=detail)

    def _record(self, request: Request, seconds: float, outcome: str, attempts: int) -> None:
        if (trace := current_trace()) is not None:
            trace.source(self.source).upstream += attempts
        if self._on_call is not None:
            operation = request.operation or request.path
            self._on_call(CallRecord(self.source, operation, seconds, outcome, attempts))
