"""Write the reference pages made from the code (settings, error codes, commands), or compare them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from pydantic import SecretStr
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined
from pydantic_settings import BaseSettings

from gateway.errors import CODES
from gateway.mutations.codes import USER_CODES
from gateway.registry import find_sources
from gateway.settings import EMULATOR_INFIX, GatewaySettings, MongoSettings, prefix_of

NAME = "docs"

NOTICE = "<!-- Made by `python -m gateway docs`; a test compares it with the code. -->"


def configure(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("--check", action="store_true", help="fail when a page differs from the code")
    parser.add_argument("--folder", default="docs", help="the folder (default: %(default)s)")


def run(chosen: argparse.Namespace) -> int:
    """Write the pages, or with --check tell which one is old."""
    stale = []
    for name, text in pages().items():
        file = Path(chosen.folder, name)
        if not chosen.check:
            file.write_text(text, encoding="utf-8")
        elif not file.is_file() or file.read_text(encoding="utf-8") != text:
            stale.append(str(file))
    if stale:
        print(f"{', '.join(stale)}: old, run `python -m gateway docs`.", file=sys.stderr)
    return 1 if stale else 0


def pages() -> dict[str, str]:
    """File name -> Markdown text of every generated page."""
    return {"settings.md": _page(_settings()), "errors.md": _page(_errors())}


def _page(lines: Iterable[str]) -> str:
    return "\n".join([*lines, ""])


def _errors() -> Iterator[str]:
    yield from ("# Error codes", "", NOTICE, "")
    yield "Every entry of `errors` has `extensions.code`, one of these. Decide on it, never on the message."
    yield from (
        "",
        "| code | meaning | worth retrying | status outside GraphQL |",
        "| --- | --- | --- | --- |",
    )
    for code, info in CODES.items():
        yield f"| `{code}` | {info.meaning} | {'yes' if info.retry else 'no'} | {info.http} |"
    yield from ("", "## User errors", "")
    yield "Why a mutation did nothing stands in its payload, `userErrors {code field message}`."
    yield "The message is for people, in French or English; the code is stable."
    yield "A query or a subscription that is refused for such a reason has the same code in its `errors`."
    yield from ("", "| code | meaning | message |", "| --- | --- | --- |")
    for code, about in USER_CODES.items():
        yield f"| `{code}` | {about.meaning} | {about.fr} |"


def _settings() -> Iterator[str]:
    yield from ("# Settings", "", NOTICE, "")
    yield "All settings are environment variables. An unknown one with a prefix of ours stops the start."
    yield from _table("The gateway", "GATEWAY_", GatewaySettings)
    yield from _table("MongoDB", "MONGODB_", MongoSettings)
    for source in find_sources():
        yield from _table(f"Source `{source.name}`", prefix_of(source), source.settings)
        if source.emulator and source.emulator.options:
            names = ", ".join(
                f"`{prefix_of(source)}{EMULATOR_INFIX}{o.upper()}`" for o in source.emulator.options
            )
            yield from ("", f"Its emulator (demo and tests only) also takes {names}.")


def _table(title: str, prefix: str, settings: type[BaseSettings]) -> Iterator[str]:
    yield from ("", f"## {title}", "", "| variable | default | meaning |", "| --- | --- | --- |")
    for name, field in settings.model_fields.items():
        meaning = field.description or _missing(prefix, name)
        yield f"| `{prefix}{name.upper()}` | {_default(field)} | {meaning} |"


def _default(field: FieldInfo) -> str:
    if field.annotation is SecretStr or field.annotation == SecretStr | None:
        return "secret"
    if field.default is PydanticUndefined:
        return "required"
    return f"`{field.default}`" if field.default not in {"", None} else "-"


def _missing(prefix: str, name: str) -> str:
    raise LookupError(f"the setting {prefix}{name.upper()} has no description")
