"""Memory over many identical requests that are kept: `python -m bench.leak --requests 1000000`."""

from __future__ import annotations

import argparse
import sys

from bench.asking import compare
from bench.cases import GATEWAY, cases_of
from bench.data import ensure_data
from bench.load import drive
from bench.machine import cores
from bench.measure import load_of
from bench.servers import CannotRun, check_tools, serving, upstream

SAMPLE_SECONDS = 5
WARM = 0.1
"""The share of the requests after which memory must have settled."""
ALLOWED_MB = 5.0


def main() -> int:
    """0 when memory grew by less than is allowed after the first tenth."""
    parser = argparse.ArgumentParser(prog="python -m bench.leak", description=__doc__)
    parser.add_argument("--requests", type=int, default=100_000)
    wanted = parser.parse_args().requests
    try:
        check_tools()
        grown = _grown(wanted)
    except CannotRun as error:
        print(error, file=sys.stderr)
        return 2
    print(f"{grown:+.1f} MB after the first tenth; allowed {ALLOWED_MB:+.1f}.")
    return int(grown > ALLOWED_MB)


def _grown(wanted: int) -> float:
    where, done, settled, memory = cores(), 0.0, 0.0, 0.0
    (case,) = (case for case in cases_of(ensure_data()) if case.letter == "c")
    with upstream(where) as running, serving([GATEWAY], case.mode, running, where, None) as servers:
        server = servers[GATEWAY]
        compare(case, servers)
        load = load_of(case, server, SAMPLE_SECONDS)
        while done < wanted:
            run = drive(server, load, where)
            done, memory = done + run.per_second * SAMPLE_SECONDS, run.memory
            settled = settled or (memory if done >= wanted * WARM else 0.0)
            print(f"{done:12,.0f} requests {memory:7.1f} MB {run.refused} refused", flush=True)
    return memory - settled


if __name__ == "__main__":
    sys.exit(main())
