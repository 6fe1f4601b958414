"""HTML from template files: whatever is put in is escaped, unless it is already markup."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from html import escape
from pathlib import Path
from string import Template

FOLDER = Path(__file__).with_name("templates")


class Html(str):
    """Text that is HTML already and is put into a template as it is."""

    __slots__ = ()


def render(name: str, /, **values: object) -> Html:
    """The template `templates/<name>.html` with `$values` put in, escaped for text and for attributes."""
    return Html(_template(name).substitute({key: _safe(value) for key, value in values.items()}))


def joined(parts: Iterable[Html]) -> Html:
    """Pieces of HTML, one after the other."""
    return Html("".join(parts))


def _safe(value: object) -> str:
    return value if isinstance(value, Html) else escape(str(value), quote=True)


@cache
def _template(name: str) -> Template:
    return Template((FOLDER / f"{name}.html").read_text("utf-8"))
