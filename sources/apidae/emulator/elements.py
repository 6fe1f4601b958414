"""Reference elements of Apidae that the invented offers use: ids, French labels and some translations.

Ids and labels are facts of Apidae's thesaurus (state of October 2021), kept in `elements.tsv` with one
element a
line: type, id, order, label in French, English, German and Italian, family, parent.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib import resources
from types import MappingProxyType
from typing import Any

Element = dict[str, Any]

_LABELS = ("libelleFr", "libelleEn", "libelleDe", "libelleIt")


@lru_cache(maxsize=1)
def table() -> Mapping[int, Element]:
    """Every element by id, with its family and its parent, in the shape the API gives them."""
    rows = [line.split("\t") for line in _lines() if line]
    plain = {int(row[1]): _plain(row) for row in rows}
    whole = {}
    for row in rows:
        element = dict(plain[int(row[1])])
        for field, value in (("familleCritere", row[7]), ("parent", row[8])):
            if value:
                element[field] = plain[int(value)]
        whole[element["id"]] = element
    return MappingProxyType(whole)


def element(number: int) -> Element:
    """One element by id; it is shared, so nobody may change it. Raises `KeyError` for an id out of the
    table.
    """
    return table()[number]


def elements(*numbers: int) -> list[Element]:
    """Several elements, in the order asked."""
    return [table()[number] for number in numbers]


def _plain(row: list[str]) -> Element:
    labels = {name: text for name, text in zip(_LABELS, row[3:7], strict=True) if text}
    return {"elementReferenceType": row[0], "id": int(row[1]), **labels, "ordre": int(row[2])}


def _lines() -> Iterator[str]:
    yield from resources.files(__package__).joinpath("elements.tsv").read_text("utf-8").splitlines()
