"""docs/performance.md: the tables, and what is not fair in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bench.linear import Size, linear
from bench.measure import Outcome
from bench.places import TRIED
from bench.tables import by_the_clock, details, noise, summary

ABOUT = """# Performance

<!-- Made by `make bench`; run it again rather than editing this. -->

The gateway and its peers serve the same part of the graph over the same two upstreams, on one core, while
wrk asks from the other. All answers of a case are compared before anything is timed. Servers take turns,
round after round; a figure is the median of its rounds. Ratios are what to trust: the machine is shared."""

UNFAIR = """## What is not fair in it

- The upstream answers from memory at once. With a real one everybody waits, and what an answer costs the
  processor decides only how many wait at the same time.
- The hand-written ceiling knows the operations by name and checks nothing: no limits, no validation. It calls
  the upstream through aiohttp and keeps its answers in dicts, as one writes it by hand: where the gateway is
  above it, that is its own lines to upstreams, its typed decoding and its writing level by level.
- The gateway's sources decode only what they use (msgspec), facets straight into what is shown, and its
  process has the garbage collector tuned as `python -m gateway serve` does it. The ceiling has neither.
- In (d) the gateway's requests at the same moment share calls (`Gathering`), and so do Tailcall's; the Node
  peers batch within a request, as their loaders are made to be used. In row (d1) ours share nothing; the
  column "under load" has the calls that a request really made.
- The Node peers have DataLoader or loaders, parse and validation caches, and Mercurius its JIT; they have no
  limits on depth or cost, no load gate and no rate limits, which the gateway keeps on.
- In case (c304) Yoga compares the validator before it looks at the operation.
- Tailcall gets its objects by GET, and in them, ready, what its templates cannot make: ids, phone, e-mail and
  website, dates, departments, the first three pictures with their URL of 900 pixels; and of an offer's posts
  only as many as are asked. The rest of each object is what everybody gets. That is less work than the others
  have. Its scripts could do it, but the ids of the offers alone would cost almost half of a page more.
- Tailcall waits a millisecond for others to join each batch: its figures by the clock suffer from that, those
  by processor time do not. It has one worker thread, and as is its default it does not validate queries.
- Tailcall's schema says String where the others' say URL, knows no other language than French and ignores the
  number and the width of pictures. So it is in neither (b) nor (g): with a call for each URL, and `@cache`,
  it could answer (b), but some of those answers were wrong.
- Tailcall keeps no whole answers: in (c) its `@cache` keeps what the calls gave. It is version 1.0.0, as the
  later one that npm has needs glibc 2.39."""

BY_PROCESSOR = """## Requests per second of processor time

What a core of its own would give: time that others took from the core does not count."""

LINEAR = "## Cost of an offer by the size of the page"

BY_THE_CLOCK = """## Requests per second by the clock

`~`: others took more than a tenth of the core."""


def page(outcomes: Sequence[Outcome], facts: dict[str, Any], sizes: Sequence[Size]) -> str:
    """The whole page."""
    parts = [
        ABOUT,
        _circumstances(facts),
        BY_PROCESSOR,
        summary(outcomes),
        BY_THE_CLOCK,
        by_the_clock(outcomes),
        "## Each case",
        *(_case(outcome) for outcome in outcomes),
        LINEAR,
        linear(sizes),
        TRIED.read_text("utf-8").strip(),
        UNFAIR,
    ]
    return "\n\n".join(parts) + "\n"


def _circumstances(facts: dict[str, Any]) -> str:
    machine, pace = facts["machine"], facts["calibration"]
    packages = ", ".join(f"{name} {version}" for name, version in facts["packages"].items())
    return (
        f"Measured on {facts['date']}: {machine['processor']}, {machine['memory']}, {machine['system']}, "
        f"Python {machine['python']}; {facts['rounds']} rounds of {facts['seconds']} s, "
        f"{facts['minutes']} minutes in all. Calibration: {pace[0]:.0f} and {pace[1]:.0f} million empty "
        f"turns of a Python loop a second.\n\n{packages}."
    )


def _case(outcome: Outcome) -> str:
    title = f"### ({outcome.case.letter}) {outcome.case.title}"
    return f"{title}\n\n{details(outcome)}\n\n{noise(outcome)}"
