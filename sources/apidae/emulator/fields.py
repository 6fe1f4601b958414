"""Which parts of an object are answered: default set, aliases and dotted paths."""

from typing import Any

from .errors import bad_request

Object = dict[str, Any]
Tree = dict[str, Any]
"""Nested names; an empty tree stands for everything below."""

_MINIMAL = ("type", "id", "nom")
_DEFAULT = (
    *_MINIMAL,
    "identifier",
    "informations.moyensCommunication",
    "presentation.descriptifCourt",
    "localisation.adresse",
    "localisation.geolocalisation",
    "illustrations",
)
_ALIASES = {"@minimal": _MINIMAL, "@informationsObjetTouristique": ("informations",)}


def own_block(kind: str) -> str:
    """The name of the block of a type: `informationsFeteEtManifestation` for FETE_ET_MANIFESTATION."""
    return "informations" + "".join(part.capitalize() for part in kind.split("_"))


def tree_of(fields: list[str] | None) -> Tree | None:
    """The tree of the fields asked for; None when that is everything (`@all`)."""
    if not fields:
        return _tree([*_DEFAULT, "@own"])
    if "@all" in fields:
        return None
    paths: list[str] = []
    for field in fields:
        paths.extend(_expanded(field.strip()))
    return _tree(paths)


def select(item: Object, tree: Tree | None) -> Object:
    """The part of an object that a tree keeps; what is kept but empty disappears, what was empty stays."""
    if tree is None:
        return item
    kept = _keep(item, {name: below for name, below in tree.items() if name != "@own"})
    if "@own" in tree:
        block = own_block(item.get("type", ""))
        if block in item:
            kept[block] = item[block]
    return kept


def _expanded(field: str) -> tuple[str, ...]:
    if not field.startswith("@"):
        return (field,) if field else ()
    if field in _ALIASES:
        return _ALIASES[field]
    if field.startswith("@informations"):
        return (field[1:],)
    raise bad_request(f'Unknown alias "{field}" in responseFields')


def _tree(paths: list[str]) -> Tree:
    root: Tree = {}
    whole: set[str] = set()
    for path in sorted(paths, key=len):
        parts = path.split(".")
        if any(".".join(parts[:length]) in whole for length in range(1, len(parts) + 1)):
            continue
        whole.add(path)
        branch = root
        for part in parts:
            branch = branch.setdefault(part, {})
    return root


def _keep(item: Object, tree: Tree) -> Object:
    kept: Object = {}
    for name, value in item.items():
        if name not in tree:
            continue
        below = tree[name]
        part = _below(value, below) if below else value
        if not below or part not in ({}, [], None):
            kept[name] = part
    return kept


def _below(value: Any, tree: Tree) -> Any:
    if isinstance(value, dict):
        return _keep(value, tree)
    if isinstance(value, list):
        return [part for part in (_below(item, tree) for item in value) if part]
    return None
