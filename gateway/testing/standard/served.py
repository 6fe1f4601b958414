"""Gateways of the standard tests: over HTTP on a thread, or opened in the loop without probes and jobs."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import httpx

from gateway.app import Configuration, Gateway, configure
from gateway.execution.documents import Limits
from gateway.execution.runner import Answer, Operation, Runner
from gateway.graph.compose import ComposedSchema
from gateway.graph.request import RequestScope
from gateway.opened import OpenedSources, open_sources
from gateway.store import CommandJournal, Store
from gateway.testing.servers import ServerThread
from gateway.testing.standard.clock import StageClock

WIDE = Limits(characters=60_000, tokens=20_000, depth=30, fields=20_000, aliases=1_000, cost=100_000_000)
"""Standard queries select every field; the gateway's own limits have tests of their own."""

SECONDS = 10.0


@dataclass
class Served:
    """A gateway on a loopback port; `clock` is its clock."""

    url: str
    client: httpx.Client
    clock: StageClock

    def ask(self, query: str) -> httpx.Response:
        """One operation over HTTP."""
        return self.client.post(f"{self.url}/graphql", json={"query": query})

    def answer(self, query: str) -> dict[str, Any]:
        """The JSON of the answer."""
        found: dict[str, Any] = self.ask(query).json()
        return found

    def data(self, query: str) -> Any:
        """The data of an operation that must succeed in full."""
        answer = self.answer(query)
        if "errors" in answer:
            raise AssertionError(answer["errors"])
        return answer["data"]


def configured(environ: Mapping[str, str]) -> Configuration:
    """The configuration for these settings, read once: some of them name folders of content."""
    return _configured(frozenset(environ.items()))


@lru_cache(maxsize=16)
def _configured(environ: frozenset[tuple[str, str]]) -> Configuration:
    return configure(dict(environ))


@contextmanager
def served(environ: Mapping[str, str], clock: StageClock | None = None) -> Iterator[Served]:
    """A gateway with these settings for the time of a block; its caches are empty."""
    clock = clock or StageClock()
    gateway = Gateway(configured(environ), clock=clock, jobs=False)
    gateway.runner = Runner(gateway.schema, WIDE, seconds=SECONDS)
    server = ServerThread(gateway.app).start()
    headers = {"Accept": "application/graphql-response+json"}
    try:
        with httpx.Client(headers=headers, timeout=2 * SECONDS, trust_env=False) as client:
            yield Served(server.url, client, clock)
    finally:
        server.stop()


@dataclass
class Quiet:
    """Opened sources that are asked in this loop: nothing calls an upstream but the test's own queries."""

    opened: OpenedSources
    runner: Runner
    clock: StageClock
    store: Store
    commands: CommandJournal = field(default_factory=CommandJournal)

    async def run(self, query: str) -> Answer:
        """One operation, as any request."""
        return await self.runner.run(Operation(query), RequestScope(self.opened))


@asynccontextmanager
async def quiet(
    environ: Mapping[str, str],
    schema: ComposedSchema,
    *,
    only: Sequence[str] | None = None,
    configuration: Configuration | None = None,
) -> AsyncIterator[Quiet]:
    """Sources opened and closed with the block, all or `only` those named; caches are empty."""
    chosen = configuration or configured(environ)
    sources = [pair for pair in chosen.sources if only is None or pair[0].name in only]
    clock, commands = StageClock(), CommandJournal()
    store = await Store.open(
        chosen.mongo.uri, chosen.mongo.database, driver=chosen.mongo.driver, listeners=[commands]
    )
    try:
        async with open_sources(sources, store=store, clock=clock) as opened:
            yield Quiet(opened, Runner(schema, WIDE, seconds=SECONDS), clock, store, commands)
    finally:
        await store.close()
