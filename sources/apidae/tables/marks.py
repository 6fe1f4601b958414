"""Marks of others that may be shown, each with its basis and what it is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sources.apidae.tables.rules import PROMOTION, Criterion, Rule, of
from sources.apidae.types.words import EvidenceBasis, Impairment

_HANDICAP, _ADAPTED = "LabelTourismeHandicap", "TourismeAdapte"
_TASTING = "DegustationLabelCharteQualite"
_CERTIFIED = (1688, 1687, 1689, 1693, 3838, 4116, 5753, 6016, 3844, 1680, 1593, 4465, 4466, 5547)
_PUBLIC = (1604, 1674, 4545, 4971)
_DECLARED = (1664, 3981, 5309, *range(4607, 4612), *range(4946, 4950))
"""Networks and charters: how each is checked is not settled, so no more than a declaration is claimed."""

MARKS: Mapping[int, EvidenceBasis] = {
    **dict.fromkeys(_CERTIFIED, EvidenceBasis.THIRD_PARTY_CERTIFIED),
    **dict.fromkeys(_PUBLIC, EvidenceBasis.PUBLIC_AUTHORITY),
    **dict.fromkeys(_DECLARED, EvidenceBasis.SELF_DECLARED),
}
"""Ids of promotion criteria. Marks of a territory (CETD 5035) are never an offer's, so they are not here."""

SAME_MARK: Mapping[int, int] = {
    **dict.fromkeys(range(4874, 4880), 1680),  # Qualité Tourisme by kind of business
    4515: 1680,
    4464: 1604,
    4460: 5309,
    4462: 1664,
    **dict.fromkeys((4494, *range(4496, 4502)), 1674),  # regional parks of the region
}
"""Ids that Apidae keeps beside the first one of a mark, e.g. for tastings: such a mark is counted once."""

AT_TASTINGS = frozenset({4465, 4466, 5547, 4515, 4464, 4460, 4462, 4494, *range(4496, 4502)})
"""Those that only tastings carry, as criteria of their own."""

HANDICAP_MARKS: Mapping[int, Impairment] = {
    1224: Impairment.HEARING,
    1225: Impairment.MENTAL,
    1226: Impairment.MOTOR,
    1227: Impairment.VISUAL,
}
"""The public mark Tourisme & Handicap."""

ADAPTED: Mapping[int, Impairment] = {
    1191: Impairment.HEARING,
    1196: Impairment.MENTAL,
    1199: Impairment.VISUAL,
    3943: Impairment.MOTOR,
    3652: Impairment.MOTOR,
    3653: Impairment.MOTOR,
    5937: Impairment.MOTOR,
    3680: Impairment.MOTOR,
    6503: Impairment.MOTOR,
    4213: Impairment.HEARING,
    4214: Impairment.HEARING,
    4215: Impairment.MENTAL,
    4217: Impairment.VISUAL,
    4218: Impairment.VISUAL,
}
"""What a provider says itself; 3651 "not accessible by wheelchair" is no adaptation."""


def _marks_on(basis: EvidenceBasis) -> tuple[Criterion, ...]:
    known = [number for number, one in MARKS.items() if one is basis]
    known += [number for number, mark in SAME_MARK.items() if MARKS[mark] is basis]
    promotions = of(PROMOTION, *(number for number in known if number not in AT_TASTINGS))
    tastings = of(_TASTING, *(number for number in known if number in AT_TASTINGS))
    handicap = of(_HANDICAP, *HANDICAP_MARKS) if basis is EvidenceBasis.PUBLIC_AUTHORITY else ()
    return (*promotions, *tastings, *handicap) or of(PROMOTION, 0)  # which nothing carries


MARK_RULES: Mapping[EvidenceBasis, Sequence[Rule]] = {
    basis: (Rule(key=f"marks-{basis.name}", any_of=_marks_on(basis)),) for basis in EvidenceBasis
}
"""Which criteria are marks on each basis."""


def adapted_to(impairment: Impairment) -> tuple[Criterion, ...]:
    """The criteria that say that an object is adapted to an impairment."""
    marks = [number for number, one in HANDICAP_MARKS.items() if one is impairment]
    adapted = [number for number, one in ADAPTED.items() if one is impairment]
    return (*of(_HANDICAP, *marks), *of(_ADAPTED, *adapted))
