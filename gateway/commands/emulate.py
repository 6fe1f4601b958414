"""Serve one source's emulator on loopback."""

from __future__ import annotations

import argparse
import os
import sys

import uvicorn

from gateway.registry import find_sources
from gateway.settings import emulator_options

NAME = "emulate"


def configure(parser: argparse.ArgumentParser) -> None:
    """Which emulator, and where."""
    parser.add_argument("source", help="name of the source, e.g. apidae")
    parser.add_argument("--port", type=int, help="port on 127.0.0.1 (default: the emulator's own)")


def run(chosen: argparse.Namespace) -> int:
    """Serve until stopped."""
    with_emulator = {source.name: source for source in find_sources() if source.emulator}
    source = with_emulator.get(chosen.source)
    if source is None or source.emulator is None:
        print(f"No emulator for {chosen.source}. There are: {', '.join(with_emulator)}.", file=sys.stderr)
        return 2
    try:
        app = source.emulator.build(emulator_options(source, os.environ))
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return 1
    port = chosen.port or source.emulator.port
    print(f"{source.title}: emulator on http://127.0.0.1:{port}/", flush=True)
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning", access_log=False)
    return 0
