"""Tourist offices: the member of Apidae that owns each record, one for every EPCI, with an invented name."""

import re
from collections.abc import Iterable
from typing import Any

from sources.apidae.emulator.elements import element
from sources.apidae.emulator.places import Commune
from sources.apidae.emulator.text import slug

from .grammar import of

_FORM = re.compile(r"^(CC|CA|CU)\s+(Agglo\s+)?")
_BRACKETS = re.compile(r"\s*\([^)]*\)")
FIRST_MEMBER = 3001


def office_name(epci_name: str) -> str:
    """ "CC du Trièves" becomes "Office de tourisme du Trièves"."""
    plain = _BRACKETS.sub("", epci_name).strip()
    rest = _FORM.sub("", plain).strip()
    if rest == plain and not plain.startswith("Métropole"):
        return f"Office de tourisme {of(plain)}"
    if plain.startswith("Métropole"):
        return f"Office de tourisme de la {plain}"
    if re.match(r"(du|des|de|d'|d’)\b", rest) or rest.startswith(("d'", "d’")):
        return f"Office de tourisme {rest}"
    return f"Office de tourisme {of(rest)}"


def offices_of(communes: Iterable[Commune]) -> dict[str, dict[str, Any]]:
    """The member that stands for each EPCI, by the code of the EPCI."""
    names: dict[str, tuple[str, str]] = {}
    for commune in communes:
        if commune.epci:
            names.setdefault(commune.epci, (commune.epci_name, commune.department))
    return {
        code: _member(FIRST_MEMBER + rank, name, department)
        for rank, (code, (name, department)) in enumerate(sorted(names.items()))
    }


def _member(number: int, epci_name: str, department: str) -> dict[str, Any]:
    name = office_name(epci_name)
    return {
        "type": element(233),
        "nom": name,
        "dateCreation": "2005-06-28T13:44:34.103+0000",
        "dateModification": f"2025-{number % 12 + 1:02d}-{number % 27 + 1:02d}T08:15:00.000+0000",
        "departement": department,
        "id": number,
        "siteWeb": f"https://www.{slug(name.removeprefix('Office de tourisme '))}.example",
    }
