"""What a source has beside the graph: jobs, commands, pictures, marks, and what tests need of it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    import argparse

    from starlette.types import ASGIApp

    from gateway.source.context import Context

R = TypeVar("R")


@dataclass(frozen=True, slots=True, kw_only=True)
class Command(Generic[R]):
    """A command of a source: `python -m gateway <name> ...` runs it with the source opened, its collections
    prepared, and no job beside it.

    `configure` declares options; `run(arguments, ctx)` prints and returns the exit code: 0 for success,
    1 for failure, 2 for a mistake of the caller. A `GatewayError` that it raises is printed as one sentence,
    exit 1.
    """

    name: str
    description: str
    configure: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace, Context[R]], Awaitable[int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job(Generic[R]):
    """Work beside requests: run at start, then every `every` seconds, and by `python -m gateway sync`.

    Returns one sentence that says what was done.
    """

    name: str
    run: Callable[[Context[R]], Awaitable[str]]
    every: float
    description: str
    by_hand: Command[R] | None = None
    """What `python -m gateway sync <source> [options]` does in the place of all jobs of the source; its name
    is not used."""


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """What a picture turned out to be: pixels of the original, dominant colour as `#rrggbb`."""

    width: int
    height: int
    colour: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pictures(Generic[R]):
    """Pictures that the gateway serves under addresses that never change: see `Context.picture_url`.

    `hosts(settings)` are the hosts they come from: `*.name` for all below it by https, `http://host:port`
    for exactly that one, which may be an emulator on this machine. `resolve(ref, ctx, fresh)` tells where
    the original is now, None when it must not be shown any more; it is asked for every request, and with
    `fresh` once after an address has died. `seen` is told what a picture is when it was fetched.
    """

    hosts: Callable[[Any], Sequence[str]]
    resolve: Callable[[str, Context[R], bool], Awaitable[str | None]]
    seen: Callable[[str, PictureFacts, Context[R]], Awaitable[None]] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark(Generic[R]):
    """What a source knows of another source's objects: the keys of those to which something applies.

    `keys` gives them all, e.g. of the offers that public content mentions. The owner of the entity asks
    for them by entity and name (`Opening.marked`), so that neither source knows the other. The gateway
    reads them again after half a minute at the latest.
    """

    name: str
    on: str
    keys: Callable[[Context[R]], AsyncIterator[str]]
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Emulator:
    """A stand-in of the upstream that speaks its protocol on loopback, for demo, tests and benchmarks.

    `build(options)` makes the ASGI app (it may raise `RuntimeError` with a sentence for the operator);
    `environment(base_url)` gives the settings that point the source at it; the emulator is not started
    when the variable named by `replaced_by` is set. `options` are the names of text options that
    `{SOURCE}_EMULATOR_{OPTION}` variables may carry; tests fix `seed`, `size`, `today`, `now`.
    """

    build: Callable[[Mapping[str, str]], ASGIApp]
    environment: Callable[[str], Mapping[str, str]]
    replaced_by: str
    port: int
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Raw objects of the upstream and the function that reads one of them, for the standard tests.

    `read` gives an object, or None for one that must be left out; it raises nothing but `SourceInvalid`.
    """

    name: str
    raw: Callable[[], Sequence[Any]]
    read: Callable[[Any], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What an operator should know of a source that works: one public sentence under a stable code.

    `alert`: somebody has to look into it.
    """

    code: str
    text: str
    alert: bool = False
