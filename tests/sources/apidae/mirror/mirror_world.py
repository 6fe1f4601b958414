"""Helpers of the mirror's tests: the opened source with its database."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Any

from apidae_bench import Bench, Emu

from gateway.clock import ManualClock
from gateway.graph.compose import ComposedSchema
from gateway.opened import open_sources
from gateway.settings import read_source_settings
from gateway.store import Collection, CommandJournal, Store
from sources.apidae.catalogue import Catalogue, OfferPage, OfferQuery
from sources.apidae.mirror.catalogue import MirrorCatalogue
from sources.apidae.mirror.mirror import Mirror
from sources.apidae.source import emulator_environment, source


@dataclass
class World(Bench):
    """The opened source in the mode `mirror`, its store, and the commands that it sent."""

    store: Store
    commands: CommandJournal

    @property
    def catalogue(self) -> MirrorCatalogue:
        """That of the mirror alone."""
        return self.mirror.catalogue

    @property
    def mirror(self) -> Mirror:
        found = self.runtime.mirror
        assert found
        return found

    @property
    def objects(self) -> Collection:
        return self.store.room("apidae").collection("objects")

    @property
    def rejected(self) -> Collection:
        return self.store.room("apidae").collection("rejected")

    async def sync(self, *, complete: bool = False) -> str:
        """A run, two minutes after whatever was before."""
        self.clock.advance(120)
        return (await self.mirror.sync(complete=complete)).sentence()

    async def public(self) -> list[int]:
        """Ids that the database holds as public."""
        return [one["_id"] for one in await self.objects.find({"public": True}, sort=(("_id", 1),))]


class Follower:
    """Keeps a copy by the feed alone."""

    def __init__(self, world: World, like: Follower | None = None) -> None:
        self.world = world
        self.since: str | None = like.since if like else None
        self.kept: dict[int, int] = dict(like.kept) if like else {}

    async def follow(self, first: int = 100) -> list[tuple[int, bool]]:
        """Read to the end; the entries as (number, gone)."""
        told: list[tuple[int, bool]] = []
        while True:
            page = await self.world.mirror.feed.page(self.since, first)
            assert len(page.entries) <= first
            for entry, _ in page.entries:
                told.append((entry.number, entry.gone))
                if entry.gone:
                    self.kept.pop(entry.number, None)
                else:
                    self.kept[entry.number] = entry.seq
            self.since = page.end
            if not page.more:
                return told


@asynccontextmanager
async def opened_world(
    uri: str, database: str, emulator: Emu, schema: ComposedSchema, *, driver: str = "motor", **options: str
) -> AsyncIterator[World]:
    """The source over a database, its collections prepared."""
    environ = {**emulator_environment(emulator.server.url), "APIDAE_MODE": "mirror", **options}
    read = read_source_settings(source, environ, disabled=False)
    commands = CommandJournal()
    store = await Store.open(uri, database, driver=driver, listeners=[commands], total_ms=10_000)
    clock = ManualClock(sleeping_advances=True)
    try:
        await store.room("apidae").prepare(source.collections)
        async with open_sources([(source, read)], store=store, clock=clock) as opened:
            yield World(opened, schema, clock, emulator, store, commands)
    finally:
        await store.close()


def ids_of(page: OfferPage) -> list[int]:
    return [one.offer.apidae_id for one in page.listed]


async def walk(catalogue: Catalogue, query: OfferQuery, first: int) -> list[int]:
    """All ids of a list, page by page."""
    found: list[int] = []
    after: str | None = None
    while True:
        page = await catalogue.search(query, first, after)
        found += ids_of(page)
        after = page.end
        if not page.has_next:
            return found


def run_alone(work: Coroutine[Any, Any, None]) -> None:
    """Run something in a loop of its own, for fixtures that outlive the loop of a test."""
    asyncio.run(work)


OpenWorld = Callable[..., AbstractAsyncContextManager[World]]
