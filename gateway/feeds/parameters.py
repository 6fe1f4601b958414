"""What the parameters of a feed's address mean; whatever is not meant is refused with its name."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping
from typing import Any

from gateway.embed.operations import DEPARTMENT, FAMILY, INSEE, wanted_language
from gateway.http.problem import Problem

CONDITIONS = frozenset({"bbox", "families", "departments", "insee", "types", "near", "km"})
"""Parameters that choose offers."""

MOST_CODES = 50
CURSOR = re.compile(r"[A-Za-z0-9_-]{1,1000}")


class Parameters:
    """Parameters of one request; every method raises `Problem` (400) for a value that cannot be."""

    def __init__(self, given: Mapping[str, str], known: Collection[str]) -> None:
        """Refuses parameters that the feed does not know."""
        for name in given:
            if name not in known:
                raise wrong(name, f"is none of {', '.join(sorted(known))}")
        self.given = given

    def locales(self) -> tuple[str, ...]:
        """The language of `lang`; none asks for French."""
        return wanted_language(self.given)

    def number(self, name: str, default: int, most: int) -> int:
        """A whole number from 1 to `most`."""
        text = self.given.get(name) or str(default)
        if not (text.isdecimal() and 1 <= int(text[:6]) <= most):
            raise wrong(name, f"is not a number from 1 to {most}")
        return int(text)

    def choices(self, name: str, known: Collection[str]) -> frozenset[str]:
        """Some of the known words, between commas; all of them when none is given."""
        found = frozenset(part for part in self.given.get(name, "").split(",") if part) or frozenset(known)
        if not found <= frozenset(known):
            raise wrong(name, f"is none of {', '.join(sorted(known))}")
        return found

    def after(self) -> str | None:
        """The place in a list that an earlier answer told."""
        text = self.given.get("after", "")
        if text and not CURSOR.fullmatch(text):
            raise wrong("after", "is not a place that an earlier page told")
        return text or None

    def offers(self) -> dict[str, Any]:
        """An `OfferFilter` of the conditions."""
        found: dict[str, Any] = {}
        if box := self.given.get("bbox"):
            found["bbox"] = _box(box)
        if families := self._codes("families", FAMILY):
            found["families"] = {"any": families}
        for name, pattern in (("departments", DEPARTMENT), ("insee", INSEE), ("types", FAMILY)):
            if codes := self._codes(name, pattern):
                found[name] = codes
        if near := self._codes("near", INSEE):
            if len(near) > 1:
                raise wrong("near", "is not the INSEE code of one commune")
            found["near"] = {"from": {"insee": near[0]}, "km": float(self.number("km", 20, 100))}
        elif "km" in self.given:
            raise wrong("km", "wants the parameter near beside it")
        return found

    def _codes(self, name: str, pattern: re.Pattern[str]) -> list[str]:
        values = sorted({value for value in self.given.get(name, "").split(",") if value})
        if len(values) > MOST_CODES or not all(pattern.fullmatch(value) for value in values):
            raise wrong(name, f"is not a list of at most {MOST_CODES} codes between commas")
        return values


def wrong(name: str, what: str) -> Problem:
    """The refusal of a parameter."""
    return Problem(400, "INVALID_ARGUMENT", f"The parameter {name[:40]!r} {what}.")


def _box(text: str) -> dict[str, float]:
    try:
        west, south, east, north = (float(part) for part in text[:200].split(","))
    except ValueError:
        raise wrong("bbox", "is not west,south,east,north in degrees") from None
    if not all(math.isfinite(one) for one in (west, south, east, north)):
        raise wrong("bbox", "is not west,south,east,north in degrees")
    return {"west": west, "south": south, "east": east, "north": north}
