"""Expressions that write a leaf: a check of the exact class first, the type's own conversion for the rest."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Any

from graphql import GraphQLEnumType, GraphQLLeafType

from gateway.graph.scalars import as_it_is

Name = Callable[[Any], str]
"""Gives a value a name in the compiled code."""

AS_TEXT = "({v} if {v}.__class__ is str else {ser}({v}))"
SIMPLE = {
    "String": AS_TEXT,
    "ID": AS_TEXT,
    "Boolean": "({v} if {v} is True or {v} is False else {ser}({v}))",
    "Int": "({v} if {v}.__class__ is int and -2147483648 <= {v} <= 2147483647 else {ser}({v}))",
}


def leaf(kind: GraphQLLeafType, value: str, name: Name) -> str:
    """An expression for the answer of `value`, a name, which is not None."""
    if isinstance(kind, GraphQLEnumType):
        return _enum(kind, value, name)
    template = SIMPLE.get(kind.name) or _custom(kind)
    return template.format(v=value, ser=name(kind.serialize))


def _custom(kind: GraphQLLeafType) -> str:
    serialize = getattr(kind.extensions.get("strawberry-definition"), "serialize", None)
    if serialize is str:
        return AS_TEXT
    return "{v}" if serialize is as_it_is else "{ser}({v})"


def _enum(kind: GraphQLEnumType, value: str, name: Name) -> str:
    """Members of a Python enumeration know their names, which mostly are the graph's as well."""
    names = {item.value: given for given, item in kind.values.items()}
    serialize, owner = name(kind.serialize), getattr(kind, "wrapped_cls", None)
    if isinstance(owner, type) and issubclass(owner, Enum):
        own = {member.value: member.name for member in owner}
        if own == names:
            return f"({value}._name_ if {value}.__class__ is {name(owner)} else {serialize}({value}))"
    return f"({name(names)}.get({value}) or {serialize}({value}))"
