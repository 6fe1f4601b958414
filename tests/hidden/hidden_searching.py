"""Looks for what is hidden in whole answers: plain, in ids and in cursors; and sees which offers come where."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from graphql import GraphQLSchema, get_named_type

MARK = "Zq"
"""With it begin all words that stand only in hidden offers."""

_OPAQUE = re.compile(r"[A-Za-z0-9_-]{8,}")
_NUMBER = re.compile(r"\d{6,}")


@dataclass(frozen=True)
class Secret:
    """An offer that must not be found: its number, its id, words that stand nowhere but in it."""

    number: int
    id: str
    words: tuple[str, ...]


class Detector:
    """Finds what is left of offers in a text: their ids, numbers and words, in ids and cursors as well."""

    def __init__(self, secrets: Sequence[Secret], *, only_words: bool = False) -> None:
        """With `only_words` ids and numbers may be told, e.g. that something is gone."""
        self._words = {word.casefold(): one.number for one in secrets for word in one.words}
        self._told: dict[str, int] = {}
        if not only_words:
            self._told = {one.id: one.number for one in secrets}
            self._told |= {str(one.number): one.number for one in secrets}

    def found(self, text: str, asked: str) -> list[str]:
        """What is there; what the caller sent of the same offer tells them nothing."""
        sent = {number for number, _ in self._seen(asked)}
        return sorted({told for number, told in self._seen(text) if number not in sent})

    def _seen(self, text: str) -> Iterator[tuple[int, str]]:
        tokens = set(_OPAQUE.findall(text))
        inside = ((one, token) for token in tokens for one in _numbers_inside(token))
        plainly = ((one, one) for one in (*tokens, *set(_NUMBER.findall(text))))
        for one, told in (*inside, *plainly):
            if one in self._told:
                yield self._told[one], told
        plain = text.casefold()
        if MARK.casefold() in plain:
            for word, number in self._words.items():
                if word in plain:
                    yield number, word


def offers_by_place(schema: GraphQLSchema, data: Any) -> dict[str, set[int]]:
    """For each field (`Type.field`) that gives offers, the numbers of those that came."""
    offers = {"Offer", *(one.name for one in schema.get_possible_types(schema.type_map["Offer"]))}  # type: ignore[arg-type]
    found: dict[str, set[int]] = {}

    def walk(kind: Any, value: Any, place: str) -> None:
        if isinstance(value, list):
            for one in value:
                walk(kind, one, place)
        elif isinstance(value, dict):
            actual = schema.type_map.get(value.get("__typename", ""), kind)
            if actual.name in offers:
                number = value.get("apidaeId") or value.get(f"{actual.name}__apidaeId")
                if number:
                    found.setdefault(place, set()).add(number)
            for key, one in value.items():
                owner, _, name = key.rpartition("__")
                holder = schema.type_map[owner] if owner else actual
                fields: Mapping[str, Any] = getattr(holder, "fields", {})
                if name in fields:
                    here = f"{_declaring(schema, holder, name)}.{name}"
                    inner = get_named_type(fields[name].type)
                    walk(inner, one, place if name in {"edges", "node"} and here != "Query.node" else here)

    walk(schema.query_type, data, "")
    return found


def places_of_offers(schema: GraphQLSchema, covered: set[str]) -> set[str]:
    """All fields that give offers, directly or as a list, as `offers_by_place` names them."""
    offers = {"Offer", *(one.name for one in schema.get_possible_types(schema.type_map["Offer"]))}  # type: ignore[arg-type]
    found = set()
    for coordinate in covered:
        kind, name = coordinate.split(".")
        holder: Any = schema.type_map[kind]
        given = get_named_type(holder.fields[name].type)
        if name in {"edges", "node"} and coordinate != "Query.node":
            continue
        if given.name in offers or _page_of(given) in offers:
            found.add(f"{_declaring(schema, holder, name)}.{name}")
    return found


def _page_of(kind: Any) -> str:
    edges = getattr(kind, "fields", {}).get("edges")
    node = edges and getattr(get_named_type(edges.type), "fields", {}).get("node")
    return get_named_type(node.type).name if node else ""


def _declaring(schema: GraphQLSchema, holder: Any, name: str) -> str:
    """The interface that has the field, so that kinds of offers are not told apart."""
    for one in getattr(holder, "interfaces", ()):
        if name in one.fields and one.name != "Node":
            return str(one.name)
    return str(holder.name)


@lru_cache(maxsize=200_000)
def _numbers_inside(opaque: str) -> tuple[str, ...]:
    """Numbers in what an id or a cursor holds."""
    try:
        held = base64.urlsafe_b64decode(opaque + "=" * (-len(opaque) % 4)).decode("utf-8", "ignore")
    except (binascii.Error, ValueError):
        return ()
    return tuple(_NUMBER.findall(held))
