"""`make bench`: the gateway and its peers over the same upstream; prints tables, a whole run keeps them."""

from __future__ import annotations

import argparse
import sys
import time
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

import orjson

from bench import tailcall
from bench.cases import cases_of
from bench.data import ensure_data
from bench.linear import Size, linear, measure_sizes
from bench.machine import Cores, calibration, cores, description
from bench.measure import Outcome, Plan, measure
from bench.page import page
from bench.places import PAGE, PEERS, RESULTS
from bench.servers import CannotRun, check_tools, node_command, upstream
from bench.tables import details, noise, summary

PYTHON_PACKAGES = (
    "strawberry-graphql",
    "graphql-core",
    "starlette",
    "uvicorn",
    "aiohttp",
    "orjson",
    "uvloop",
)


def main() -> int:
    """Run the benchmark; 0 when everything was measured, 2 when this machine lacks something."""
    chosen = _arguments()
    plan = Plan(chosen.rounds, chosen.seconds, 1 if chosen.quick else 10, frozenset(chosen.only))
    try:
        check_tools()
        outcomes, facts, sizes = _measured(plan)
    except CannotRun as error:
        print(error, file=sys.stderr)
        return 2
    print(f"\n{summary(outcomes)}\n")
    if sizes:
        print(f"{linear(sizes)}\n")
    RESULTS.write_bytes(_as_json(outcomes, facts))
    if not (chosen.quick or plan.only):
        PAGE.write_text(page(outcomes, facts, sizes), "utf-8")
        print(f"Written: {PAGE.name}.")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="two short rounds, under two minutes")
    parser.add_argument("--rounds", type=int, help="rounds of each case (5)")
    parser.add_argument("--seconds", type=int, help="seconds of each run (2)")
    parser.add_argument("--only", nargs="*", default=[], metavar="CASE", help="letters of cases, e.g. a b h")
    chosen = parser.parse_args()
    chosen.rounds = chosen.rounds or (1 if chosen.quick else 5)
    chosen.seconds = chosen.seconds or (1 if chosen.quick else 2)
    return chosen


def _measured(plan: Plan) -> tuple[list[Outcome], dict[str, Any], list[Size]]:
    started = time.monotonic()
    data, node = ensure_data(), _node()
    if reason := tailcall.lacking():
        print(reason, file=sys.stderr)
    where = cores()
    facts = _facts(where, plan)
    outcomes: list[Outcome] = []
    with upstream(where) as running:
        for outcome in measure(cases_of(data), plan, running, where, node):
            outcomes.append(outcome)
            print(
                f"\n({outcome.case.letter}) {outcome.case.title}\n\n{details(outcome)}\n\n{noise(outcome)}",
                flush=True,
            )
        sizes = [] if plan.only else measure_sizes(running, where, plan.rounds, plan.seconds)
    facts["minutes"] = round((time.monotonic() - started) / 60, 1)
    return outcomes, facts, sizes


def _node() -> str | None:
    try:
        return node_command()
    except CannotRun as error:
        print(error, file=sys.stderr)
        return None


def _facts(where: Cores, plan: Plan) -> dict[str, Any]:
    described = orjson.loads((PEERS / "package.json").read_bytes())
    packages = described["dependencies"] | described["optionalDependencies"]
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "machine": description(),
        "apart": where.apart,
        "rounds": plan.rounds,
        "seconds": plan.seconds,
        "calibration": [calibration(where.serving), calibration(where.asking)],
        "packages": {name: version(name) for name in PYTHON_PACKAGES} | packages,
    }


def _as_json(outcomes: list[Outcome], facts: dict[str, Any]) -> bytes:
    return orjson.dumps(facts | {"cases": [one.as_json() for one in outcomes]}, option=orjson.OPT_INDENT_2)


if __name__ == "__main__":
    sys.exit(main())
