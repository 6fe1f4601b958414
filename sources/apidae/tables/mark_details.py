"""What kind of thing each mark is, who gives it, what of an offer it is about: a sorting of our own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sources.apidae.tables.marks import HANDICAP_MARKS
from sources.apidae.types.words import DistinctionKind, DistinctionScope


@dataclass(frozen=True, slots=True)
class MarkDetail:
    """`issuer` is None where several bodies give the mark; `level` is its grade, if it has grades."""

    kind: DistinctionKind
    issuer: str | None = None
    scope: DistinctionScope = DistinctionScope.OFFER
    level: str | None = None


_LABEL, _CERTIFICATION = DistinctionKind.LABEL, DistinctionKind.CERTIFICATION
_NETWORK, _CHARTER = DistinctionKind.NETWORK, DistinctionKind.CHARTER
_PRODUCTS = DistinctionScope.PRODUCTS

DETAILS: Mapping[int, MarkDetail] = {
    1688: MarkDetail(_CERTIFICATION, "Union européenne"),
    1687: MarkDetail(_LABEL, "Teragir"),
    1689: MarkDetail(_CERTIFICATION, "Green Globe"),
    1693: MarkDetail(_LABEL, "Mountain Riders"),
    3838: MarkDetail(_CERTIFICATION),
    4116: MarkDetail(_CERTIFICATION, "Ecocert"),
    5753: MarkDetail(_CERTIFICATION, "EarthCheck"),
    6016: MarkDetail(_LABEL, "Ecotable"),
    3844: MarkDetail(_LABEL, "France Vélo Tourisme"),
    1680: MarkDetail(_LABEL, "État"),
    1593: MarkDetail(_LABEL, "Famille Plus"),
    1604: MarkDetail(_LABEL, "Atout France"),
    1674: MarkDetail(_LABEL, "Parcs naturels régionaux"),
    4545: MarkDetail(_LABEL, "Parcs nationaux"),
    4971: MarkDetail(DistinctionKind.LISTING, "Conseil départemental"),
    1664: MarkDetail(_NETWORK, "Chambres d'agriculture"),
    3981: MarkDetail(_CHARTER, "Fairbooking"),
    5309: MarkDetail(_NETWORK, "Accueil Paysan"),
    4465: MarkDetail(_CERTIFICATION, "État", _PRODUCTS),
    4466: MarkDetail(_CERTIFICATION, "Demeter", _PRODUCTS),
    5547: MarkDetail(_CERTIFICATION, "État", _PRODUCTS, "3"),
    **{4606 + rank: MarkDetail(_NETWORK, "Nordic France", level=str(rank)) for rank in range(1, 6)},
    **{4945 + rank: MarkDetail(_NETWORK, "France Station Nautique", level=str(rank)) for rank in range(1, 5)},
    **dict.fromkeys(HANDICAP_MARKS, MarkDetail(_LABEL, "État", DistinctionScope.ACCESSIBILITY)),
}
