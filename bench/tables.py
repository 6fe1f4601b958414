"""Tables of what was measured, in Markdown and for the terminal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import median

from bench.cases import APOLLO, CEILING, GATEWAY, MERCURIUS, OTHER_PEERS, STRAWBERRY, TAILCALL, YOGA
from bench.measure import Measured, Outcome

NAMES = {
    GATEWAY: "**gateway**",
    CEILING: "hand-written ceiling",
    MERCURIUS: "Mercurius with JIT",
    TAILCALL: "Tailcall",
    YOGA: "GraphQL Yoga",
    APOLLO: "Apollo Server",
    STRAWBERRY: "plain Strawberry",
}
COLUMNS = (GATEWAY, CEILING, *OTHER_PEERS, STRAWBERRY)
Rate = Callable[[Measured], float]
NOISY = 0.10
"""Share of the serving core that others may take before a median is marked."""


def summary(outcomes: Sequence[Outcome]) -> str:
    """Requests for each second of processor time, everybody's, and our ratios."""
    head = ["case", *(NAMES[name] for name in COLUMNS), "of ceiling", "of best peer", "of Strawberry"]
    rows = [
        [_title(one), *(_per_cpu(one, name) for name in COLUMNS), *_ratios(one, _cpu_rate)]
        for one in outcomes
    ]
    return markdown(head, rows)


def by_the_clock(outcomes: Sequence[Outcome]) -> str:
    """Requests per second as wrk counted them, everybody's, and our ratios."""
    head = ["case", *(NAMES[name] for name in COLUMNS), "of ceiling", "of best peer", "of Strawberry"]
    rows = [
        [_title(one), *(_rate(one, name) for name in COLUMNS), *_ratios(one, _rate_of)] for one in outcomes
    ]
    return markdown(head, rows)


def details(outcome: Outcome) -> str:
    """One case, all servers: rate with its span, latency, CPU, memory, upstream calls a request."""
    head = [
        "server",
        "requests/CPU s",
        "requests/s",
        "lowest to highest",
        "p50 ms",
        "p99 ms",
        "CPU ms/request",
        "RSS MB",
        "upstream calls",
        "under load",
    ]
    rows = [_detail(outcome, name) for name in COLUMNS if name in outcome.servers]
    return markdown(head, rows)


def noise(outcome: Outcome) -> str:
    """How quiet the machine was during a case."""
    runs = [run for one in outcome.servers.values() for run in one.runs]
    others = sorted(run.foreign for run in runs)
    pace = f"{min(outcome.pace):.0f} to {max(outcome.pace):.0f}"
    return (
        f"Calibration {pace} million empty Python turns a second; other processes took "
        f"{others[len(others) // 2]:.0%} of the serving core in the middle run, {others[-1]:.0%} at worst; "
        f"the asking core was {max(run.busy for run in runs):.0%} used at most. "
        f"{outcome.compared} answers compared. "
        f"{sum(one.refused for one in outcome.servers.values())} refused."
    )


def ratio(outcome: Outcome, others: Sequence[str], rate: Rate) -> float | None:
    """Our rate over that of the best of the others, both medians of all rounds."""
    best = max((rate(outcome.servers[name]) for name in others if name in outcome.servers), default=0.0)
    if not best or GATEWAY not in outcome.servers:
        return None
    return rate(outcome.servers[GATEWAY]) / best


def markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table with its columns aligned."""
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
    lines = [_line(head, widths), _line(["-" * width for width in widths], widths)]
    return "\n".join([*lines, *(_line(row, widths) for row in rows)])


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "| " + " | ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)) + " |"


def _title(outcome: Outcome) -> str:
    return f"({outcome.case.letter}) {outcome.case.title}"


def _cpu_rate(one: Measured) -> float:
    return one.per_cpu_second


def _rate_of(one: Measured) -> float:
    return one.middle("per_second")


def _per_cpu(outcome: Outcome, name: str) -> str:
    return spaced(outcome.servers[name].per_cpu_second) if name in outcome.servers else "–"


def _rate(outcome: Outcome, name: str) -> str:
    if name not in outcome.servers:
        return "–"
    text = spaced(outcome.rate(name))
    return f"{text} ~" if outcome.servers[name].middle("foreign") > NOISY else text


def _ratios(outcome: Outcome, rate: Rate) -> list[str]:
    shares = [ratio(outcome, others, rate) for others in ([CEILING], OTHER_PEERS, [STRAWBERRY])]
    return ["–" if share is None else f"{share:.2f}" for share in shares]


def _detail(outcome: Outcome, name: str) -> list[str]:
    one = outcome.servers[name]
    rates = [run.per_second for run in one.runs]
    return [
        NAMES[name],
        spaced(one.per_cpu_second),
        spaced(outcome.rate(name)),
        f"{spaced(min(rates))} to {spaced(max(rates))}",
        f"{one.middle('p50'):.1f}",
        f"{one.middle('p99'):.1f}",
        f"{one.middle('cpu'):.3f}",
        f"{one.middle('memory'):.0f}",
        f"{one.calls:.2f}",
        f"{median(one.loaded):.2f}",
    ]


def spaced(number: float) -> str:
    """A whole number, thousands apart."""
    return f"{number:,.0f}".replace(",", " ")
