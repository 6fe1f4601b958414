"""The servers of the benchmark: how each is started, and where it listens."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from bench import tailcall
from bench.cases import APOLLO, CEILING, GATEWAY, NODE_PEERS, STRAWBERRY, TAILCALL
from bench.machine import Cores
from bench.places import PEERS, ROOT, VAR
from gateway.console.build import BuildError, find_node, make
from gateway.supervise import Child
from gateway.supervise.ports import accepts, free_port

START_SECONDS = 60
PYTHON_PEERS = {CEILING: "bench.apps.ceiling", STRAWBERRY: "bench.apps.plain_strawberry"}
KEEP_SECONDS = "3600"
GATEWAY_ENVIRON = {
    "MONGODB_URI": "mongodb://127.0.0.1:1/",  # never asked: the benchmark's sources have no collections
    "GATEWAY_MAX_COST": "1000000",
    "GATEWAY_LOG_LEVEL": "WARNING",
}
KEEP_NOTHING = {
    "OFFERS_KEEP_SECONDS": "0",
    "POSTS_KEEP_SECONDS": "0",
    "GATEWAY_RESPONSE_CACHE_BYTES": "0",
}
MODES: Mapping[str, Mapping[str, str]] = {
    "none": KEEP_NOTHING,
    "apart": {**KEEP_NOTHING, "OFFERS_SHARED": "false", "POSTS_SHARED": "false"},
    "entities": {
        "OFFERS_KEEP_SECONDS": KEEP_SECONDS,
        "POSTS_KEEP_SECONDS": KEEP_SECONDS,
        "GATEWAY_RESPONSE_CACHE_BYTES": "0",
    },
    "responses": {
        "OFFERS_KEEP_SECONDS": KEEP_SECONDS,
        "POSTS_KEEP_SECONDS": KEEP_SECONDS,
        "GATEWAY_RESPONSE_CACHE_BYTES": "64000000",
    },
}


class CannotRun(Exception):  # noqa: N818  # not a failure of the benchmark: something is missing here
    """One sentence about what is missing on this machine."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server."""

    name: str
    pid: int
    port: int
    path: str = "/graphql"

    @property
    def url(self) -> str:
        """Where it answers operations."""
        return f"http://127.0.0.1:{self.port}{self.path}"


@dataclass(frozen=True, slots=True)
class Upstream:
    """The running upstream; the servers see two of them."""

    pid: int
    offers: int
    posts: int

    def environ(self) -> dict[str, str]:
        """What tells a server where it is."""
        return {
            "OFFERS_BASE_URL": f"http://127.0.0.1:{self.offers}",
            "POSTS_BASE_URL": f"http://127.0.0.1:{self.posts}",
        }


def pinned(core: int, command: Sequence[str]) -> list[str]:
    """The command bound to one core."""
    return ["taskset", "-c", str(core), *command]


def check_tools() -> None:
    """Raise `CannotRun` when wrk or taskset is missing."""
    if shutil.which("wrk") is None:
        raise CannotRun("wrk is missing, which drives the load: `apt-get install wrk` (Debian, Ubuntu).")
    if shutil.which("taskset") is None:
        raise CannotRun(
            "taskset is missing, which keeps server and load apart: `apt-get install util-linux`."
        )


def node_command(*, prepare: bool = True) -> str:
    """Path of a Node that can run the peers, their packages installed; `CannotRun` without one."""
    node = find_node()
    if node is None:
        raise CannotRun("Node 20 or later is missing: the Node peers are left out.")
    if prepare:
        try:
            make(PEERS, node)
        except BuildError as error:
            raise CannotRun(f"The Node peers are left out. {error}") from error
    return str(node.folder / "node")


@contextmanager
def upstream(cores: Cores) -> Iterator[Upstream]:
    """The upstream while the block lasts, on the core that asks."""
    offers, posts = free_port(), free_port()
    command = [sys.executable, "-m", "bench.upstream", str(offers), str(posts)]
    child = Child("the upstream", pinned(cores.asking, command), log=VAR / "upstream.log")
    child.start(lambda: accepts(offers) and accepts(posts), seconds=START_SECONDS)
    try:
        yield Upstream(child.pid, offers, posts)
    finally:
        child.stop()


@contextmanager
def serving(
    names: Sequence[str], mode: str, upstream: Upstream, cores: Cores, node: str | None
) -> Iterator[dict[str, Server]]:
    """These servers in one mode while the block lasts, all on the core that serves."""
    servers: dict[str, Server] = {}
    with ExitStack() as stack:
        for name in names:
            if (name in NODE_PEERS and node is None) or (name == TAILCALL and tailcall.lacking()):
                continue
            servers[name] = stack.enter_context(_server(name, mode, upstream, cores, node))
        yield servers


@contextmanager
def _server(name: str, mode: str, upstream: Upstream, cores: Cores, node: str | None) -> Iterator[Server]:
    port = free_port()
    environ = {**upstream.environ(), "PORT": str(port), "BENCH_MODE": mode, "NODE_ENV": "production"}
    if name == GATEWAY:
        environ |= {**GATEWAY_ENVIRON, **MODES[mode], "GATEWAY_PORT": str(port)}
    if name == TAILCALL:
        environ |= tailcall.ENVIRON
    started = tailcall.command(mode, port) if name == TAILCALL else _command(name, node)
    child = Child(name, pinned(cores.serving, started), log=VAR / f"{name}.log", environ=environ, grace=3)
    child.start(lambda: accepts(port), seconds=START_SECONDS)
    try:
        yield Server(name, child.pid, port, "/" if name == APOLLO else "/graphql")
    finally:
        child.stop()


def _command(name: str, node: str | None) -> list[str]:
    if name == GATEWAY:
        extra = os.environ.get("BENCH_GATEWAY_OPTIONS", "").split()
        return [sys.executable, "-m", "bench.apps.gateway", *extra]
    if name in PYTHON_PEERS:
        return [sys.executable, "-m", PYTHON_PEERS[name]]
    return [str(node), str((PEERS / f"{name}.js").relative_to(ROOT))]
