"""The operations a widget may run: fixed documents of this folder, and what their parameters become."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from gateway.graph.ids import encode_id
from gateway.http.problem import Problem

FOLDER = Path(__file__).with_name("operations")
CARD = "offer_card"
MOST_CARDS = 12
MOST_ON_MAP = 60
STORY_RESERVE = 8
"""Contents read for each one shown: many are not for other sites."""

INSEE = re.compile(r"\d[\dAB]\d{3}")
DEPARTMENT = re.compile(r"\d[\dAB]\d?")
FAMILY = re.compile(r"[A-Z_]{3,40}")
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")

Parameters = Mapping[str, str]
Variables = dict[str, Any]


@dataclass(frozen=True, slots=True)
class WidgetOperation:
    """One operation: its document, the field of the answer it is about, the parameters it knows."""

    name: str
    root: str
    documents: tuple[str, ...]
    parameters: frozenset[str]
    read: Callable[[Parameters], Variables]

    def document(self) -> str:
        """The GraphQL text."""
        return "\n".join(_text(name) for name in self.documents)

    def variables(self, parameters: Parameters) -> Variables:
        """GraphQL variables for parameters of a url; raises `Problem` for one that is unknown or wrong."""
        for name in parameters:
            if name not in self.parameters:
                raise _wrong(name, f"is none of {', '.join(sorted(self.parameters))}")
        return self.read(parameters)


def wanted_language(parameters: Parameters) -> tuple[str, ...]:
    """The language of a parameter `lang` as locales of a request; none asks for French."""
    lang = parameters.get("lang", "")
    if lang and not LANGUAGE.fullmatch(lang):
        raise _wrong("lang", "is not a language tag")
    return (lang,) if lang else ()


def limit_of(parameters: Parameters, default: int, most: int = MOST_CARDS) -> int:
    """How many cards are wanted, from 1 to `most`."""
    text = parameters.get("limit") or str(default)
    if not (text.isdecimal() and 1 <= int(text[:4]) <= most):
        raise _wrong("limit", f"is not a number from 1 to {most}")
    return int(text)


def _offers(parameters: Parameters) -> Variables:
    return {"filter": _conditions(parameters), "limit": limit_of(parameters, 6)}


def _map(parameters: Parameters) -> Variables:
    return {"filter": _conditions(parameters), "limit": limit_of(parameters, 30, MOST_ON_MAP)}


def _conditions(parameters: Parameters) -> Variables:
    conditions: Variables = {}
    if near := _matching(parameters, "near", INSEE, "is not the INSEE code of a commune"):
        conditions["near"] = {"from": {"insee": near}, "km": _kilometres(parameters)}
    if families := _list(parameters, "families", FAMILY):
        conditions["families"] = {"any": families}
    if departments := _list(parameters, "departments", DEPARTMENT):
        conditions["departments"] = departments
    return conditions


def _offer(parameters: Parameters) -> Variables:
    given = {name: parameters[name][:200] for name in ("id", "slug") if parameters.get(name)}
    if len(given) != 1:
        raise _wrong("id", "or slug must be given, and not both")
    return dict(given)


def _stories(parameters: Parameters) -> Variables:
    near = _matching(parameters, "near", INSEE, "is not the INSEE code of a commune")
    limit = limit_of(parameters, 3)
    posts = {"origin": "INSTITUTIONAL"} | ({"about": encode_id("Commune", near)} if near else {})
    return {
        "filter": {"communes": [near]} if near else {},
        "limit": limit * STORY_RESERVE,
        "withPosts": wants_posts(parameters),
        "posts": posts,
        "postLimit": limit,
    }


def wants_posts(parameters: Parameters) -> bool:
    """Whether posts of institutions stand among the stories; those of scouts are for Partir Ici alone."""
    text = parameters.get("posts", "")
    if text not in {"", "yes", "no"}:
        raise _wrong("posts", "is neither yes nor no")
    return text == "yes"


def _matching(parameters: Parameters, name: str, pattern: re.Pattern[str], wrong: str) -> str:
    value = parameters.get(name, "")
    if value and not pattern.fullmatch(value):
        raise _wrong(name, wrong)
    return value


def _list(parameters: Parameters, name: str, pattern: re.Pattern[str]) -> list[str]:
    values = sorted({value for value in parameters.get(name, "").split(",") if value})
    if len(values) > MOST_CARDS or not all(pattern.fullmatch(value) for value in values):
        raise _wrong(name, "is not a list of codes between commas")
    return values


def _kilometres(parameters: Parameters) -> float:
    text = parameters.get("km") or "20"
    if not (text.isdecimal() and 1 <= int(text[:4]) <= 100):
        raise _wrong("km", "is not a number from 1 to 100")
    return float(text)


def _wrong(name: str, what: str) -> Problem:
    return Problem(400, "INVALID_VARIABLES", f"The parameter {name[:40]!r} {what}.")


@cache
def _text(name: str) -> str:
    return (FOLDER / f"{name}.graphql").read_text("utf-8")


ALWAYS = {"key", "operation", "lang"}
OPERATIONS: Mapping[str, WidgetOperation] = {
    one.name: one
    for one in (
        WidgetOperation(
            "offers",
            "offers",
            ("offers", CARD),
            frozenset({*ALWAYS, "near", "km", "families", "departments", "limit"}),
            _offers,
        ),
        WidgetOperation(
            "map",
            "offers",
            ("map",),
            frozenset({*ALWAYS, "near", "km", "families", "departments", "limit"}),
            _map,
        ),
        WidgetOperation("offer", "offer", ("offer", CARD), frozenset({*ALWAYS, "id", "slug"}), _offer),
        WidgetOperation(
            "stories",
            "scoutContents",
            ("stories",),
            frozenset({*ALWAYS, "near", "limit", "posts"}),
            _stories,
        ),
    )
}

DESCRIBED: Mapping[str, WidgetOperation] = {
    "offers": replace(OPERATIONS["offers"], documents=("offers_described", CARD)),
    "offer": replace(OPERATIONS["offer"], documents=("offer_described", CARD)),
    "stories": OPERATIONS["stories"],
}
"""With descriptions for search engines: for our own pages, no widget may ask for them."""
