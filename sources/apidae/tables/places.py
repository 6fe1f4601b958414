"""The region: its departments."""

from __future__ import annotations

import re
from collections.abc import Mapping

DEPARTMENTS: Mapping[str, str] = {
    "01": "Ain",
    "03": "Allier",
    "07": "Ardèche",
    "15": "Cantal",
    "26": "Drôme",
    "38": "Isère",
    "42": "Loire",
    "43": "Haute-Loire",
    "63": "Puy-de-Dôme",
    "69": "Rhône",
    "73": "Savoie",
    "74": "Haute-Savoie",
}

_INSEE = re.compile(r"[0-9][0-9AB][0-9]{3}")


def is_insee(code: str) -> bool:
    """Whether a text has the form of a commune's INSEE code."""
    return _INSEE.fullmatch(code) is not None


def department_of(insee: str) -> str:
    """The department of a commune: two characters, three overseas."""
    return insee[:3] if insee.startswith(("97", "98")) else insee[:2]


def in_region(insee: str) -> bool:
    """Whether a commune lies in Auvergne-Rhône-Alpes."""
    return is_insee(insee) and department_of(insee) in DEPARTMENTS
