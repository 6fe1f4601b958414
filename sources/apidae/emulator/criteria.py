"""The small part of the Lucene syntax that `criteresQuery` is known to use: terms, +, -, parentheses."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .errors import bad_text

Ids = frozenset[int] | set[int]

_TOKEN = re.compile(r"\s*(?:([+\-()])|([A-Za-z]+:[A-Za-z0-9_]+))")
_TERM = re.compile(r"type:[A-Z_]+|critere:[A-Za-z]+_\d+|critereInterne:\d+")


@dataclass(frozen=True, slots=True)
class Clause:
    """A term or a group, with its sign: "+" must, "-" must not, "" may."""

    sign: str
    term: str
    group: tuple["Clause", ...]


def parse_criteria(text: str) -> tuple[Clause, ...]:
    """The clauses of a query. Raises `ApiError` (text) when the syntax is wrong."""
    tokens = list(_tokens(text))
    clauses, position = _clauses(tokens, 0, 0)
    if position != len(tokens) or not clauses:
        raise bad_text("criteresQuery : syntaxe incorrecte")
    return clauses


def matching(clauses: tuple[Clause, ...], lookup: Callable[[str], Ids], everything: Ids) -> set[int]:
    """Ids that the clauses keep, `lookup` giving those of one term.

    As in Lucene: without any "+" clause one of the unsigned ones has to hold; next to a "+" they are
    optional.
    """
    sets: dict[str, list[Ids]] = {"+": [], "-": [], "": []}
    for clause in clauses:
        sets[clause.sign].append(
            matching(clause.group, lookup, everything) if clause.group else lookup(clause.term)
        )
    found = set(everything)
    if sets["+"]:
        found = found.intersection(*sets["+"])
    elif sets[""]:
        found &= set().union(*sets[""])
    return found.difference(*sets["-"]) if sets["-"] else found


def _tokens(text: str) -> Iterator[str]:
    position, end = 0, len(text.rstrip())
    while position < end:
        match = _TOKEN.match(text, position)
        if not match or (match[2] and not _TERM.fullmatch(match[2])):
            raise bad_text("criteresQuery : syntaxe incorrecte")
        yield match[1] or match[2]
        position = match.end()


def _clauses(tokens: list[str], position: int, depth: int) -> tuple[tuple[Clause, ...], int]:
    if depth > 20:
        raise bad_text("criteresQuery : trop de parenthèses")
    found: list[Clause] = []
    while position < len(tokens) and tokens[position] != ")":
        sign = tokens[position] if tokens[position] in {"+", "-"} else ""
        position += bool(sign)
        if position >= len(tokens) or tokens[position] in {"+", "-", ")"}:
            raise bad_text("criteresQuery : un terme manque")
        if tokens[position] == "(":
            group, position = _clauses(tokens, position + 1, depth + 1)
            if position >= len(tokens) or not group:
                raise bad_text("criteresQuery : parenthèse non fermée ou vide")
            found.append(Clause(sign, "", group))
        else:
            found.append(Clause(sign, tokens[position], ()))
        position += 1
    return tuple(found), position
