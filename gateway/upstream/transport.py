"""Sends one request once: an `Answer` with a good status, or a typed error without secrets."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping

import aiohttp
from yarl import URL

from gateway.clock import Clock
from gateway.errors import SourceError, SourceInvalid, SourceRateLimited, SourceUnavailable
from gateway.upstream.answer import Answer
from gateway.upstream.lines import Lines, lines_of
from gateway.upstream.pacing import clamp, retry_after
from gateway.upstream.policy import Policy
from gateway.upstream.reactions import (
    CAUGHT,
    STATUSES,
    Classify,
    Reaction,
    error_for,
    innermost,
    reaction_to_fault,
    reaction_to_status,
)
from gateway.upstream.redaction import place_of, redact
from gateway.upstream.request import Request, url_of
from gateway.upstream.session import (
    ERROR_BYTES,
    Late,
    copy_bounded,
    read_beginning,
    read_bounded,
    send_once,
)

MOST_PLACES = 1_000
"""Paths whose place is remembered."""


class Transport:
    """The way to one base url: follows no redirect, reads no more than allowed, names every failure."""

    def __init__(
        self,
        *,
        source: str,
        base_url: str,
        session: aiohttp.ClientSession,
        policy: Policy,
        clock: Clock,
        secrets: Iterable[str] = (),
        reactions: Mapping[int, Reaction] | None = None,
        classify: Classify | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """See `Upstream`."""
        self._source = source
        self._base = URL(base_url)
        self._session = session
        self._policy = policy
        self._clock = clock
        self._secrets = tuple(secrets)
        self._statuses = {**STATUSES, **(reactions or {})}
        self._classify = classify
        self._headers = {
            "User-Agent": policy.user_agent,
            "Accept-Encoding": "gzip, deflate",
            **(headers or {}),
        }
        self._places: dict[str, str] = {}
        self._lines: Lines | None = lines_of(session, self._base, policy, self._headers)
        self._timeout = aiohttp.ClientTimeout(total=None, sock_connect=policy.connect)

    def place(self, request: Request) -> str:
        """Host and path of a request, fit for a log."""
        place = self._places.get(request.path)
        if place is None:
            if len(self._places) >= MOST_PLACES:
                self._places.clear()
            place = redact(place_of(str(url_of(self._base, request.path))), self._secrets)
            self._places[request.path] = place
        return place

    async def send(self, request: Request, deadline: float) -> Answer:
        """The answer, or a `SourceError`; `Late` at the deadline, which is on the loop's clock."""
        try:
            if self._lines is not None and request.into is None:
                lines = self._lines
                written = lines.written(request)
                line = lines.rested() or await lines.new(deadline)
                try:
                    got = await lines.ask(line, written, deadline)
                finally:
                    lines.ended(line)
                answer = Answer(got.status, got.headers, got.body, self._source, self.place(request))
            else:
                answer = await self._through_session(request, deadline)
        except CAUGHT as fault:
            # the library's own text may hold the url with its query: only the kind of fault is kept
            kind = type(innermost(fault))
            detail = f"{kind.__name__} from {self.place(request)}"
            raise error_for(reaction_to_fault(kind), source=self._source, detail=detail) from None
        except SourceInvalid as error:
            error.source, error.detail = self._source, f"{error.detail} from {self.place(request)}"
            raise
        if (failure := self._verdict(answer)) is not None:
            raise failure
        return answer

    async def _through_session(self, request: Request, deadline: float) -> Answer:
        limit = asyncio.timeout_at(deadline)
        try:
            async with limit:
                return await self._exchange(request)
        except TimeoutError:
            if limit.expired():
                raise Late from None
            raise

    async def _exchange(self, request: Request) -> Answer:
        async with self._session.request(
            request.method,
            url_of(self._base, request.path),
            params=request.params,
            data=request.data,
            headers={**self._headers, **request.headers} if request.headers else self._headers,
            allow_redirects=False,
            timeout=self._timeout,
            middlewares=(send_once,),
        ) as response:
            body = await self._read(request, response)
        return Answer(response.status, response.headers, body, self._source, self.place(request))

    async def _read(self, request: Request, response: aiohttp.ClientResponse) -> bytes:
        # what is left unread here makes aiohttp close the socket instead of keeping it for the next call
        if 200 <= response.status < 300 and request.into:
            await copy_bounded(response, request.into, self._policy.max_bytes)
            return b""
        if 200 <= response.status < 300:
            return await read_bounded(response, self._policy.max_bytes)
        return await read_beginning(response, ERROR_BYTES)

    def _verdict(self, answer: Answer) -> SourceError | None:
        found = None if answer.ok else self._classified(answer)
        if found is None:
            found = reaction_to_status(answer.status, self._statuses)
        if found is Reaction.ACCEPT:
            return None
        detail = f"status {answer.status} from {answer.place}"
        if isinstance(found, Reaction):
            found = error_for(found, source=self._source, detail=detail)
        else:
            found.source = found.source or self._source
            found.detail = redact(f"{detail}: {found.detail or found.code}", self._secrets)
        return self._paced(found, answer)

    def _classified(self, answer: Answer) -> SourceError | Reaction | None:
        if self._classify is None:
            return None
        try:
            return self._classify(answer)
        except SourceInvalid:
            return None  # an explanation that is not JSON explains nothing; the status decides

    def _paced(self, error: SourceError, answer: Answer) -> SourceError:
        longest = self._policy.longest_pause
        if isinstance(error, SourceRateLimited | SourceUnavailable):
            if error.retry_after is None:
                error.retry_after = retry_after(answer.headers, self._clock.now(), longest)
            if error.retry_after is None and isinstance(error, SourceRateLimited):
                error.retry_after = self._policy.pause
        if error.retry_after is not None:
            error.retry_after = clamp(error.retry_after, longest)
        return error
