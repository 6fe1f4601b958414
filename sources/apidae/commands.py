"""`python -m gateway sync apidae`: a run by hand, with options, a progress bar and a summary."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from rich.console import Console

from gateway.source import Command, Context
from sources.apidae.exports.applying import Order
from sources.apidae.exports.refusals import BadExport
from sources.apidae.runtime import Runtime
from sources.apidae.showing import show_done, show_rejected, watched
from sources.apidae.upkeep import Upkeep

LIVE = "APIDAE_MODE is live: nothing is kept, so there is nothing to bring up to date."


def configure(parser: argparse.ArgumentParser) -> None:
    """Options of a run; those that exclude each other are refused together."""
    parser.add_argument(
        "--full",
        action="store_true",
        help="read every object again; with --zip: what is not in the export is gone",
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--zip", metavar="FILE", help="apply the zip of an export instead of asking Apidae")
    what.add_argument("--rejected", action="store_true", help="only list the objects that are set aside")


async def run(chosen: argparse.Namespace, ctx: Context[Runtime]) -> int:
    """One run; 0 when it came to its end, 1 for an export that is not fit, 2 for a mistake of the caller.
    Failures are raised."""
    upkeep, console = ctx.runtime.upkeep, Console()
    if upkeep is None:
        print(LIVE, file=sys.stderr)  # noqa: T201  # a command prints
        return 2
    if chosen.rejected:
        show_rejected(console, await upkeep.mirror.rejected())
        return 0
    if chosen.zip:
        return await _apply(upkeep, Path(chosen.zip), chosen.full, console)
    with watched(console) as progress:
        told, done = await upkeep.run(complete=chosen.full, eager=True, progress=progress)
    for sentence in told:
        console.print(sentence, highlight=False, soft_wrap=True)
    show_done(console, done)
    selections = await upkeep.mirror.read_selections()
    console.print(f"Read {selections} selections.", highlight=False)
    return 0


async def _apply(upkeep: Upkeep, path: Path, full: bool, console: Console) -> int:  # as given
    """Apply a zip that the operator has; who does so means it."""
    try:
        file = path.open("rb")
    except OSError as error:
        print(f"{path} cannot be read: {error.strerror}.", file=sys.stderr)  # noqa: T201  # as above
        return 2
    with file, watched(console) as progress:
        try:
            done = await upkeep.apply(file, Order(name=path.name, reset=full, insists=True), progress)
        except BadExport as refused:
            print(f"{path.name} was not applied. {refused}", file=sys.stderr)  # noqa: T201  # as above
            return 1
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
