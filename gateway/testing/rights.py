"""Asks a table of rights: every mutation, by every role, on own objects and those of others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from gateway.source import Source

DONE = ""


@dataclass(frozen=True, slots=True)
class Right:
    """One row: who calls which mutation on whose object, and the code they get; `DONE` for success.

    `who` and `whose` are words of the table: "" is a caller without a token.
    """

    mutation: str
    who: str
    whose: str
    code: str = DONE


def rights(mutation: str, **rows: str) -> list[Right]:
    """Rows of one mutation: `rights("withdraw", scout_own="", scout_other="NOT_FOUND")`.

    The last word of a name is `whose`, what stands before is `who`; `nobody` is a caller without a token.
    """
    found = []
    for name, code in rows.items():
        who, _, whose = name.rpartition("_")
        found.append(Right(mutation, "" if who == "nobody" else who, whose, code))
    return found


def missing_rights(
    source: Source[Any], table: Iterable[Right], who: Sequence[str], whose: Sequence[str]
) -> list[tuple[str, str, str]]:
    """Combinations of mutation, caller and object that a table forgets; a complete one gives nothing."""
    known = {(row.mutation, row.who, row.whose) for row in table}
    names = [mutation.name for mutation in source.mutations]
    return [row for row in product(names, who, whose) if row not in known]


def wrong_rights(table: Iterable[Right], ask: Callable[[Right], Sequence[str]]) -> Iterator[str]:
    """One sentence a row that came out otherwise; `ask` performs it and gives the codes of `userErrors`."""
    for row in table:
        found = list(ask(row))
        if found != ([row.code] if row.code else []):
            called = f"{row.mutation} by {row.who or 'nobody'} on {row.whose}"
            yield f"{called}: {found or 'done'} instead of {row.code or 'done'}"
