"""Random valid operations over any schema: aliases, fragments, directives, variables."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLField,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    is_abstract_type,
    is_composite_type,
    is_enum_type,
    is_list_type,
    is_non_null_type,
)
from graphql.pyutils import Undefined

LOCALES = ("fr", "en", "de-AT", "pt-BR", "xx")
LEFT_OUT = frozenset({"node", "nodes"})
NEVER_ALIKE = frozenset({"RANDOM"})
"""Enum values that ask for a different answer each time."""


@dataclass
class OperationMaker:
    """Makes operations; the same `rng` state makes the same operation.

    `left_out` names fields that are never asked, on any type; `literals` gives values of arguments, by
    name: a field that requires another one is not asked.
    """

    schema: GraphQLSchema
    rng: random.Random
    left_out: frozenset[str] = LEFT_OUT
    literals: Mapping[str, str] = field(default_factory=dict)
    _variables: dict[str, tuple[str, Any]] = field(default_factory=dict)
    _fragments: list[str] = field(default_factory=list)

    def make(self, depth: int = 6) -> tuple[str, dict[str, Any]]:
        """A document with one operation, and its variables."""
        self._variables, self._fragments = {}, []
        root = self.schema.query_type
        if root is None:
            raise ValueError("the schema has no queries")
        body = self._set(root, depth)
        declared = ", ".join(f"${name}: {kind}" for name, (kind, _) in self._variables.items())
        head = f"query Q({declared}) " if declared else "query Q "
        values = {name: value for name, (_, value) in self._variables.items()}
        return "\n".join([head + body, *self._fragments]), values

    def _set(self, kind: GraphQLNamedType, depth: int) -> str:
        fields: dict[str, GraphQLField] = dict(getattr(kind, "fields", {}))
        names = [n for n, f in fields.items() if self._can_ask(n, f, depth)]
        chosen = self.rng.sample(names, min(len(names), self.rng.randint(1, 4)))
        parts = [self._field(name, fields[name], depth) for name in chosen]
        if self.rng.random() < 0.3 or not parts:
            parts.append("__typename")
        if is_abstract_type(kind) and self.rng.random() < 0.6:
            parts.append(self._spread(self.rng.choice(list(self.schema.get_possible_types(kind))), depth))
        if (
            isinstance(kind, GraphQLObjectType)
            and kind is not self.schema.query_type
            and self.rng.random() < 0.2
        ):
            parts.append(self._spread(kind, depth))
        return "{ " + " ".join(parts) + " }"

    def _can_ask(self, name: str, definition: GraphQLField, depth: int) -> bool:
        if name in self.left_out:
            return False
        missing = [one for one, a in definition.args.items() if _is_required(a) and one not in self.literals]
        below = get_named_type(definition.type)
        return not missing and (depth > 1 or not is_composite_type(below))

    def _field(self, name: str, definition: GraphQLField, depth: int) -> str:
        # equal keys must not conflict: an alias tells the arguments apart
        arguments = self._arguments(definition)
        alias = f"a{self.rng.randint(0, 10**9)}: " if arguments or self.rng.random() < 0.15 else ""
        below = get_named_type(definition.type)
        inner = " " + self._set(below, depth - 1) if is_composite_type(below) else ""
        return f"{alias}{name}{arguments}{self._directive()}{inner}"

    def _spread(self, kind: GraphQLObjectType, depth: int) -> str:
        if depth <= 1:
            return "__typename"
        body = self._set(kind, depth - 1)
        if self.rng.random() < 0.5:
            return f"... on {kind.name}{self._directive()} {body}"
        name = f"F{len(self._fragments)}_{self.rng.randint(0, 10**9)}"
        self._fragments.append(f"fragment {name} on {kind.name} {body}")
        return f"...{name}{self._directive()}"

    def _directive(self) -> str:
        if self.rng.random() > 0.12:
            return ""
        which, value = self.rng.choice(["skip", "include"]), self.rng.random() < 0.5
        if self.rng.random() < 0.5:
            return f" @{which}(if: {str(value).lower()})"
        return f" @{which}(if: ${self._variable('Boolean!', value, limit=3)})"

    def _arguments(self, definition: GraphQLField) -> str:
        given = []
        for name, argument in definition.args.items():
            if _is_required(argument):
                given.append(f"{name}: {self.literals[name]}")
                continue
            text = self._argument(name, argument) if self.rng.random() < 0.4 else ""
            if text:
                given.append(f"{name}: {text}")
        return f"({', '.join(given)})" if given else ""

    def _argument(self, name: str, argument: GraphQLArgument) -> str:
        kind = get_named_type(argument.type)
        if name == "first":
            number = self.rng.choice([1, 2, 3, 5])
            return f"${self._variable('Int!', number)}" if self.rng.random() < 0.4 else str(number)
        if kind.name == "Locale" and not is_list_type(argument.type):
            locale = self.rng.choice(LOCALES)
            return f"${self._variable('Locale', locale)}" if self.rng.random() < 0.4 else f'"{locale}"'
        if is_enum_type(kind):
            value = self.rng.choice([name for name in kind.values if name not in NEVER_ALIKE])
            plain = argument.type.of_type if is_non_null_type(argument.type) else argument.type
            return f"[{value}]" if is_list_type(plain) else value
        return ""

    def _variable(self, kind: str, value: Any, limit: int = 20) -> str:
        same = [n for n, (k, v) in self._variables.items() if (k, v) == (kind, value)]
        if same and (len(self._variables) >= limit or self.rng.random() < 0.5):
            return same[0]
        name = f"v{len(self._variables)}"
        self._variables[name] = (kind, value)
        return name


def _is_required(argument: GraphQLArgument) -> bool:
    has_default = argument.default is not None or argument.default_value not in (None, Undefined)
    return is_non_null_type(argument.type) and not has_default
