"""Hints for values that an enumeration does not have: the ones it has."""

from __future__ import annotations

import re

from graphql import GraphQLSchema, is_enum_type

MOST_VALUES = 30

_ENUM = re.compile(r"does not exist in '(\w+)' enum|^Enum '(\w+)' cannot represent|: Enum '(\w+)' cannot")


def enum_hint(schema: GraphQLSchema, message: str) -> dict[str, str]:
    """The entry `hint` for an error about the value of an enumeration; nothing for any other error."""
    found = _ENUM.search(message)
    kind = schema.type_map.get(next(filter(None, found.groups()))) if found else None
    if not is_enum_type(kind) or len(kind.values) > MOST_VALUES:
        return {}
    return {"hint": f"One of {', '.join(kind.values)}."}
