"""How a run is shown to the person who started it: a bar on a terminal, plain lines anywhere else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from sources.apidae.mirror.done import Done
from sources.apidae.mirror.done import Progress as Watcher


class Bar:
    """A bar for each part of a run."""

    def __init__(self, bars: Progress) -> None:
        """Nothing is shown yet."""
        self._bars = bars
        self._task: TaskID | None = None

    def begin(self, what: str, total: int) -> None:
        """See `Watcher`."""
        if self._task is not None:
            self._bars.remove_task(self._task)
        self._task = self._bars.add_task(what, total=total or None)

    def advance(self, count: int) -> None:
        """See `Watcher`."""
        if self._task is not None:
            self._bars.advance(self._task, count)


class Lines:
    """A line for each part that has objects, and one for each tenth of it."""

    def __init__(self, console: Console) -> None:
        """Nothing is shown yet."""
        self._console = console
        self._what, self._total, self._count, self._told = "", 0, 0, 0

    def begin(self, what: str, total: int) -> None:
        """See `Watcher`."""
        self._what, self._total, self._count, self._told = what, total, 0, 0

    def advance(self, count: int) -> None:
        """See `Watcher`."""
        self._count += count
        tenth = 10 * self._count // self._total if self._total else 0
        if tenth > self._told:
            self._told = tenth
            self._console.print(f"{self._what}: {self._count} of {self._total}", highlight=False)


@contextmanager
def watched(console: Console) -> Iterator[Watcher]:
    """Whoever shows a run on this console, for the time of a block."""
    if not console.is_terminal:
        yield Lines(console)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bars:
        yield Bar(bars)


def show_done(console: Console, done: Done) -> None:
    """What a run has done: its sentence, and on a terminal a table of its numbers."""
    if console.is_terminal and not done.skipped:
        table = Table(
            "what", "objects", title="Everything was read" if done.complete else "Changes were read"
        )
        for what in ("read", "public", "removed", "judged", "rejected", "doubted"):
            value = getattr(done, what)
            table.add_row(what, str(len(value) if isinstance(value, dict) else value))
        console.print(table)
    console.print(done.sentence(), highlight=False, soft_wrap=True)


def show_rejected(console: Console, rejected: Iterable[Mapping[str, Any]]) -> None:
    """The objects that are set aside: a table on a terminal, else lines with tabs for other programs."""
    rows = [(str(one["_id"]), one["reason"], f"{one['at']:%Y-%m-%d %H:%M}") for one in rejected]
    if not rows:
        console.print("No object is set aside.")
    elif console.is_terminal:
        table = Table("object", "reason", "since (UTC)")
        for row in rows:
            table.add_row(*row)
        console.print(table)
    else:
        for row in rows:
            console.file.write("\t".join(row) + "\n")
