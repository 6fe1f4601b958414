"""Helpers of these tests: the emulator's controls, and a way to ask the graph."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx

from gateway.clock import ManualClock
from gateway.errors import SourceUnavailable
from gateway.graph.compose import ComposedSchema
from gateway.graph.request import RequestScope
from gateway.opened import OpenedSources
from gateway.testing.servers import ServerThread
from sources.apidae.policy import Eligibility, Verdict
from sources.apidae.runtime import Runtime
from sources.apidae.source import emulator_environment
from sources.apidae.tables.levels import LevelTable, read_distinctions

TODAY = "2026-07-01"


@dataclass
class Emu:
    """A running emulator and what is in it."""

    server: ServerThread
    world: Any
    _judged: list[Verdict] = field(default_factory=list)

    def verdicts(self) -> list[Verdict]:
        """The policy's verdicts on all visible objects, with the ids that the emulator invents."""
        if not self._judged:
            text = emulator_environment("http://127.0.0.1")["APIDAE_DISTINCTION_LEVELS"]
            rules = Eligibility(LevelTable(read_distinctions(text)))
            self._judged = [rules.verdict(item) for item in self.visible()]
        return self._judged

    def public(self) -> list[int]:
        """Ids of the objects that are public, in order; counted once, before anything is changed."""
        numbers = self.world.store.ordered
        return [number for number, one in zip(numbers, self.verdicts(), strict=True) if one.is_public]

    def hidden(self) -> list[int]:
        """Ids of the visible objects that are not public."""
        return sorted(set(self.world.store.ordered) - set(self.public()))

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


class AwayRoom:
    """The room of a database that does not answer: what asks Apidae itself can do without."""

    def collection(self, _: str) -> AwayRoom:
        return self

    async def find_one(self, _: Any, **__: Any) -> None:
        raise SourceUnavailable(detail="there is no database here")

    async def scan(self, _: Any, **__: Any) -> AsyncIterator[Any]:
        raise SourceUnavailable(detail="there is no database here")
        yield


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
