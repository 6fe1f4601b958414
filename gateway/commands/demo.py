"""Serve the whole graph with demo content, emulated upstreams and a real MongoDB (`make run`)."""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, asynccontextmanager, contextmanager
from pathlib import Path

import uvicorn

from gateway.app import Gateway
from gateway.app import configure as read_configuration
from gateway.commands.serve import server_for
from gateway.doctor import embedded_findings, port_problem, problems
from gateway.jobs import fill, run_jobs
from gateway.observe.logs import set_up_logging
from gateway.opened import OpenedSources
from gateway.registry import find_sources
from gateway.settings import (
    EMULATOR_INFIX,
    GatewaySettings,
    emulator_options,
    prefix_of,
    read_gateway_settings,
)
from gateway.source import Emulator, Source
from gateway.supervise import Child, ChildFailed, EmbeddedMongo, MongoMissing
from gateway.supervise.ports import accepts, free_port

NAME = "demo"
NOWHERE = "127.0.0.1:1"
"""Stands for the address of what is not started yet; nobody is asked there."""


def configure(parser: argparse.ArgumentParser) -> None:
    """No options: everything is a setting."""
    del parser


def run(_: argparse.Namespace) -> int:
    """Serve until stopped; every child ends with it."""
    settings = read_gateway_settings(os.environ)
    set_up_logging("WARNING" if settings.log_level == "INFO" else settings.log_level)
    check(settings, os.environ)
    if problem := port_problem(settings.port, host=settings.host):
        print(problem, file=sys.stderr)
        return 1
    try:
        loop = uvicorn.Config("", log_config=None).get_loop_factory()  # the one that `serve` runs on
        with stage(settings) as environ, asyncio.Runner(loop_factory=loop) as runner:
            return runner.run(_serve(environ))
    except (ChildFailed, MongoMissing) as error:
        print(error, file=sys.stderr)
        return 1


def check(settings: GatewaySettings, environ: Mapping[str, str]) -> None:
    """Raise `SettingsError` for what would else be refused only after everything was started."""
    awaited = {"MONGODB_URI": f"mongodb://{NOWHERE}"}
    for _, emulator in _to_emulate(settings, environ):
        awaited |= emulator.environment(f"http://{NOWHERE}")
    read_configuration(
        {**environ, **{name: value for name, value in awaited.items() if not environ.get(name)}}
    )


@contextmanager
def stage(settings: GatewaySettings) -> Iterator[dict[str, str]]:
    """A MongoDB and the emulators, and the environment that points the gateway at them."""
    environ = dict(os.environ)
    if not settings.auth_issuer:
        environ.setdefault("GATEWAY_DEV_TOKENS", "true")
    data = Path(settings.data_dir)
    starting = [_emulator(*one, data, environ) for one in _to_emulate(settings, environ)]
    if not environ.get("MONGODB_URI"):
        if missing := problems(embedded_findings()):
            raise MongoMissing(missing[0])
        starting.append(_mongo(data))
    with ExitStack() as stack:
        for found_at in _started_together(starting, stack):
            environ |= found_at
        yield environ


def _to_emulate(
    settings: GatewaySettings, environ: Mapping[str, str]
) -> list[tuple[Source[object], Emulator]]:
    """Sources whose upstream is not named in the environment, with their emulators."""
    found = find_sources(settings.sources_path)
    return [
        (one, one.emulator) for one in found if one.emulator and not environ.get(one.emulator.replaced_by)
    ]


def _started_together(
    starting: Sequence[AbstractContextManager[Mapping[str, str]]], stack: ExitStack
) -> list[Mapping[str, str]]:
    """Enter all at the same time; `stack` leaves those that were entered, also when another one failed."""
    with ThreadPoolExecutor() as pool:
        begun = [pool.submit(one.__enter__) for one in starting]
    for one, entered in zip(starting, begun, strict=True):
        if entered.exception() is None:
            stack.push(one)
    return [entered.result() for entered in begun]


@contextmanager
def _mongo(data: Path) -> Iterator[Mapping[str, str]]:
    with EmbeddedMongo.running(data / "mongo") as server:
        yield {"MONGODB_URI": server.uri}


@contextmanager
def _emulator(
    source: Source[object], emulator: Emulator, data: Path, environ: Mapping[str, str]
) -> Iterator[Mapping[str, str]]:
    """One emulator as a child process; takes another port when its own is in use."""
    port = emulator.port if port_problem(emulator.port) is None else free_port()
    options = emulator_options(source, environ)
    child = Child(
        f"the emulator of {source.name}",
        [sys.executable, "-m", "gateway", "emulate", source.name, "--port", str(port)],
        log=data / f"{source.name}-emulator.log",
        environ={prefix_of(source) + EMULATOR_INFIX + name.upper(): value for name, value in options.items()},
    )
    child.start(lambda: accepts(port), seconds=60)
    try:
        yield emulator.environment(f"http://127.0.0.1:{port}")
    finally:
        child.stop()


async def _serve(environ: dict[str, str]) -> int:
    configuration = read_configuration(environ)
    gateway = Gateway(configuration, jobs=False)
    server = server_for(gateway, configuration, lifespan=False)
    with _stopping(server):
        async with gateway.open() as opened:
            await _fill(opened)
            async with _jobs(opened):
                serving = asyncio.ensure_future(server.serve())
                if await _started(server, serving):
                    _banner(configuration.gateway, environ, opened)
                await serving
    return 0


async def _started(server: uvicorn.Server, serving: asyncio.Future[None]) -> bool:
    """Whether the server takes connections; False when it ended before."""
    while not server.started and not serving.done():  # noqa: ASYNC110  # uvicorn tells by a flag only
        await asyncio.sleep(0.02)
    return server.started


async def _fill(opened: OpenedSources) -> None:
    """Print what each source did to have content."""
    await opened.prepared.wait()
    async for source, sentence in fill(opened):
        print(f"  {source}: {sentence}", flush=True)


@asynccontextmanager
async def _jobs(opened: OpenedSources) -> AsyncIterator[None]:
    """The jobs at their pace; their first run is done."""
    running = asyncio.ensure_future(run_jobs(opened, at_once=False))
    try:
        yield
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


@contextmanager
def _stopping(server: uvicorn.Server) -> Iterator[None]:
    """Ctrl-C and SIGTERM end the server in order; before it serves they end the start."""
    loop = asyncio.get_running_loop()
    task = asyncio.current_task()

    def stop() -> None:
        if server.started:
            server.should_exit = True
        elif task:
            task.cancel()

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop)
    try:
        yield
    except asyncio.CancelledError:
        print("Stopped before it served.", file=sys.stderr)
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)


def _banner(settings: GatewaySettings, environ: Mapping[str, str], opened: OpenedSources) -> None:
    here = f"http://{settings.host}:{settings.port}"
    print(f"\nPartir Ici gateway\n  GraphiQL      {here}/graphql\n  home page     {here}/")
    for source in opened.by_name.values():
        emulator = source.source.emulator
        if emulator and environ.get(emulator.replaced_by):
            port = environ[emulator.replaced_by].split("/")[2]
            print(f"  {source.name:<12}  emulator on http://{port}/")
        for notice in opened.notices(source.name):
            print(f"  {'':<12}  {notice.text}")
    if settings.dev_tokens:
        print("  tokens        python -m gateway token --role SCOUT --subject s1")
    print("Ctrl-C stops everything.", flush=True)
