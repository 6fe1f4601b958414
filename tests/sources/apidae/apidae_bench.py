"""Helpers of these tests: the emulator's controls, and a way to ask the graph."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import httpx

from gateway.clock import ManualClock
from gateway.graph.compose import ComposedSchema
from gateway.graph.request import RequestScope
from gateway.opened import OpenedSources
from gateway.testing.servers import ServerThread
from sources.apidae.runtime import Runtime

TODAY = "2026-07-01"


@dataclass
class Emu:
    """A running emulator and what is in it."""

    server: ServerThread
    world: Any

    def control(self, path: str, body: Any) -> Any:
        answer = httpx.post(f"{self.server.url}/__emu/{path}", json=body, trust_env=False)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def fault(self, mode: str, **more: Any) -> None:
        self.control("faults", {"mode": mode, **more})

    def calls(self) -> dict[str, int]:
        """Calls by service since the last time this was asked."""
        counts: dict[str, int] = self.world.journal.shape()["counts"]
        self.world.journal.clear()
        return {name.rpartition("/")[2] if "agenda" not in name else name: n for name, n in counts.items()}

    def visible(self) -> list[dict[str, Any]]:
        """All objects that the project may see, whole."""
        return [self.world.store.item(number) for number in self.world.store.ordered]


@dataclass
class Answer:
    """What came of an operation, and the request it was."""

    data: Any
    errors: Sequence[Any]
    scope: RequestScope

    @property
    def codes(self) -> list[str]:
        return [error.original_error.code for error in self.errors]


@dataclass
class Bench:
    """The opened source."""

    opened: OpenedSources
    schema: ComposedSchema
    clock: ManualClock
    emulator: Emu

    @property
    def runtime(self) -> Runtime:
        runtime: Runtime = self.opened.by_name["apidae"].runtime()
        return runtime

    def scope(self, *locales: str) -> RequestScope:
        return RequestScope(self.opened, locales)

    async def ask(self, query: str, *, locales: Sequence[str] = (), **variables: Any) -> Answer:
        scope = self.scope(*locales)
        result = await self.schema.execute(query, variable_values=variables, context_value=scope)
        return Answer(result.data, result.errors or (), scope)

    async def data(self, query: str, **variables: Any) -> Any:
        """The data of an operation that must succeed."""
        answer = await self.ask(query, **variables)
        assert not answer.errors, answer.errors
        return answer.data
