"""The whole product on real HTTP for tests: emulators, a filled database, the gateway, and a client."""

from __future__ import annotations

import asyncio
import os
import secrets
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.types import ASGIApp

from gateway.app import Gateway, configure
from gateway.identity import Role, RoleName
from gateway.identity.development import development_key, development_token
from gateway.jobs import fill
from gateway.registry import find_sources
from gateway.source import Emulator
from gateway.store import CommandJournal
from gateway.testing.servers import ServerThread

READS = {"find", "aggregate", "count", "distinct", "getMore"}
"""The other commands are upkeep: a gateway that has just started makes sure of its indexes."""

CLEAN = ("APIDAE_", "SCOUTS_", "SOCIAL_", "REGION_", "GATEWAY_", "MONGODB_")


@dataclass
class Stage:
    """A running gateway with demo content. `commands` counts MongoDB commands of its requests."""

    environ: dict[str, str]
    emulators: dict[str, ServerThread] = field(default_factory=dict)
    commands: CommandJournal = field(default_factory=CommandJournal)
    gateway: ServerThread | None = None

    @property
    def url(self) -> str:
        """Base url of the gateway."""
        if self.gateway is None:
            raise RuntimeError("the gateway of this stage does not run")
        return self.gateway.url

    def ask(self, query: str, variables: Mapping[str, Any] | None = None, **headers: str) -> httpx.Response:
        """One operation over HTTP."""
        sent = {"Accept": "application/graphql-response+json"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        return httpx.post(
            f"{self.url}/graphql",
            json={"query": query, "variables": dict(variables or {})},
            headers=sent,
            timeout=20,
            trust_env=False,
        )

    def data(self, query: str, variables: Mapping[str, Any] | None = None) -> Any:
        """The data of an operation that must succeed in full."""
        answer = self.ask(query, variables).json()
        if "errors" in answer:
            raise AssertionError(answer["errors"])
        return answer["data"]

    def token(self, subject: str, *roles: tuple[RoleName, str | None]) -> str:
        """The value of an Authorization header: `stage.ask(query, Authorization=stage.token("s1", ...))`."""
        key = development_key(Path(self.environ["GATEWAY_DATA_DIR"]))
        given = [Role(*role) for role in roles]
        return f"Bearer {development_token(key, subject=subject, roles=given, now=datetime.now(UTC))}"

    def serve(self, app: ASGIApp | None = None) -> None:
        """Start the gateway (again) with this stage's environment: caches are empty."""
        self.stop()
        self.gateway = ServerThread(lambda: app or self.new_gateway().app()).start()

    def stop(self) -> None:
        """Stop the gateway; the emulators and the database stay."""
        if self.gateway:
            self.gateway.stop()

    def commands_of(self, source: str) -> int:
        """How many commands read a source's collections since `commands.reset()`."""
        counts = self.commands.snapshot().items()
        return sum(
            count.started
            for (name, command), count in counts
            if name.startswith(f"{source}_") and command in READS
        )

    def new_gateway(self) -> Gateway:
        """A gateway like the one that serves."""
        return Gateway(configure(self.environ), jobs=False, store_listeners=[self.commands])


async def fill_stage(environ: Mapping[str, str]) -> None:
    """Content for every enabled source, as `make run` makes it."""
    async with Gateway(configure(environ), jobs=False).open() as opened:
        await opened.prepared.wait()
        async for source, sentence in fill(opened):
            if "failed" in sentence:
                raise AssertionError(f"{source}: {sentence}")


@contextmanager
def staged(
    mongo_uri: str, *, sources_path: str = "", options: Mapping[str, Mapping[str, str]] | None = None
) -> Iterator[Stage]:
    """A stage for the time of a block; `options` are the emulators', by source."""
    environ = {k: v for k, v in os.environ.items() if not k.startswith(CLEAN)}
    environ |= {
        "MONGODB_URI": mongo_uri,
        "MONGODB_DATABASE": f"stage_{secrets.token_hex(4)}",
        "GATEWAY_SOURCES_PATH": sources_path,
        "GATEWAY_DEV_TOKENS": "true",
    }
    stage = Stage(environ)
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="gateway-stage-"))
        environ["GATEWAY_DATA_DIR"] = folder
        for source in find_sources(sources_path):
            if source.emulator:
                server = _serve_emulator(source.emulator, (options or {}).get(source.name, {}))
                stack.callback(server.stop)
                stage.emulators[source.name] = server
                stage.environ |= source.emulator.environment(server.url)
        asyncio.run(fill_stage(stage.environ))
        stage.serve()
        stack.callback(stage.stop)
        yield stage


def _serve_emulator(emulator: Emulator, options: Mapping[str, str]) -> ServerThread:
    return ServerThread(lambda: emulator.build(options)).start()


@pytest.fixture(scope="session")
def stage(mongo_uri: str) -> Iterator[Stage]:
    """One stage for the whole run, with a thousand offers. Tests leave it as they found it."""
    with staged(mongo_uri) as made:
        yield made
