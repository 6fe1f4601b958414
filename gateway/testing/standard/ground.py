"""What the standard tests stand on: emulators with fixed content, a filled database, gateways over them."""

from __future__ import annotations

import asyncio
import inspect
import os
import secrets
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from gateway.app import Gateway, configure
from gateway.graph.compose import ComposedSchema, compose
from gateway.jobs import fill
from gateway.registry import find_sources
from gateway.settings import prefix_of
from gateway.source import Source
from gateway.store.driver import blocking_client
from gateway.testing.servers import ServerThread
from gateway.testing.standard.asking import Asking, Known, collect_ids
from gateway.testing.standard.clock import MOMENT, StageClock
from gateway.testing.standard.served import Served, served

FIXED_OPTIONS = {
    "seed": "standard",
    "size": "400",
    "today": f"{MOMENT:%Y-%m-%d}",
    "now": f"{MOMENT:%Y-%m-%dT%H:%M:%SZ}",
}
"""Options that mean the same for every emulator that knows them: its content is the same at every run."""

DEAD = "mongodb://127.0.0.1:9/?serverSelectionTimeoutMS=300"


class Ground:
    """Every source with its emulator and the content that `make run` makes, at a fixed moment."""

    def __init__(
        self, mongo_uri: str, sources_path: str, stack: ExitStack, running: dict[int, ServerThread]
    ) -> None:
        """What it starts ends with `stack`; emulators that are `running` serve other grounds as well."""
        self._stack = stack
        self._running = running
        self.sources = find_sources(sources_path)
        self.emulators: dict[str, ServerThread] = {}
        prefixes = ("GATEWAY_", "MONGODB_", *(prefix_of(source) for source in self.sources))
        self.environ = {k: v for k, v in os.environ.items() if not k.startswith(prefixes)} | {
            "MONGODB_URI": mongo_uri,
            "MONGODB_DATABASE": f"standard_{secrets.token_hex(4)}",
            "GATEWAY_SOURCES_PATH": sources_path,
            "GATEWAY_MEDIA_KEY": "the same in every run, so that addresses of pictures are",
        }
        stack.callback(_forget_databases, mongo_uri, self.environ["MONGODB_DATABASE"])
        for source in self.sources:
            self._emulate(source)
        asyncio.run(self._fill())

    @cached_property
    def schema(self) -> ComposedSchema:
        """The composed schema of all sources."""
        return compose(self.sources)

    @cached_property
    def plain(self) -> Served:
        """A gateway over everything as it should be."""
        return self._stack.enter_context(served(self.environ))

    @cached_property
    def without_database(self) -> Served:
        """A gateway whose database does not answer."""
        return self._stack.enter_context(served(self.environ | {"MONGODB_URI": DEAD}))

    @cached_property
    def known(self) -> Known:
        """Ids of objects by entity, as the sources' lists give them."""
        known: Known = {}
        for source in self.sources:
            asking = self.asking(source)
            for field in source.fields:
                if (query := asking.root(field, first=100)) is not None:
                    collect_ids(self.plain.answer(query).get("data"), known)
        return known

    def behind(self, source: Source[Any], url: str) -> dict[str, str]:
        """The settings with something else in the place of a source's emulator."""
        return self.environ | dict(source.emulator.environment(url) if source.emulator else {})

    def asking(self, source: Source[Any], arguments: Mapping[str, str] | None = None) -> Asking:
        """The writer of queries of one source."""
        return Asking(self.schema._schema, self.sources, source, arguments or {})

    def _emulate(self, source: Source[Any]) -> None:
        if source.emulator is None:
            return
        emulator = source.emulator
        if id(emulator) not in self._running:
            options = {name: value for name, value in FIXED_OPTIONS.items() if name in emulator.options}
            started = ServerThread(lambda: emulator.build(options)).start()
            self._stack.callback(started.stop)
            self._running[id(emulator)] = started
        server = self._running[id(emulator)]
        self.emulators[source.name] = server
        self.environ = self.behind(source, server.url)

    async def _fill(self) -> None:
        async with Gateway(configure(self.environ), clock=StageClock(), jobs=False).open() as opened:
            await opened.prepared.wait()
            async for source, sentence in fill(opened):
                if "failed" in sentence:
                    raise AssertionError(f"{source}: {sentence}")


class Grounds:
    """The grounds of a test run: one for the built-in sources, one for each other folder."""

    def __init__(self, mongo_uri: str, stack: ExitStack) -> None:
        """Nothing is started yet."""
        self._mongo_uri = mongo_uri
        self._stack = stack
        self._made: dict[str, Ground | Exception] = {}
        self._emulators: dict[int, ServerThread] = {}
        self._paths: dict[int, tuple[Source[Any], str]] = {}

    def of(self, source: Source[Any]) -> Ground:
        """The ground on which a source stands."""
        if id(source) not in self._paths:
            self._paths[id(source)] = source, sources_path_of(source)
        path = self._paths[id(source)][1]
        if path not in self._made:
            try:
                self._made[path] = Ground(self._mongo_uri, path, self._stack, self._emulators)
            except Exception as error:  # noqa: BLE001  # every test tells it, none tries again
                self._made[path] = error
        made = self._made[path]
        if isinstance(made, Exception):
            raise made
        return made


def elsewhere(environ: Mapping[str, str], suffix: str) -> dict[str, str]:
    """The same settings with another database, for what must not touch the content."""
    return {**environ, "MONGODB_DATABASE": f"{environ['MONGODB_DATABASE']}_{suffix}"}


def sources_path_of(source: Source[Any]) -> str:
    """What `GATEWAY_SOURCES_PATH` must say for the source to be found; "" for one that is found anyway.

    A source with another emulator's settings is still the one that is found.
    """
    if any(found.open is source.open for found in find_sources()):
        return ""
    package = inspect.unwrap(source.open).__module__.partition(".")[0]
    return str(Path(next(iter(sys.modules[package].__path__))).parent)


def _forget_databases(mongo_uri: str, prefix: str) -> None:
    with blocking_client(mongo_uri, seconds=5) as client:
        for name in client.list_database_names():
            if name.startswith(prefix):
                client.drop_database(name)


@contextmanager
def grounds(mongo_uri: str) -> Iterator[Grounds]:
    """Grounds for the time of a block."""
    with ExitStack() as stack:
        yield Grounds(mongo_uri, stack)
