"""Switches of behaviour that a test turns by control: proof, last pages, batches, discovery."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any, Final

CHOICES: Final[dict[str, tuple[object, ...]]] = {
    "proof": (True, False),
    "last_page": ("in_turn", "before", "both", "previous", "none"),
    "empty_page": (True, False),
    "old_paging": (True, False),
    "batch": ("ok", "null", "no_body", "html"),
    "discovery_thumbnail": ("ok", "refused"),
    "usage_header": ("ok", "broken"),
}


@dataclass(slots=True)
class Modes:
    """The switches; ``batch_every`` is the step between items that the batch mode spoils."""

    proof: bool = False
    last_page: str = "in_turn"
    empty_page: bool = False
    old_paging: bool = False
    batch: str = "ok"
    batch_every: int = 3
    discovery_thumbnail: str = "ok"
    usage_header: str = "ok"

    def change(self, wanted: dict[str, Any]) -> None:
        """Turn switches; raises ValueError for an unknown switch or value, and then changes nothing."""
        known = {field.name for field in fields(self)}
        for name, value in wanted.items():
            if name not in known:
                raise ValueError(f"unknown mode: {name}")
            if name == "batch_every":
                if type(value) is not int or value < 1:
                    raise ValueError("batch_every is a number from 1")
            elif value not in CHOICES[name] or isinstance(value, bool) != isinstance(CHOICES[name][0], bool):
                raise ValueError(f"{name} is one of {', '.join(map(str, CHOICES[name]))}")
        for name, value in wanted.items():
            setattr(self, name, value)

    def report(self) -> dict[str, Any]:
        """Give all switches as JSON values."""
        return asdict(self)
