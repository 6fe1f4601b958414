"""Write schema.graphql, or compare it with the graph."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from gateway.graph.compose import compose
from gateway.registry import find_sources

NAME = "schema"


def configure(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("--check", action="store_true", help="fail when the file differs from the graph")
    parser.add_argument("--file", default="schema.graphql", help="the file (default: %(default)s)")


def run(chosen: argparse.Namespace) -> int:
    """Write the file, or with --check tell whether it is fresh."""
    file = Path(chosen.file)
    text = schema_text()
    if not chosen.check:
        file.write_text(text, encoding="utf-8")
        print(f"{file} has {len(text.splitlines())} lines.")
        return 0
    if file.is_file() and file.read_text(encoding="utf-8") == text:
        print(f"{file} is fresh.")
        return 0
    print(f"{file} differs from the graph: run `python -m gateway schema` and review it.", file=sys.stderr)
    return 1


def schema_text() -> str:
    """The schema of the built-in and installed sources, whatever the settings."""
    return compose(find_sources()).as_str() + "\n"
