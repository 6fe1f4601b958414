"""The connections to one upstream: kept alive while they are used, and how a request is written on them.

A call through aiohttp takes some seventy microseconds of the processor before a byte is read, on its own
kind of requests, timers and headers; on these lines it takes about ten. What they do not do (bodies
into files, proxies, credentials in the url) goes through aiohttp.
"""

from __future__ import annotations

import asyncio
import math
import re
import ssl
from collections import deque
from collections.abc import Hashable, Mapping
from types import MappingProxyType
from urllib.parse import urlencode

import aiohttp
from yarl import URL

from gateway.upstream.line import Line, Received
from gateway.upstream.policy import Policy
from gateway.upstream.request import JSON, Request, url_of
from gateway.upstream.session import Connector, Late

NOTHING: Mapping[str, str] = MappingProxyType({})
AS_FORM: Mapping[str, str] = MappingProxyType({"Content-Type": "application/x-www-form-urlencoded"})
AS_BYTES: Mapping[str, str] = MappingProxyType({"Content-Type": "application/octet-stream"})
MOST_HEADS = 100
MOST_TARGETS, MOST_TARGET_BYTES = 500, 2_000
NEVER = re.compile(r"[\r\n\0]")
NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")


class Lines:
    """The lines to one base url. `close` ends those that rest; one in use ends with its call."""

    def __init__(self, base: URL, policy: Policy, headers: Mapping[str, str], keepalive: float) -> None:
        """`headers` go with every request."""
        self._base = base
        self._host, self._port = base.raw_host or "", base.port or 0
        self._policy = policy
        self._keepalive = keepalive
        self._headers = {"Host": base.host_port_subcomponent or "", "Accept": "*/*", **headers}
        self._usual = _lines_of_head(self._headers)
        self._json = self._usual_with(JSON)
        self._targets: dict[Hashable, bytes] = {}
        self._heads: dict[tuple[tuple[str, str], ...], bytes] = {}
        self._tls = ssl.create_default_context() if base.scheme == "https" else None
        self._resting: deque[Line] = deque()
        self._sweep: asyncio.TimerHandle | None = None
        self._busy: set[Line] = set()
        self._alarm: asyncio.TimerHandle | None = None
        self._alarm_at = math.inf

    def ask(self, line: Line, written: bytes, deadline: float) -> asyncio.Future[Received]:
        """Send a request on a line that rested or is new; `Late` at the deadline, on the loop's clock.

        Whoever waits calls `ended` whatever happens.
        """
        answer = line.ask(written)
        line.deadline = deadline
        self._busy.add(line)
        if deadline < self._alarm_at:
            self._set_alarm(deadline)
        return answer

    def ended(self, line: Line) -> None:
        """The answer is there, or nobody waits for it any longer."""
        self._busy.discard(line)
        if line.free:
            self._rest(line)
        else:
            line.close()

    def close(self) -> None:
        """Nothing stays open."""
        while self._resting:
            self._resting.pop().close()
        for timer in (self._sweep, self._alarm):
            if timer is not None:
                timer.cancel()
        self._sweep = self._alarm = None
        self._alarm_at = math.inf

    @property
    def resting(self) -> int:
        """How many connections wait for their next request."""
        return len(self._resting)

    def rested(self) -> Line | None:
        """A connection that waits for its next request."""
        while self._resting:
            line = self._resting.pop()
            if line.free:
                return line
        return None

    def _rest(self, line: Line) -> None:
        line.rested_at = line.loop.time()
        self._resting.append(line)
        if self._sweep is None:
            self._sweep = line.loop.call_later(self._keepalive, self._tidy)

    def _tidy(self) -> None:
        """Close what rested too long; the oldest are to the left."""
        loop, self._sweep = asyncio.get_running_loop(), None
        since = loop.time() - self._keepalive
        while self._resting and (self._resting[0].rested_at <= since or not self._resting[0].free):
            self._resting.popleft().close()
        if self._resting:
            left = self._resting[0].rested_at - since
            self._sweep = loop.call_later(max(left, 0.1), self._tidy)

    def _set_alarm(self, at: float) -> None:
        """One timer for all that are busy: a timer for each call would cost more than all the rest here."""
        if self._alarm is not None:
            self._alarm.cancel()
        self._alarm = asyncio.get_running_loop().call_at(at, self._ring)
        self._alarm_at = at

    def _ring(self) -> None:
        """The earliest deadline may be over, or its call has ended long ago."""
        self._alarm, self._alarm_at = None, math.inf
        now = asyncio.get_running_loop().time()
        for line in [one for one in self._busy if one.deadline <= now]:
            self._busy.discard(line)
            line.late()
        if self._busy:
            self._set_alarm(min(line.deadline for line in self._busy))

    async def new(self, deadline: float) -> Line:
        """A connection that was not there before; `Late` at the deadline."""
        loop = asyncio.get_running_loop()
        left = deadline - loop.time()
        try:
            async with asyncio.timeout(min(left, self._policy.connect)):
                _, line = await loop.create_connection(
                    lambda: Line(self._policy.max_bytes, loop), self._host, self._port, ssl=self._tls
                )
        except TimeoutError:
            if left <= self._policy.connect:
                raise Late from None
            raise
        return line

    def written(self, request: Request) -> bytes:
        """A request as it goes over a line; `ValueError` for a header that would end itself."""
        given, body, more = request.data, b"", NOTHING
        if isinstance(given, bytes):
            body, more = given, AS_BYTES
        elif given is not None:
            body, more = urlencode(given).encode(), AS_FORM
        headers, head = request.headers, self._usual
        if headers is JSON:
            head = self._json
        elif more or headers:
            head = self._head_of(tuple({**more, **(headers or NOTHING)}.items()))
        length = b"" if request.method == "GET" and not body else b"Content-Length: %d\r\n" % len(body)
        return b"%s %s HTTP/1.1\r\n%s%s\r\n%s" % (
            request.method.encode(),
            self._target(request.path, request.params),
            head,
            length,
            body,
        )

    def _target(self, path: str, params: Mapping[str, str | int] | None) -> bytes:
        """Path and query; worked out once for those that come again."""
        key = (path, *params.items()) if params else path
        target = self._targets.get(key)
        if target is None:
            if len(self._targets) >= MOST_TARGETS:
                self._targets.clear()
            url = url_of(self._base, path)
            target = (url.extend_query(params) if params else url).raw_path_qs.encode()
            if len(target) <= MOST_TARGET_BYTES:
                self._targets[key] = target
        return target

    def _head_of(self, more: tuple[tuple[str, str], ...]) -> bytes:
        head = self._heads.get(more)
        if head is None:
            if len(self._heads) >= MOST_HEADS:
                self._heads.clear()
            head = self._heads[more] = self._usual_with(dict(more))
        return head

    def _usual_with(self, more: Mapping[str, str]) -> bytes:
        names = {name.lower() for name in more}
        if any(name.lower() in names for name in self._headers):
            kept = {name: value for name, value in self._headers.items() if name.lower() not in names}
            return _lines_of_head({**kept, **more})
        return self._usual + _lines_of_head(more)


def lines_of(
    session: aiohttp.ClientSession, base: URL, policy: Policy, headers: Mapping[str, str]
) -> Lines | None:
    """Lines that end with a session of `open_session`; None for any other, or a base that needs aiohttp."""
    connector = session.connector
    plain = base.scheme in {"http", "https"} and base.raw_host and not (base.raw_user or base.raw_password)
    if not isinstance(connector, Connector) or not plain:
        return None
    lines = Lines(base, policy, headers, connector.keepalive)
    connector.at_close(lines.close)
    return lines


def _lines_of_head(headers: Mapping[str, str]) -> bytes:
    for name, value in headers.items():
        if not NAME.fullmatch(name) or NEVER.search(value):
            raise ValueError("a header holds what would end it")
    return "".join(f"{name}: {value}\r\n" for name, value in headers.items()).encode()
