"""What a run has done, in numbers and in a sentence; and who watches it meanwhile."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol


class Progress(Protocol):
    """Somebody who watches a run."""

    def begin(self, what: str, total: int) -> None:
        """A part of the run begins: a few words, and how many objects it has (0: nobody knows)."""
        ...

    def advance(self, count: int) -> None:
        """So many objects of the part are done."""
        ...


class Unwatched:
    """Nobody watches."""

    def begin(self, what: str, total: int) -> None:
        """Say nothing."""

    def advance(self, count: int) -> None:
        """Say nothing."""


@dataclass(slots=True)
class Done:
    """What a run has done; `skipped`: there was nothing to do. `export` is the name of an applied export,
    `nameless` how many of its objects had no number."""

    complete: bool = False
    skipped: bool = False
    export: str = ""
    nameless: int = 0
    read: int = 0
    public: int = 0
    removed: int = 0
    judged: int = 0
    doubted: int = 0
    rejected: dict[int, str] = field(default_factory=dict)

    def sentence(self) -> str:
        """For the log and the command line."""
        if self.skipped and self.export:
            return f"{self.export} was applied before."
        if self.skipped:
            return "Nothing read: another run ended less than a minute ago."
        how = "everything" if self.complete else "what changed"
        begun = f"Applied {self.export}, which tells {how}" if self.export else f"Read {how}"
        parts = [f"{begun}: {self.read} objects, {self.public} of them public; {self.removed} removed"]
        parts += [f"{self.judged} judged again"] if self.judged else []
        parts += [f"{len(self.rejected)} set aside ({few(self.rejected)})"] if self.rejected else []
        parts += [f"{self.nameless} without a number left out"] if self.nameless else []
        parts += (
            [f"{self.doubted} seem to be gone, which the next run has to confirm"] if self.doubted else []
        )
        return "; ".join(parts) + "."


def few(rejected: dict[int, str]) -> str:
    """The first five of rejected objects with their reasons."""
    listed = [f"{number}: {reason}" for number, reason in sorted(rejected.items())]
    return ", ".join(listed[:5]) + (", ..." if len(listed) > 5 else "")
