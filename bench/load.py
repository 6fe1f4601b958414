"""One run of wrk against one server, and what it cost."""

from __future__ import annotations

import subprocess
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import orjson

from bench.machine import Cores, core_used, cpu_seconds, resident_mb
from bench.places import BENCH
from bench.servers import Server, pinned

MARK = "RESULT "


@dataclass(frozen=True, slots=True)
class Run:
    """One run. Times in milliseconds; `busy` is the share of the asking core that was used.

    `foreign` is the share of the serving core that other processes used meanwhile, `refused` counts
    answers other than 2xx and 3xx, `size` bytes of an answer with its headers.
    """

    requests: int
    per_second: float
    p50: float
    p99: float
    cpu: float
    memory: float
    busy: float
    foreign: float
    refused: int
    size: float

    def as_json(self) -> dict[str, Any]:
        """All numbers by name."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Load:
    """What wrk is to do."""

    file: Path
    seconds: int
    connections: int
    method: str = "POST"
    known: str = ""


def drive(server: Server, load: Load, cores: Cores) -> Run:
    """Drive one server for some seconds."""
    cpu = cpu_seconds(server.pid)
    serving, asking = core_used(cores.serving), core_used(cores.asking)
    found = _wrk(server, load, cores)
    cpu = cpu_seconds(server.pid) - cpu
    serving_used = sum(core_used(cores.serving)) - sum(serving)
    asking_used = sum(core_used(cores.asking)) - sum(asking)
    requests, seconds = max(found["requests"], 1), found["microseconds"] / 1e6
    return Run(
        requests=requests,
        per_second=found["requests"] / seconds,
        p50=found["p50"] / 1e3,
        p99=found["p99"] / 1e3,
        cpu=cpu / requests * 1e3,
        memory=resident_mb(server.pid),
        busy=asking_used / seconds,
        foreign=max(0.0, serving_used - cpu) / seconds,
        refused=found["refused"] + found["broken"],
        size=found["bytes"] / requests,
    )


def _wrk(server: Server, load: Load, cores: Cores) -> dict[str, int]:
    command = [
        "wrk",
        "-t1",
        f"-c{load.connections}",
        f"-d{load.seconds}s",
        "--timeout",
        "10s",
        "-s",
        str(BENCH / "wrk.lua"),
        f"http://127.0.0.1:{server.port}/",
        "--",
        str(load.file),
        server.path,
        load.method,
        load.known,
    ]
    done = subprocess.run(
        pinned(cores.asking, command), capture_output=True, text=True, check=False, timeout=load.seconds + 60
    )
    for line in done.stdout.splitlines():
        if line.startswith(MARK):
            found: dict[str, int] = orjson.loads(line.removeprefix(MARK))
            return found
    raise RuntimeError(f"wrk gave no result: {done.stderr[-300:] or done.stdout[-300:]}")
