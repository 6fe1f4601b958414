"""Write the folder of a new source: it works, is tested, and waits for your service."""

from __future__ import annotations

import argparse
import importlib.util
import keyword
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from string import Template
from typing import Any

from gateway.registry import BUILT_IN_PACKAGE, find_sources
from gateway.source import Source

NAME = "new-source"

TEMPLATE = Path(__file__).parent / "source_template"
SUFFIX = ".txt"
LONGEST = 20
FIRST_PORT = 8101
OURS = ("gateway", "mongodb")
"""Prefixes of settings that belong to no source."""


def configure(parser: argparse.ArgumentParser) -> None:
    """The source's name, and where its folder goes."""
    parser.add_argument("name", help="name of the source: lower-case letters, digits, single underscores")
    parser.add_argument(
        "--folder", default=BUILT_IN_PACKAGE, help="folder that holds sources (default: %(default)s)"
    )


def run(chosen: argparse.Namespace) -> int:
    """Write the files and say what comes next; 2 when the name or the folder will not do."""
    folder = Path(chosen.folder)
    known = find_sources()
    if problem := problem_of(chosen.name, folder, known):
        print(problem, file=sys.stderr)
        return 2
    written = write(chosen.name, folder, known)
    print(f"{folder / chosen.name} has {len(written)} files. Next:")
    for number, step in enumerate(_next_steps(chosen.name, folder), start=1):
        print(f"  {number}. {step}")
    return 0


def problem_of(name: str, folder: Path, known: Sequence[Source[Any]]) -> str | None:
    """One sentence that says why this cannot be the name or place of a new source, None when it can."""
    if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", name) or len(name) > LONGEST:
        return f"A name has at most {LONGEST} lower-case letters, digits and single underscores, e.g. trails."
    if keyword.iskeyword(name) or keyword.issoftkeyword(name):
        return f"{name} is a word of Python."
    if (folder / name).exists():
        return f"{folder / name} exists already; nothing was written."
    for taken in (*OURS, *(source.name for source in known)):
        if f"{name}_".startswith(f"{taken}_") or f"{taken}_".startswith(f"{name}_"):
            return f"The settings of {name} could not be told from those of {taken}."
    if importlib.util.find_spec(name) is not None:
        return f"{name} is the name of a Python package."
    return None


def write(name: str, folder: Path, known: Sequence[Source[Any]]) -> list[Path]:
    """Fill the templates into `folder/name`; returns the files."""
    words = _words(name, folder, known)
    written = []
    for template in sorted(TEMPLATE.rglob(f"*{SUFFIX}")):
        file = folder / name / template.relative_to(TEMPLATE).with_suffix("")
        if file.stem == "test_source":
            file = file.with_stem(f"test_{name}")  # test modules of several sources meet in one run
        file.parent.mkdir(parents=True, exist_ok=True)
        text = Template(template.read_text(encoding="utf-8")).substitute(words)
        file.write_text(text, encoding="utf-8")
        written.append(file)
    return written


def is_built_in(folder: Path) -> bool:
    """Whether the folder is the package of sources that the gateway always reads."""
    spec = importlib.util.find_spec(BUILT_IN_PACKAGE)
    places = (spec.submodule_search_locations if spec else None) or ()
    return any(Path(place).resolve() == folder.resolve() for place in places)


def _words(name: str, folder: Path, known: Sequence[Source[Any]]) -> dict[str, str]:
    first, *more = name.split("_")
    package = f"{BUILT_IN_PACKAGE}.{name}" if is_built_in(folder) else name
    imports = [
        "from gateway.testing.standard import SourceTests",
        "from gateway.testing.standard.ground import Grounds",
        f"from {package}.source import source",
    ]
    return {
        "name": name,
        "UPPER": name.upper(),
        "camel": first + "".join(word.capitalize() for word in more),
        "Title": _title(name),
        "Item": f"{_title(name)}Item",
        "folder": folder.as_posix(),
        "port": str(next(_free_ports(known))),
        "imports": "\n".join(sorted(imports)),
    }


def _title(name: str) -> str:
    return "".join(word.capitalize() for word in name.split("_"))


def _free_ports(known: Sequence[Source[Any]]) -> Iterator[int]:
    taken = {source.emulator.port for source in known if source.emulator}
    return (port for port in range(FIRST_PORT, FIRST_PORT + 1000) if port not in taken)


def _next_steps(name: str, folder: Path) -> tuple[str, ...]:
    where = "" if is_built_in(folder) else f"GATEWAY_SOURCES_PATH={folder} "
    return (
        f"python -m pytest {folder / name}",
        f"{where}python -m gateway demo    then ask for {_title(name)}Item at /graphql",
        "Replace client.py, mapping.py and types.py by those of your service; docs/sources.md says how.",
    )
