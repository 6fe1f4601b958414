"""Measures: compares the answers of a case, then drives all servers in turn, round after round."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from statistics import median
from typing import Any

import httpx

from bench.asking import (
    MOST_COUNTED,
    Unequal,
    bodies,
    calls_per_request,
    calls_so_far,
    compare,
    validator,
)
from bench.cases import GATEWAY, Case
from bench.load import Load, Run, drive
from bench.machine import Cores, Patience, calibration
from bench.places import VAR
from bench.servers import Server, Upstream, serving

WARM_SECONDS = 1
EXACT = 1e-6


@dataclass(frozen=True, slots=True)
class Plan:
    """How long to measure; `patience` is how many seconds a case may wait for quiet moments."""

    rounds: int
    seconds: int
    patience: float
    only: frozenset[str] = frozenset()


@dataclass(slots=True)
class Measured:
    """What was measured of one server in one case.

    `calls` are upstream calls a request, one request after the other, `loaded` the same in each run.
    """

    calls: float
    runs: list[Run] = field(default_factory=list)
    loaded: list[float] = field(default_factory=list)

    def middle(self, name: str) -> float:
        """The median of one of a run's numbers."""
        return median(float(getattr(run, name)) for run in self.runs)

    @property
    def per_cpu_second(self) -> float:
        """Requests for each second of processor time: what a core of its own would give."""
        return 1e3 / self.middle("cpu")

    @property
    def refused(self) -> int:
        """Answers that were none, in all runs."""
        return sum(run.refused for run in self.runs)


@dataclass(slots=True)
class Outcome:
    """All of one case. `pace` is the calibration of the serving core before each round."""

    case: Case
    servers: dict[str, Measured] = field(default_factory=dict)
    pace: list[float] = field(default_factory=list)
    compared: int = 0

    def rate(self, name: str) -> float:
        """Requests per second of a server, the median; 0 for one that was not measured."""
        return self.servers[name].middle("per_second") if name in self.servers else 0.0

    def as_json(self) -> dict[str, Any]:
        """Every number of every run."""
        return {
            "case": self.case.letter,
            "title": self.case.title,
            "pace": self.pace,
            "compared": self.compared,
            "servers": {
                name: {
                    "calls": one.calls,
                    "loaded": one.loaded,
                    "runs": [run.as_json() for run in one.runs],
                }
                for name, one in self.servers.items()
            },
        }


def measure(
    cases: Sequence[Case], plan: Plan, upstream: Upstream, cores: Cores, node: str | None
) -> Iterator[Outcome]:
    """The outcome of each case; servers are started once per mode."""
    wanted = [case for case in cases if not plan.only or case.letter in plan.only]
    for mode, group in groupby(wanted, key=lambda case: case.mode):
        same_mode = list(group)
        names = list(dict.fromkeys(name for case in same_mode for name in case.servers))
        with serving(names, mode, upstream, cores, node) as servers:
            for case in same_mode:
                asked = {name: servers[name] for name in case.servers if name in servers}
                yield _case(case, plan, asked, upstream, cores)


def _case(case: Case, plan: Plan, servers: Mapping[str, Server], upstream: Upstream, cores: Cores) -> Outcome:
    outcome = Outcome(case, compared=compare(case, servers))
    for name, server in servers.items():
        outcome.servers[name] = Measured(_calls(case, server, upstream))
    loads = {name: load_of(case, server, plan.seconds) for name, server in servers.items()}
    for server in servers.values():
        drive(server, load_of(case, server, WARM_SECONDS), cores)
    patience = Patience(cores.serving, plan.patience)
    for number in range(plan.rounds):
        outcome.pace.append(calibration(cores.serving))
        for name in _turned(list(servers), number):
            patience.wait()
            _run(outcome.servers[name], servers[name], loads[name], upstream, cores)
    compare(case, servers, most=3)
    return outcome


def _run(measured: Measured, server: Server, load: Load, upstream: Upstream, cores: Cores) -> None:
    with httpx.Client(trust_env=False) as client:
        before = calls_so_far(client, upstream)
        run = drive(server, load, cores)
        measured.runs.append(run)
        measured.loaded.append((calls_so_far(client, upstream) - before) / run.requests)


def _calls(case: Case, server: Server, upstream: Upstream) -> float:
    """Upstream calls a request; more than the least possible number ends the benchmark if they are ours."""
    calls, least = calls_per_request(case, server, upstream), case.least(MOST_COUNTED)
    if server.name == GATEWAY and abs(calls - least) > EXACT:
        raise Unequal(f"({case.letter}) the gateway makes {calls:g} calls a request instead of {least:g}")
    return calls


def _turned(names: list[str], number: int) -> list[str]:
    """Another server begins each round, so that nobody always follows the same neighbour."""
    start = number % len(names)
    return names[start:] + names[:start]


def load_of(case: Case, server: Server, seconds: int) -> Load:
    """The requests of a case, in a file for wrk."""
    file = VAR / f"{case.letter}.requests"
    file.write_bytes(bodies(case, case.asks))
    if not case.conditional:
        return Load(file, seconds, case.connections)
    known = validator(server, case.asks[0])
    return Load(file, seconds, case.connections, "GET", known)
