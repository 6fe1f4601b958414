"""Memory of the gateway while it answers the mix of documents: `python -m bench.endurance --minutes 10`.

The sample of each half minute goes to the terminal; the last half of the run is extrapolated to an hour.
"""

from __future__ import annotations

import argparse
import sys
import time
from statistics import linear_regression

from bench.cases import GATEWAY, cases_of
from bench.data import ensure_data
from bench.load import drive
from bench.machine import cores
from bench.measure import load_of
from bench.servers import CannotRun, check_tools, serving, upstream

SAMPLE_SECONDS = 15
LIMIT_MB = 200
HOUR = 3_600


def main() -> int:
    """0 when an hour of the mix stays below the limit."""
    parser = argparse.ArgumentParser(prog="python -m bench.endurance", description=__doc__)
    parser.add_argument("--minutes", type=float, default=1)
    seconds = parser.parse_args().minutes * 60
    try:
        check_tools()
        samples = _samples(seconds)
    except CannotRun as error:
        print(error, file=sys.stderr)
        return 2
    settled = samples[len(samples) // 2 :] if len(samples) > 3 else samples
    slope, start = (
        linear_regression(*zip(*settled, strict=True)) if len(settled) > 1 else (0.0, settled[0][1])
    )
    after = max(start + slope * HOUR, settled[-1][1])
    print(
        f"{slope * HOUR:+.1f} MB an hour in the second half; {after:.0f} MB after an hour, limit {LIMIT_MB}."
    )
    return int(after >= LIMIT_MB)


def _samples(seconds: float) -> list[tuple[float, float]]:
    """(seconds since the start, MB) after each part of the run."""
    where, found = cores(), list[tuple[float, float]]()
    (case,) = (case for case in cases_of(ensure_data()) if case.letter == "g")
    with upstream(where) as running, serving([GATEWAY], case.mode, running, where, None) as servers:
        server, began, requests = servers[GATEWAY], time.monotonic(), 0.0
        load = load_of(case, server, SAMPLE_SECONDS)
        while time.monotonic() - began < seconds:
            run = drive(server, load, where)
            requests += run.per_second * SAMPLE_SECONDS
            found.append((time.monotonic() - began, run.memory))
            print(
                f"{found[-1][0]:6.0f} s {requests:10,.0f} requests {run.memory:7.1f} MB "
                f"{run.per_second:6.0f}/s {run.refused} refused",
                flush=True,
            )
    return found


if __name__ == "__main__":
    sys.exit(main())
