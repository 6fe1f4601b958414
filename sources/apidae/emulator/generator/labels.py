"""Promotion criteria and distinctions: levels of the self-diagnosis, marks of others, themes."""

from random import Random
from typing import Any

from sources.apidae.emulator.elements import element, table
from sources.apidae.emulator.levels import AXES, CRITERION, DISTINCTION, MOVED

from .draw import spread
from .kinds import Kind

Object = dict[str, Any]

SHARES = (
    ("distinctions_only", 0.05),
    ("both_forms", 0.03),
    ("axis_missing", 0.08),
    ("no_level", 0.05),
    ("two_levels", 0.02),
)
"""Shares of the offers whose levels are not simply "one criterion on each axis"; the rest is."""
UNKNOWN_CRITERION = 9_900
_MARKS = (
    (1687, 0.05), (1688, 0.03), (3844, 0.06), (1680, 0.06), (1593, 0.03), (1674, 0.06), (3838, 0.02),
    (4116, 0.03), (5753, 0.01), (1689, 0.01), (1693, 0.01), (4545, 0.02), (3981, 0.02), (5035, 0.02),
)  # fmt: skip
"""Marks of others that any offer may carry, each with its share."""


def form_of(rank: int) -> str:
    """In which form an offer carries its levels: one of `SHARES`, or "criteria"."""
    mark = spread(rank, 2)
    for name, share in SHARES:
        if mark < share:
            return name
        mark -= share
    return "criteria"


def add_labels(offer: Object, kind: Kind, rank: int, random: Random) -> str:
    """Give an offer its criteria and distinctions; the answer is the form of its levels."""
    form = form_of(rank)
    levels = _levels(form, random)
    marks = _marks(kind, random)
    criteria = [] if form == "distinctions_only" else [CRITERION[level] for level in levels]
    items = [element(number) for number in (*criteria, *marks)]
    if rank % 101 == 50:
        items.append(_unknown(rank))
    if items:
        offer["presentation"]["typologiesPromoSitra"] = items
    distinctions = _distinctions(form, levels, marks)
    if distinctions:
        offer["distinctions"] = distinctions
    return form


def _levels(form: str, random: Random) -> list[tuple[str, int]]:
    if form == "no_level":
        return []
    levels = [(axis, random.choice((1, 2, 2, 2, 3, 3))) for axis in AXES]
    if form == "axis_missing":
        for _ in range(random.choice((1, 1, 1, 2))):
            levels.pop(random.randrange(len(levels)))
    if form == "two_levels":
        axis, level = random.choice(levels)
        levels.append((axis, level % 3 + 1))
    return levels


def _marks(kind: Kind, random: Random) -> list[int]:
    marks = list(kind.criteria)
    if kind.maybe and random.random() < 0.5:
        marks.append(random.choice(kind.maybe))
    marks.extend(number for number, share in _MARKS if random.random() < share)
    if random.random() < 0.1:
        marks.append(1678)
    return list(dict.fromkeys(marks))


def _distinctions(form: str, levels: list[tuple[str, int]], marks: list[int]) -> list[Object]:
    new = (
        [(DISTINCTION[level], CRITERION[level]) for level in levels]
        if form in {"distinctions_only", "both_forms"}
        else []
    )
    new.extend((MOVED[mark], mark) for mark in marks if mark in MOVED)
    return [
        {"id": 40 + rank, "nom": {"elementReferenceType": "DistinctionNom", "id": number, **_labels(old)}}
        for rank, (number, old) in enumerate(new)
    ]


def _labels(number: int) -> Object:
    return {key: value for key, value in table()[number].items() if key.startswith("libelle")}


def _unknown(rank: int) -> Object:
    """An element newer than every copy of the thesaurus: clients must not fail on it."""
    number = UNKNOWN_CRITERION + rank % 7
    label = f"Critère de l'année prochaine n° {rank % 7 + 1}"
    return {"elementReferenceType": "TypologiePromoSitra", "id": number, "libelleFr": label, "ordre": 999}
