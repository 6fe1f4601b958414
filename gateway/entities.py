"""Names of all entities, for type checkers only: `from gateway.entities import Offer` under TYPE_CHECKING."""

from typing import Any


def __getattr__(name: str) -> Any:
    raise AttributeError(f"gateway.entities holds nothing at run time; {name} is known to the schema by name")
