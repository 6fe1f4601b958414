"""Which heritage an offer lets one discover, and what is unusual; this sorting is our own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sources.apidae.tables.rules import PROMOTION, Rule, of
from sources.apidae.types.words import EncounterKind, Heritage

HERITAGE_RULES: Mapping[Heritage, Sequence[Rule]] = {
    Heritage.NATURAL: (
        Rule(key="natural-place", type="PATRIMOINE_NATUREL"),
        # nature outings, ways of biodiversity, geological sites, great sites, a nature "sequence"
        Rule(key="natural-criterion", any_of=of(PROMOTION, 4793, 4933, 5077, 4884, 1655)),
    ),
    Heritage.CULTURAL: (
        Rule(key="cultural-place", type="PATRIMOINE_CULTUREL"),
        # living heritage, houses of the illustrious, immaterial heritage, villages of character, crafts
        Rule(key="cultural-criterion", any_of=of(PROMOTION, 5317, 3750, 3751, 5726, 6282, 4794, 4796)),
        Rule(key="cultural-event", any_of=of("FeteEtManifestationType", 1958, 1973)),
    ),
    Heritage.HUMAN: (
        Rule(key="human-portrait", any_of=of("DescriptifTheme", 6136)),
        Rule(key="human-craft", any_of=of(PROMOTION, 6070, 6611)),
    ),
}

UNUSUAL = frozenset(
    {1678, 3827, 1697, 6264, 6265, 3701, 1695, 6266, 5520, 5353, 3703, 1698, 6237, 5419, 1696, 3891, 4115}
    | {1694}
)
"""The criterion "unusual" and all that Apidae files under it."""


def heritage_of(kind: str, ids: frozenset[int], encounter: EncounterKind) -> list[Heritage]:
    """The kinds of heritage; people who show what they know and do are one of them."""
    found = {one for one, rules in HERITAGE_RULES.items() if any(rule.holds(kind, ids) for rule in rules)}
    if encounter is EncounterKind.WITH_LOCALS:
        found.add(Heritage.HUMAN)
    return [one for one in Heritage if one in found]
