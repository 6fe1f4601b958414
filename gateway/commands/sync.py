"""Run a source's jobs once, now."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import Any

from gateway.commands.of_sources import by_hand, failure, refused, with_sources
from gateway.errors import GatewayError
from gateway.jobs import run_once
from gateway.opened import OpenedSource, OpenedSources
from gateway.source import Job, Source

NAME = "sync"


def configure(parser: argparse.ArgumentParser, sources: Sequence[Source[Any]]) -> None:
    """Which source, with the options of its jobs; all sources when none is named."""
    named = parser.add_subparsers(dest="source", metavar="SOURCE", help="name of a source (default: all)")
    for source in sources:
        jobs = " ".join(job.description for job in source.jobs) or "It has no jobs."
        sub = named.add_parser(source.name, help=jobs, description=jobs)
        for job in source.jobs:
            if job.by_hand:
                job.by_hand.configure(sub)


def run(chosen: argparse.Namespace) -> int:
    """Print one sentence a job; 1 when one failed."""

    async def work(opened: OpenedSources) -> int:
        return await _sync(opened, chosen)

    return with_sources(work)


async def _sync(opened: OpenedSources, chosen: argparse.Namespace) -> int:
    if chosen.source is None:
        named = [source for source in opened.by_name.values() if source.settings.enabled]
        return max([await _run(opened, one, job) for one in named for job in one.source.jobs], default=0)
    source = opened.by_name[chosen.source]
    if not source.settings.enabled:
        return refused(f"The source {chosen.source} is switched off.")
    if commands := [job.by_hand for job in source.source.jobs if job.by_hand]:
        return max([await by_hand(opened, source, command, chosen) for command in commands])
    return max([await _run(opened, source, job) for job in source.source.jobs], default=0)


async def _run(opened: OpenedSources, source: OpenedSource, job: Job[Any]) -> int:
    """One job as it runs beside requests."""
    try:
        print(f"{source.name} {job.name}: {await run_once(opened, source, job)}", flush=True)
    except GatewayError as error:
        print(failure(f"{source.name} {job.name}", error), file=sys.stderr)
        return 1
    return 0
