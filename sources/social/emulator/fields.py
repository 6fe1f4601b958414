"""The ``fields`` expression of the Graph API: parser and writer for ``a,b{c},d.limit(5).after(X){e}``."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sources.social.emulator import errors

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MAX_DEPTH = 10
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Selection:
    """One asked field: its name, its modifiers by name, and the fields asked below it."""

    name: str
    args: Mapping[str, str] = field(default_factory=dict)
    children: tuple[Selection, ...] = ()

    @property
    def key(self) -> str:
        """Give the key in the answer: the alias given by ``.as(...)``, or the name."""
        return self.args.get("as", self.name)


class _Reader:
    """A position in the text that is being read."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def skip_blanks(self) -> None:
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1

    def take(self, char: str) -> bool:
        self.skip_blanks()
        if self.text.startswith(char, self.at):
            self.at += 1
            return True
        return False

    def expect(self, char: str) -> None:
        if not self.take(char):
            raise errors.syntax(f"Expected {char} instead of {self._found()}.", self.at)

    def name(self) -> str:
        self.skip_blanks()
        match = _NAME.match(self.text, self.at)
        if match is None:
            raise errors.syntax(f"Expected a field name instead of {self._found()}.", self.at)
        self.at = match.end()
        return match.group()

    def until_parenthesis(self) -> str:
        end = self.text.find(")", self.at)
        if end < 0:
            raise errors.syntax("Expected ) instead of end of string.", len(self.text))
        value, self.at = self.text[self.at : end], end + 1
        return value.strip()

    def _found(self) -> str:
        return self.text[self.at] if self.at < len(self.text) else "end of string"


def parse_fields(text: str) -> tuple[Selection, ...]:
    """Read a ``fields`` expression; empty text gives no selection; raises `GraphError` 2500."""
    if not text.strip():
        return ()
    reader = _Reader(text)
    chosen = _read_list(reader, 1)
    reader.skip_blanks()
    if reader.at < len(text):
        raise errors.syntax(f"Expected end of string instead of {text[reader.at]}.", reader.at)
    return chosen


def _read_list(reader: _Reader, depth: int) -> tuple[Selection, ...]:
    if depth > MAX_DEPTH:
        raise errors.syntax(f"Field expansion deeper than {MAX_DEPTH} levels.", reader.at)
    chosen = [_read_one(reader, depth)]
    while reader.take(","):
        chosen.append(_read_one(reader, depth))
    return tuple(chosen)


def _read_one(reader: _Reader, depth: int) -> Selection:
    name, args = reader.name(), {}
    while reader.take("."):
        modifier = reader.name()
        reader.expect("(")
        args[modifier] = reader.until_parenthesis()
    children: tuple[Selection, ...] = ()
    if reader.take("{"):
        children = _read_list(reader, depth + 1)
        reader.expect("}")
    return Selection(name, args, children)


def write_fields(chosen: Iterable[Selection]) -> str:
    """Write selections back as a ``fields`` expression."""
    return ",".join(_write_one(selection) for selection in chosen)


def _write_one(selection: Selection) -> str:
    modifiers = "".join(f".{name}({value})" for name, value in selection.args.items())
    below = f"{{{write_fields(selection.children)}}}" if selection.children else ""
    return f"{selection.name}{modifiers}{below}"
