"""Conditions on what an offer is: families, type, themes, moods, company, duration, provider, commitment."""

from __future__ import annotations

import numpy as np

from sources.apidae.catalogue import Chosen, OfferQuery
from sources.apidae.index.columns import Mask, Numbers
from sources.apidae.index.condition import Around, Condition, chosen, chosen_rows, one_of
from sources.apidae.index.table import Table

_FAMILIES = {"families_any": "families", "families_all": "families", "families_none": "families"}


def _families(table: Table, query: OfferQuery, _: Around) -> Mask:
    wanted = Chosen(query.families_any, query.families_all, query.families_none)
    return chosen_rows(table, "families", wanted)


def _levels(table: Table, query: OfferQuery, _: Around) -> Mask:
    found = np.ones(table.size, dtype=np.bool_)
    for axis, level in query.min_levels:
        found &= table.column(f"levels.{axis.name}", Numbers).between(level, None, table.size)
    return found


KINDS: tuple[Condition, ...] = (
    Condition(arguments=_FAMILIES, keep=_families, live=frozenset(_FAMILIES)),
    one_of("types", "types", "type", live=True),
    chosen("themes", "themes", "themes", live=True),
    chosen("moods", "moods", "moods", live=True),
    chosen("audiences", "audiences", "audiences", live=True),
    one_of("durations", "durations", "duration"),
    one_of("provider_kinds", "providerKinds", "providerKind"),
    one_of("encounter_with", "encounterWith", "meets", live=True),
    chosen("distinctions", "distinctions", "bases", live=True),
    Condition(arguments={"min_levels": "minLevel"}, keep=_levels, live=frozenset({"min_levels"})),
)
