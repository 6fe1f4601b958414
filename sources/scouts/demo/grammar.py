"""French around names: articles that merge with "à" and "de", and names in quotation marks."""

from __future__ import annotations

_VOWELS = "AÀÂÆEÉÈÊËIÎÏOÔŒUÙÛÜHaàâæeéèêëiîïoôœuùûüh"
_MERGED = {"Le ": ("au ", "du "), "Les ": ("aux ", "des ")}
_KEPT = ("La ", "L'", "L’")
_NARROW = "\u202f"


def at(place: str) -> str:
    """`à Vion`, `au Bourg`, `aux Vans`, `à la Biolle`."""
    for article, (merged, _) in _MERGED.items():
        if place.startswith(article):
            return merged + place[len(article) :]
    return f"à {_small_article(place)}"


def of(place: str) -> str:
    """`de Vion`, `d’Ambert`, `du Bourg`, `des Vans`, `de la Biolle`."""
    for article, (_, merged) in _MERGED.items():
        if place.startswith(article):
            return merged + place[len(article) :]
    if place.startswith(_KEPT):
        return f"de {_small_article(place)}"
    return f"d’{place}" if place[:1] in _VOWELS else f"de {place}"


def quoted(name: str) -> str:
    """A name in French quotation marks with the narrow spaces that belong there."""
    return f"«{_NARROW}{name}{_NARROW}»"


def _small_article(place: str) -> str:
    return place[0].lower() + place[1:] if place.startswith(_KEPT) else place
