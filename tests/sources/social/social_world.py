"""What these tests run against: a served emulator, and tiny owners of offers and scouts."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from social_owner import OWNER, Shelf

from gateway.clock import ManualClock
from gateway.execution.documents import Limits
from gateway.execution.runner import Answer, Operation, Runner
from gateway.graph.compose import compose
from gateway.graph.request import RequestScope
from gateway.opened import OpenedSource, OpenedSources, open_sources
from gateway.source import Card, Context, SourceSettings
from gateway.store import CommandJournal, Store
from sources.social.emulator import create_app, defaults
from sources.social.runtime import Runtime
from sources.social.settings import SocialSettings
from sources.social.source import source as social
from sources.social.sync import sync

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
SCOUTS = defaults.SCOUT_USERNAMES[:3]
CANARIES = (defaults.PAGE_TOKEN, defaults.APP_SECRET)


class Meta:
    """A running emulator and its control."""

    def __init__(self, url: str, http: httpx.Client) -> None:
        self.url = url
        self._http = http

    def control(self, path: str, /, **body: Any) -> Any:
        return self._answer(self._http.post(f"{self.url}/__emu/{path}", json=body))

    def look(self, path: str) -> Any:
        return self._answer(self._http.get(f"{self.url}/__emu/{path}"))

    def delete(self, path: str) -> Any:
        return self._answer(self._http.delete(f"{self.url}/__emu/{path}"))

    def fault(self, mode: str, **more: Any) -> None:
        self.control("faults", mode=mode, **more)

    @property
    def calls(self) -> int:
        return int(self.look("journal")["calls"])

    def _answer(self, response: httpx.Response) -> Any:
        assert response.status_code == 200, response.text
        return response.json()


class Stage:
    """One server for a whole run; every test puts an emulator of its own on it."""

    def __init__(self) -> None:
        self.app: Any = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await self.app(scope, receive, send)

    @contextmanager
    def playing(self, url: str, **options: str) -> Iterator[Meta]:
        """An emulator whose clock stands still at `NOW`."""
        self.app = create_app({"now": NOW.isoformat(), "posts": "150", **options})
        with httpx.Client() as http:
            yield Meta(url, http)


def settings(url: str, **more: Any) -> SocialSettings:
    values = {
        "base_url": url,
        "app_id": defaults.APP_ID,
        "app_secret": defaults.APP_SECRET,
        "page_id": defaults.PAGE_ID,
        "page_token": defaults.PAGE_TOKEN,
        "ig_user_id": defaults.IG_USER_ID,
        "discover": ",".join(SCOUTS),
        **more,
    }
    return SocialSettings.model_validate(values)


def ours(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Log lines of the gateway and its libraries; not those of the emulator's server and its control."""
    others = ("uvicorn", "httpx", "httpcore")
    return [record.getMessage() for record in caplog.records if not record.name.startswith(others)]


def cards(count: int = 15) -> list[Card]:
    """Invented offers with a url, a handle and a hashtag each."""
    return [
        Card(
            key=str(1000 + index),
            name=f"La Bergerie n° {index}",
            links=(f"https://www.partirici.example/offres/{1000 + index}",),
            handles=(f"bergerie.{index}",),
            hashtags=(f"Bergerie{index}",),
            insee="07334",
        )
        for index in range(count)
    ]


def seed(meta: Meta, offered: Sequence[Card], posts: int = 150) -> None:
    """Let the emulator write posts about these offers."""
    rows = [
        {
            "key": card.key,
            "name": card.name,
            "urls": list(card.links),
            "handles": list(card.handles),
            "hashtags": list(card.hashtags),
        }
        for card in offered
    ]
    meta.control("seed", cards=rows, posts=posts)


@dataclass
class World:
    """The social source beside a tiny owner, over a real database and a real emulator."""

    meta: Meta
    opened: OpenedSources
    runner: Runner
    store: Store
    journal: CommandJournal
    clock: ManualClock
    shelf: Shelf

    @property
    def source(self) -> OpenedSource:
        return self.opened.by_name["social"]

    @property
    def runtime(self) -> Runtime:
        runtime: Runtime = self.source.runtime()
        return runtime

    def commands(self) -> dict[tuple[str, str], int]:
        """How many commands were sent since the journal was reset."""
        return {key: counts.started for key, counts in self.journal.snapshot().items()}

    def context(self) -> Context[Runtime]:
        return self.opened.job_context(self.source)

    async def sync(self) -> str:
        """A round, ten minutes after the one before."""
        self.clock.advance(600)
        self.meta.control("clock", advance_seconds=600)
        return await sync(self.context())

    async def documents(self, name: str, **where: Any) -> list[dict[str, Any]]:
        return await self.store.room("social").collection(name).find(where)

    async def run(self, query: str, **variables: Any) -> Answer:
        return await self.runner.run(Operation(query, variables=variables), RequestScope(self.opened))

    async def ask(self, query: str, **variables: Any) -> Any:
        """The data of a query without any error."""
        answer = await self.run(query, **variables)
        assert not answer.faults, answer.faults
        return answer.data


@asynccontextmanager
async def opened_world(
    meta: Meta, uri: str, database: str, driver: str = "motor", **more: Any
) -> AsyncIterator[World]:
    journal, clock = CommandJournal(), ManualClock(NOW, sleeping_advances=True)
    store = await Store.open(uri, database, driver=driver, listeners=[journal], clock=clock)
    configured = [(OWNER, SourceSettings()), (social, settings(meta.url, **more))]
    runner = Runner(compose([social, OWNER]), Limits(tokens=2000, depth=14, aliases=60, cost=100_000))
    try:
        await store.room("social").prepare(social.collections)
        async with open_sources(configured, store=store, clock=clock) as opened:
            shelf = opened.by_name["owner"].runtime()
            yield World(meta, opened, runner, store, journal, clock, shelf)
    finally:
        await store.close()
