"""Whether an offer costs the gateway the same on pages of 50 and of 1,000: `python -m bench.linear`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from bench.asking import calls_per_request
from bench.cases import GATEWAY, sized
from bench.load import drive
from bench.machine import Cores, cores
from bench.measure import WARM_SECONDS, load_of
from bench.servers import CannotRun, Upstream, check_tools, serving, upstream
from bench.tables import markdown

SIZES = (50, 100, 250, 500, 1_000)
ALLOWED = 0.20
"""How much dearer or cheaper an offer may be than on the smallest page."""


@dataclass(frozen=True, slots=True)
class Size:
    """Processor time and upstream calls of a page of `first` offers."""

    first: int
    milliseconds: float
    calls: float

    @property
    def microseconds(self) -> float:
        """For each offer."""
        return self.milliseconds * 1e3 / self.first


def measure_sizes(running: Upstream, where: Cores, rounds: int, seconds: int) -> list[Size]:
    """All sizes in turn, round after round; the median of each."""
    cases = [sized(first) for first in SIZES]
    with serving([GATEWAY], "none", running, where, None) as servers:
        server = servers[GATEWAY]
        calls = [calls_per_request(case, server, running) for case in cases]
        loads = [load_of(case, server, seconds) for case in cases]
        for case in cases:
            drive(server, load_of(case, server, WARM_SECONDS), where)
        costs = [[drive(server, load, where).cpu for load in loads] for _ in range(rounds)]
    medians = [median(column) for column in zip(*costs, strict=True)]
    return [Size(*one) for one in zip(SIZES, medians, calls, strict=True)]


def linear(sizes: Sequence[Size]) -> str:
    """The table, and whether it keeps to what is allowed."""
    rows = [
        [
            f"{size.first:,}".replace(",", " "),
            f"{size.milliseconds:.2f}",
            f"{size.microseconds:.1f}",
            f"{size.microseconds / sizes[0].microseconds:.2f}",
            f"{size.calls:.2f}",
        ]
        for size in sizes
    ]
    head = ["offers", "CPU ms/request", "CPU µs/offer", "of the smallest page", "upstream calls"]
    worst = max(abs(size.microseconds / sizes[0].microseconds - 1) for size in sizes)
    verdict = "within" if worst <= ALLOWED else "NOT within"
    told = f"The cost of an offer differs by {worst:.0%} at most: {verdict} {ALLOWED:.0%}."
    return f"{markdown(head, rows)}\n\n{told}"


def main() -> int:
    """Measure and print."""
    try:
        check_tools()
        where = cores()
        with upstream(where) as running:
            print(linear(measure_sizes(running, where, rounds=5, seconds=2)))
    except CannotRun as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
