"""`python -m gateway sync apidae`: a run by hand, with options, a progress bar and a summary."""

from __future__ import annotations

import argparse
import sys

from rich.console import Console

from gateway.source import Command, Context
from sources.apidae.runtime import Runtime
from sources.apidae.showing import show_done, show_rejected, watched

LIVE = "APIDAE_MODE is live: nothing is kept, so there is nothing to bring up to date."


def configure(parser: argparse.ArgumentParser) -> None:
    """Options of a run; those that exclude each other are refused together."""
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--full", action="store_true", help="read every object again")
    what.add_argument("--rejected", action="store_true", help="only list the objects that are set aside")


async def run(chosen: argparse.Namespace, ctx: Context[Runtime]) -> int:
    """One run; 0 when it came to its end, 2 when there is no mirror. Failures are raised."""
    mirror, console = ctx.runtime.mirror, Console()
    if mirror is None:
        print(LIVE, file=sys.stderr)  # noqa: T201  # a command prints
        return 2
    if chosen.rejected:
        show_rejected(console, await mirror.rejected())
        return 0
    with watched(console) as progress:
        done = await mirror.sync(complete=chosen.full, eager=True, progress=progress)
    show_done(console, done)
    return 0


by_hand = Command(
    name="apidae",
    description="Brings the mirror up to date with Apidae.",
    configure=configure,
    run=run,
)


def configure_replacing(parser: argparse.ArgumentParser) -> None:
    """Two numbers of Apidae."""
    parser.add_argument("old", type=int, help="number in Apidae of an offer that is not public any more")
    parser.add_argument("new", type=int, help="number of the offer that stands in its place")


async def run_replacing(chosen: argparse.Namespace, ctx: Context[Runtime]) -> int:
    """Let one offer lead to another; 1 when the first one is not gone."""
    if ctx.runtime.mirror is None:
        print(LIVE, file=sys.stderr)  # noqa: T201  # as above
        return 2
    if not await ctx.runtime.mirror.replace(chosen.old, chosen.new):
        print(f"{chosen.old} is public, or never was.", file=sys.stderr)  # noqa: T201  # as above
        return 1
    print(f"{chosen.old} leads to {chosen.new} from now on, while that one is public.")  # noqa: T201  # as above
    return 0


replacing = Command(
    name="replace-offer",
    description="Lets the address of an offer that is gone lead to the one that took its place.",
    configure=configure_replacing,
    run=run_replacing,
)
