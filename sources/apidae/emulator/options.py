"""Options of the emulator: text values, each with a default."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

LARGEST = 200_000


@dataclass(frozen=True, slots=True)
class Options:
    """Size and seed of the catalogue, credentials of the project, where the communes are, the day that is
    today.
    """

    size: int
    seed: str
    api_key: str
    project_id: int
    communes: str
    today: date

    @classmethod
    def read(cls, values: Mapping[str, str]) -> "Options":
        """Options from text values. Raises `ValueError` naming what cannot be read."""
        unknown = set(values) - {"size", "seed", "api_key", "project_id", "communes", "today"}
        if unknown:
            raise ValueError(f"Unknown options of the Apidae emulator: {', '.join(sorted(unknown))}")
        return cls(
            size=_number(values, "size", 1000, LARGEST),
            seed=values.get("seed", "partir-ici"),
            api_key=values.get("api_key", "demo-key"),
            project_id=_number(values, "project_id", 4242, 10**9),
            communes=values.get("communes", ""),
            today=_day(values),
        )


def _number(values: Mapping[str, str], name: str, default: int, most: int) -> int:
    text = values.get(name, str(default))
    if not text.isdecimal() or not 0 < int(text) <= most:
        raise ValueError(f"Option {name} of the Apidae emulator must be a number from 1 to {most}")
    return int(text)


def _day(values: Mapping[str, str]) -> date:
    try:
        return date.fromisoformat(values["today"]) if "today" in values else date.today()  # noqa: DTZ011 - local day
    except ValueError as error:
        raise ValueError("Option today of the Apidae emulator must be a date like 2026-11-24") from error
