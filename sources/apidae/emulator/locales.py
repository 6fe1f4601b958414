"""Languages of an answer: only French unless others are asked for."""

from functools import lru_cache
from typing import Any

_SUFFIXES = {
    "fr": "Fr",
    "en": "En",
    "es": "Es",
    "it": "It",
    "de": "De",
    "nl": "Nl",
    "ru": "Ru",
    "zh": "Zh",
    "pt-br": "PtBR",
    "ja": "Ja",
    "ko": "Ko",
}
_PLAIN = {code: "ptBR" if code == "pt-br" else code for code in _SUFFIXES}
_ALL_LABELS = frozenset(f"libelle{suffix}" for suffix in _SUFFIXES.values())


@lru_cache(maxsize=256)
def dropped_keys(locales: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str]]:
    """Keys to leave out: of labels, and of the `coordonnees` of means of contact."""
    asked = {locale.lower() for locale in locales} or {"fr"}
    labels = frozenset(f"libelle{suffix}" for code, suffix in _SUFFIXES.items() if code not in asked)
    plain = frozenset(name for code, name in _PLAIN.items() if code not in asked)
    return labels, plain


def prune(value: Any, locales: tuple[str, ...]) -> Any:
    """The value with only the labels of the languages asked for; texts that are left with none are left
    out.
    """
    labels, plain = dropped_keys(locales)
    return _pruned(value, labels, plain)


def _pruned(value: Any, labels: frozenset[str], plain: frozenset[str]) -> Any:
    if isinstance(value, dict):
        return _pruned_dict(value, labels, plain)
    if isinstance(value, list):
        return [_pruned(item, labels, plain) for item in value]
    return value


def _pruned_dict(value: dict[str, Any], labels: frozenset[str], plain: frozenset[str]) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for name, item in value.items():
        if name in labels:
            continue
        if isinstance(item, dict) and name == "coordonnees":
            item = {code: text for code, text in item.items() if code not in plain}  # noqa: PLW2901 - narrowed
        if isinstance(item, (dict, list)):
            left = _pruned(item, labels, plain)
            if left or not item:
                kept[name] = left
        else:
            kept[name] = item
    return kept
