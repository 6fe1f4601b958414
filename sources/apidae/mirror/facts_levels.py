"""By which ids an object tells its levels: when one vanishes from the catalogue, somebody must look."""

from __future__ import annotations

from typing import Any

from sources.apidae.policy import Verdict
from sources.apidae.tables.levels import CRITERIA, LevelTable


def level_ids_of(verdict: Verdict, levels: LevelTable) -> dict[str, Any]:
    """`levelIds`: ids of levels, in either form; absent without any."""
    found = verdict.facts.ids & (CRITERIA.keys() | levels.distinctions.keys())
    return {"levelIds": sorted(found)} if found else {}
