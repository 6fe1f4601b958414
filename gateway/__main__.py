"""The command line: `python -m gateway COMMAND`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence

from gateway.commands import demo, docs, doctor, emulate, new_source, schema, serve, sync, token
from gateway.registry import RegistryError
from gateway.settings import SettingsError

Command = Callable[[argparse.Namespace], int]

COMMANDS = (demo, serve, sync, schema, docs, doctor, emulate, new_source, token)


def parser() -> argparse.ArgumentParser:
    """All commands with their options."""
    root = argparse.ArgumentParser(prog="python -m gateway", description="The Partir Ici content gateway.")
    commands = root.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for module in COMMANDS:
        sentence = (module.__doc__ or "").strip().splitlines()[0]
        sub = commands.add_parser(module.NAME, help=sentence, description=sentence)
        module.configure(sub)
        sub.set_defaults(run=module.run)
    return root


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its result is the exit code. A wrong setting is one sentence, never a traceback."""
    chosen = parser().parse_args(arguments)
    run: Command = chosen.run
    try:
        return run(chosen)
    except (SettingsError, RegistryError) as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
