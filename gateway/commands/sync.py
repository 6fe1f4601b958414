"""Run a source's jobs once, now."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys

from gateway.app import Gateway
from gateway.app import configure as read_configuration
from gateway.errors import GatewayError
from gateway.jobs import run_once
from gateway.observe.logs import set_up_logging

NAME = "sync"


def configure(parser: argparse.ArgumentParser) -> None:
    """Which source; all when none is named."""
    parser.add_argument("source", nargs="?", help="name of a source (default: all)")


def run(chosen: argparse.Namespace) -> int:
    """Print one sentence a job; 1 when one failed."""
    configuration = read_configuration(os.environ)
    set_up_logging("WARNING")
    if not configuration.mongo.uri:
        print("MONGODB_URI is missing.", file=sys.stderr)
        return 2
    return asyncio.run(_sync(Gateway(configuration, jobs=False), chosen.source))


async def _sync(gateway: Gateway, name: str | None) -> int:
    failures = 0
    async with gateway.open() as opened:
        if name is not None and name not in opened.by_name:
            print(f"No source is called {name}. There are: {', '.join(opened.by_name)}.", file=sys.stderr)
            return 2
        await opened.prepared.wait()
        for source in opened.by_name.values():
            for job in source.source.jobs if source.settings.enabled and name in {None, source.name} else ():
                try:
                    print(f"{source.name} {job.name}: {await run_once(opened, source, job)}")
                except GatewayError as error:
                    failures += 1
                    print(f"{source.name} {job.name}: {error.code}: {error.message}", file=sys.stderr)
    return 1 if failures else 0
