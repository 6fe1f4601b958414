"""Kinds of providers: by the words of a name first, then by what is offered; Apidae's cards hold no kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sources.apidae.types.words import ProviderKind
from sources.apidae.words import folded, words_of

_BY_WORD: Sequence[tuple[ProviderKind, frozenset[str]]] = (
    (ProviderKind.ASSOCIATION, frozenset({"association", "asso", "amis", "amicale", "collectif", "comite"})),
    (
        ProviderKind.GUIDE,
        frozenset(
            {
                "guide",
                "guides",
                "accompagnateur",
                "accompagnatrice",
                "accompagnateurs",
                "moniteur",
                "monitrice",
            }
        ),
    ),
)
"""The first entry with one of the words of a name decides; the choice of words is ours."""

_BY_OFFER: Mapping[str, ProviderKind] = {
    "ACTIVITE": ProviderKind.ACTIVITY_PROVIDER,
    "DEGUSTATION": ProviderKind.VISIT_SITE,
    "PATRIMOINE_CULTUREL": ProviderKind.VISIT_SITE,
    "PATRIMOINE_NATUREL": ProviderKind.VISIT_SITE,
}
"""By the type of the offer in Apidae."""


def provider_kind(name: str, offered: str) -> ProviderKind:
    """The kind of a provider by its name and the type of an offer of it."""
    words = {folded(word) for word in words_of(name)}
    named = next((kind for kind, known in _BY_WORD if words & known), None)
    return named or _BY_OFFER.get(offered, ProviderKind.OTHER)
