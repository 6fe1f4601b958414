"""The command line: `python -m gateway COMMAND`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from functools import partial
from types import ModuleType
from typing import Any

from gateway.commands import demo, docs, doctor, emulate, new_source, schema, serve, sync, token, widget
from gateway.commands.of_sources import declared_commands, run_declared
from gateway.registry import RegistryError, find_sources
from gateway.settings import SettingsError
from gateway.source import Source

Command = Callable[[argparse.Namespace], int]

COMMANDS = (demo, serve, schema, docs, doctor, emulate, new_source, token, widget)
ALONE = frozenset(module.NAME for module in COMMANDS)
"""Commands that need no source to be found before their options are read."""


def parser(sources: Sequence[Source[Any]]) -> argparse.ArgumentParser:
    """All commands with their options, those of the sources among them."""
    root = argparse.ArgumentParser(prog="python -m gateway", description="The Partir Ici content gateway.")
    commands = root.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for module in COMMANDS:
        module.configure(_added(commands, module))
    sync.configure(_added(commands, sync), sources)
    for declared in declared_commands(sources, {*ALONE, sync.NAME}):
        _, command = declared
        sub = commands.add_parser(command.name, help=command.description, description=command.description)
        command.configure(sub)
        sub.set_defaults(run=partial(run_declared, declared))
    return root


def _added(commands: Any, module: ModuleType) -> argparse.ArgumentParser:
    sentence = (module.__doc__ or "").strip().splitlines()[0]
    sub: argparse.ArgumentParser = commands.add_parser(module.NAME, help=sentence, description=sentence)
    sub.set_defaults(run=module.run)
    return sub


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its result is the exit code. A wrong setting is one sentence, never a traceback."""
    words = sys.argv[1:] if arguments is None else [*arguments]
    alone = bool(words) and words[0] in ALONE
    try:
        found = [] if alone else find_sources(os.environ.get("GATEWAY_SOURCES_PATH", ""))
        chosen = parser(found).parse_args(words)
        run: Command = chosen.run
        return run(chosen)
    except (SettingsError, RegistryError) as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
