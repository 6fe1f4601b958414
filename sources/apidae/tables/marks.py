"""Marks of others that may be shown, each with its basis and what it is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sources.apidae.tables.rules import PROMOTION, Criterion, Rule, of
from sources.apidae.types.words import EvidenceBasis, Impairment

_HANDICAP, _ADAPTED = "LabelTourismeHandicap", "TourismeAdapte"
_CERTIFIED = (1688, 1687, 1689, 1693, 3838, 4116, 5753, 6016, 3844, 1680, 1593)
_PUBLIC = (1604, 1674, 4545, 4971)
_DECLARED = (1664, 3981, 5309)
"""Networks and charters: how each is checked is not settled, so no more than a declaration is claimed."""

MARKS: Mapping[int, EvidenceBasis] = {
    **dict.fromkeys(_CERTIFIED, EvidenceBasis.THIRD_PARTY_CERTIFIED),
    **dict.fromkeys(_PUBLIC, EvidenceBasis.PUBLIC_AUTHORITY),
    **dict.fromkeys(_DECLARED, EvidenceBasis.SELF_DECLARED),
}
"""Ids of promotion criteria. Marks of a territory (CETD 5035) are never an offer's, so they are not here."""

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
    promotions = of(PROMOTION, *(number for number, one in MARKS.items() if one is basis))
    handicap = of(_HANDICAP, *HANDICAP_MARKS) if basis is EvidenceBasis.PUBLIC_AUTHORITY else ()
    return (*promotions, *handicap) or of(PROMOTION, 0)  # which nothing carries


MARK_RULES: Mapping[EvidenceBasis, Sequence[Rule]] = {
    basis: (Rule(key=f"marks-{basis.name}", any_of=_marks_on(basis)),) for basis in EvidenceBasis
}
"""Which criteria are marks on each basis."""


def adapted_to(impairment: Impairment) -> tuple[Criterion, ...]:
    """The criteria that say that an object is adapted to an impairment."""
    marks = [number for number, one in HANDICAP_MARKS.items() if one is impairment]
    adapted = [number for number, one in ADAPTED.items() if one is impairment]
    return (*of(_HANDICAP, *marks), *of(_ADAPTED, *adapted))
