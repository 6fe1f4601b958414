"""Tables for operators: what is read, how it goes, what needs a hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from rich.console import Console
from rich.table import Table

from sources.social.accounts.record import AccountRecord, State

COLOURS: Mapping[State, str] = {
    State.OK: "green",
    State.STALE: "yellow",
    State.THROTTLED: "yellow",
    State.NEEDS_TOKEN: "red",
    State.REVOKED: "dim",
}
WIDTH = 150
"""Of an output that is no terminal."""


def console() -> Console:
    """Prints to the terminal, or plainly into a file or pipe."""
    made = Console()
    return made if made.is_terminal else Console(width=WIDTH, no_color=True)


def accounts_table(records: Sequence[AccountRecord], posts: Mapping[str, int], now: datetime) -> Table:
    """One row an account; nothing secret is in it."""
    table = Table(title=f"{len(records)} accounts", title_justify="left")
    for name in ("account", "handle", "kind", "state", "why", "read", "next", "posts", "consent", "token"):
        table.add_column(name, justify="right" if name == "posts" else "left", no_wrap=name == "account")
    for one in records:
        state = f"[{COLOURS[one.state]}]{one.state.value}[/]"
        table.add_row(
            one.key,
            one.handle,
            one.kind.value,
            state if one.approved else f"{state} (reviewed)",
            one.reason,
            _ago(one.last_good_sync, now),
            "" if one.state is State.REVOKED else _until(one.next_sync, now),
            str(posts.get(one.key, 0)),
            _consent(one),
            _token(one, now),
        )
    return table


def _consent(record: AccountRecord) -> str:
    if record.scouts:
        return f"of scout {', '.join(record.scouts)}"
    if record.consent is None:
        return ""
    withdrawn = record.consent.withdrawn_at
    return f"withdrawn {withdrawn:%Y-%m-%d}" if withdrawn else f"{record.consent.given_at:%Y-%m-%d}"


def _token(record: AccountRecord, now: datetime) -> str:
    if record.token is None:
        return "of the settings"
    return f"sealed, ends {_until(record.token_expires, now)}" if record.token_expires else "sealed"


def _ago(moment: datetime | None, now: datetime) -> str:
    return "never" if moment is None else f"{_span((now - moment).total_seconds())} ago"


def _until(moment: datetime | None, now: datetime) -> str:
    if moment is None or moment <= now:
        return "now"
    return f"in {_span((moment - now).total_seconds())}"


def _span(seconds: float) -> str:
    for size, unit in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds / size:.0f} {unit}"
    return f"{max(seconds, 0):.0f} s"
