"""Prices of an offer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gateway.graph.text import Texts
from sources.apidae.mapping.reading import PARAGRAPHS, Raw, items, number, part, texts
from sources.apidae.types.practical import Tariff

_FREE: Mapping[str, bool] = {
    "GRATUIT": True,
    "ACCES_LIBRE": True,
    "ENTREE_LIBRE": True,
    "PAYANT": False,
    "PAYANT_TARIFS_NON_COMMUNIQUES": False,
}
"""A contribution of one's choice, or free access with paid parking or transport, is neither."""

_CURRENCIES = frozenset({"EUR", "CHF", "XPF", "XOF"})
MOST_TARIFFS = 50


@dataclass(frozen=True, slots=True)
class Prices:
    """All that is said about prices."""

    tariffs: list[Tariff]
    is_free: bool | None
    lowest: float | None
    texts: Texts


def prices_of(item: Raw) -> Prices:
    """The prices of an object."""
    block = part(item, "descriptionTarif")
    lines = [rate for period in items(block.get("periodes")) for rate in items(period.get("tarifs"))]
    tariffs = list(dict.fromkeys(filter(None, map(_line, lines))))[:MOST_TARIFFS]
    shown = [
        Tariff(labels=dict(labels), min=low, max=high, currency=unit) for labels, low, high, unit in tariffs
    ]
    euros = [low for _, low, _, unit in tariffs if low and unit == "EUR"]
    return Prices(
        tariffs=shown,
        is_free=_is_free(block),
        lowest=min(euros, default=None),
        texts=texts(block.get("tarifsEnClair"), PARAGRAPHS) or texts(block.get("complement"), PARAGRAPHS),
    )


_Line = tuple[tuple[tuple[str, str], ...], float | None, float | None, str]


def _line(rate: Raw) -> _Line | None:
    """A line that can be compared, so that the same price of several periods is shown once."""
    low, high = (found if found is not None and found >= 0 else None for found in map(number, _bounds(rate)))
    if low is None and high is None:
        return None
    unit = rate.get("devise")
    labels = tuple(texts(rate.get("type")).items())
    return labels, low, high, unit if isinstance(unit, str) and unit in _CURRENCIES else "EUR"


def _bounds(rate: Raw) -> tuple[object, object]:
    return rate.get("minimum"), rate.get("maximum")


def _is_free(block: Raw) -> bool | None:
    said = block.get("indicationTarif")
    if isinstance(said, str):
        return _FREE.get(said)
    legacy = block.get("gratuit")
    return legacy if isinstance(legacy, bool) else None
