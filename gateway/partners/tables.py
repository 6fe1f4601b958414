"""Keys as operators read them: tables for people, JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from gateway.partners.record import KeyRecord, KeyState

COLOURS = {KeyState.ACTIVE: "green", KeyState.EXPIRED: "yellow", KeyState.REVOKED: "dim"}
WIDTH = 150
"""Of an output that is no terminal."""


def console() -> Console:
    """Prints to the terminal, or plainly into a file or pipe."""
    made = Console()
    return made if made.is_terminal else Console(width=WIDTH, no_color=True)


def keys_table(records: Sequence[KeyRecord], now: datetime) -> Table:
    """One row a key."""
    table = Table(title=f"{len(records)} keys", title_justify="left")
    for name in ("partner", "name", "key", "state", "origins", "scope", "rate", "ends"):
        table.add_column(name, justify="right" if name == "rate" else "left", no_wrap=name == "key")
    for one in records:
        state = one.state(now)
        table.add_row(
            one.partner,
            escape(one.name),
            one.key,
            f"[{COLOURS[state]}]{state.value}[/]",
            "\n".join((*one.origins, *(["this machine"] if one.test else []))) or "none",
            scope_words(one) or "everything",
            str(one.rate) if one.rate else "no limit",
            f"{one.expires_at:%Y-%m-%d}" if one.expires_at else "",
        )
    return table


def key_table(record: KeyRecord, now: datetime) -> Table:
    """All of one key, a row a property."""
    table = Table(title=f"{record.partner}: {escape(record.name)}", title_justify="left", show_header=False)
    for name, value in as_json(record, now).items():
        words = "\n".join(map(str, value)) if isinstance(value, list) else _text(value)
        table.add_row(name, escape(words))
    return table


def as_json(record: KeyRecord, now: datetime) -> dict[str, Any]:
    """A key for programs; moments in ISO 8601, UTC."""
    found = {one.name: getattr(record, one.name) for one in fields(record)}
    plain = {
        name: value.isoformat() if isinstance(value, datetime) else value for name, value in found.items()
    }
    plain |= {"origins": list(record.origins), "scope": record.scope.document()}
    return {"id": plain.pop("id"), "state": record.state(now).value, **plain}


def dumped(value: Any) -> str:
    """JSON for a terminal."""
    return json.dumps(value, indent=2, ensure_ascii=False)


def scope_words(record: KeyRecord) -> str:
    """The parts of a scope that narrow anything."""
    parts = record.scope.document().items()
    return "\n".join(f"{name}: {' '.join(values)}" for name, values in parts if values)


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return "\n".join(f"{name}: {' '.join(one) or 'all'}" for name, one in value.items())
    return "" if value is None else str(value)
