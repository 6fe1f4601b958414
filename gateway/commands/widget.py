"""Pack the widget under a new fixed version: `python -m gateway widget 1.2.0` (docs/widgets.md)."""

from __future__ import annotations

import argparse
import sys

from gateway.embed.release import release

NAME = "widget"


def configure(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("number", help="like 1.2.0, higher than all before")
    parser.add_argument("--again", action="store_true", help="replace a version that no site has used yet")


def run(chosen: argparse.Namespace) -> int:
    """0 done, 1 for a number that cannot be used."""
    done, sentence = release(chosen.number, again=chosen.again)
    print(sentence, file=sys.stdout if done else sys.stderr)
    return 0 if done else 1
