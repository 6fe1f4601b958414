"""What commands of sources and `sync` share: the sources opened for one command, failures as sentences."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any, TypeAlias

from gateway.app import Gateway
from gateway.app import configure as read_configuration
from gateway.errors import GatewayError
from gateway.observe.logs import set_up_logging
from gateway.opened import OpenedSource, OpenedSources
from gateway.registry import RegistryError
from gateway.source import Command, Source

READY_SECONDS = 30.0
"""How long a command waits for MongoDB and the collections before it gives up."""

Declared: TypeAlias = tuple[Source[Any], Command[Any]]
Work: TypeAlias = Callable[[OpenedSources], Awaitable[int]]


def declared_commands(sources: Sequence[Source[Any]], taken: set[str]) -> list[Declared]:
    """All commands that sources declare; `RegistryError` for a name that is taken."""
    found: list[Declared] = []
    for source in sources:
        for command in source.commands:
            if command.name in taken:
                raise RegistryError(f"The command {command.name} of {source.name} exists already.")
            taken.add(command.name)
            found.append((source, command))
    return found


def run_declared(declared: Declared, chosen: argparse.Namespace) -> int:
    """Run the command of a source; its exit code."""
    source, command = declared

    async def work(opened: OpenedSources) -> int:
        one = opened.by_name[source.name]
        if not one.settings.enabled:
            return refused(f"The source {one.name} is switched off.")
        return await by_hand(opened, one, command, chosen)

    return with_sources(work)


def with_sources(work: Work) -> int:
    """Open everything that the settings name, prepare collections, do the work; its exit code."""
    configuration = read_configuration(os.environ)
    set_up_logging("WARNING")
    if not configuration.mongo.uri:
        return refused("MONGODB_URI is missing.")
    return asyncio.run(_with_sources(Gateway(configuration, jobs=False), work))


async def by_hand(
    opened: OpenedSources, source: OpenedSource, command: Command[Any], chosen: argparse.Namespace
) -> int:
    """A command with the context of its source; a failure is one sentence and exit code 1."""
    try:
        return await command.run(chosen, opened.job_context(source))
    except GatewayError as error:
        print(failure(source.name, error), file=sys.stderr)
        return 1


def failure(name: str, error: GatewayError) -> str:
    """What is printed of a failure: its code and its public sentence."""
    return f"{name}: {error.code}: {error.message}"


def refused(sentence: str) -> int:
    """Say why nothing was done; exit code 2."""
    print(sentence, file=sys.stderr)
    return 2


async def _with_sources(gateway: Gateway, work: Work) -> int:
    async with _ready(gateway) as opened:
        if opened is None:
            print("MongoDB does not answer, or its collections cannot be prepared.", file=sys.stderr)
            return 1
        return await work(opened)


@asynccontextmanager
async def _ready(gateway: Gateway) -> AsyncIterator[OpenedSources | None]:
    """The opened sources once their collections are prepared; None when that takes too long."""
    async with gateway.open() as opened:
        try:
            async with asyncio.timeout(READY_SECONDS):
                await opened.prepared.wait()
        except TimeoutError:
            yield None
        else:
            yield opened
