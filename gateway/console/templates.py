"""HTML from template files: whatever is put in is escaped, unless it is already markup."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from html import escape
from pathlib import Path
from string import Template
from typing import Protocol


class Html(str):
    """Text that is HTML already and is put into a template as it is."""

    __slots__ = ()


class Render(Protocol):
    """The template `<name>.html` with `$values` put in, escaped for text and for attributes."""

    def __call__(self, name: str, /, **values: object) -> Html: ...


def renderer(folder: Path) -> Render:
    """Renders the templates of a folder; each is read once."""

    @cache
    def template(name: str) -> Template:
        return Template((folder / f"{name}.html").read_text("utf-8"))

    def render(name: str, /, **values: object) -> Html:
        return Html(template(name).substitute({key: _safe(value) for key, value in values.items()}))

    return render


def joined(parts: Iterable[Html]) -> Html:
    """Pieces of HTML, one after the other."""
    return Html("".join(parts))


def _safe(value: object) -> str:
    return value if isinstance(value, Html) else escape(str(value), quote=True)


render = renderer(Path(__file__).with_name("templates"))
"""Renders the console's own templates."""
