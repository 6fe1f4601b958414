"""Enums of the graph that are made from a table."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any

import strawberry


def enum_of(name: str, values: Mapping[str, str], *, description: str) -> Any:
    """An enum with these values, each with its description; a member's value is its name."""
    make: Any = Enum  # mypy wants members that it can read
    members = {value: strawberry.enum_value(value, description=meaning) for value, meaning in values.items()}
    return strawberry.enum(make(name, members), description=description)
