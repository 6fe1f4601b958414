"""The cases of the benchmark: what is asked, of whom, and what the servers may keep."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bench.data import Data
from bench.documents import FACETED, MIX, ONE, ONE_LINK, TINY, TWO_LINKS, Ask

GATEWAY, CEILING, STRAWBERRY = "gateway", "ceiling", "strawberry"
APOLLO, YOGA, MERCURIUS, TAILCALL = "apollo", "yoga", "mercurius", "tailcall"
NODE_PEERS = (MERCURIUS, YOGA, APOLLO)
OTHER_PEERS = (MERCURIUS, TAILCALL, YOGA, APOLLO)
"""The peers that do not share our language: the best peer is one of them."""

WHOLE_PAGES = 20
WIDTHS = (400, 900, 2000)


@dataclass(frozen=True, slots=True)
class Case:
    """One row of the tables. `mode` is what servers keep: `none`, `entities` or `responses`; `apart` is
    `none` with our requests sharing no calls.

    `calls` is the least number of upstream calls the requests need, one number for all or one for each.
    `conditional` asks by GET with the validator of an answer before, for a 304.
    """

    letter: str
    title: str
    mode: str
    asks: Sequence[Ask]
    servers: Sequence[str]
    calls: int | Sequence[int] = 0
    connections: int = 16
    conditional: bool = False

    def least(self, most: int) -> float:
        """The least number of calls a request, over the first `most` requests."""
        if isinstance(self.calls, int):
            return float(self.calls)
        return sum(self.calls[:most]) / len(self.calls[:most])


def cases_of(data: Data) -> list[Case]:
    """All cases, over the whole data set."""
    rng = random.Random("cases")
    keys = [str(offer["id"]) for offer in data["offers"]]
    singles = _singles(keys, rng)
    return [
        Case("a", "50 offers, two links, nothing kept", "none", _pages(TWO_LINKS, "TwoLinks"), ALL, 3),
        Case("a1", "50 offers, one link, nothing kept", "none", _pages(ONE_LINK, "OneLink"), ALL, 2),
        Case("d", "one offer by id, two links, nothing kept", "none", singles, ALL, _calls_of(singles, data)),
        Case("e", "20 offers and four facets, nothing kept", "none", _faceted(), ALL, 2),
        Case("f", "500 offers, two links, nothing kept", "none", _large(500), ALL, 3, 4),
        Case("h", "{ __typename }", "none", [Ask(TINY, "Tiny")], ALL),
        Case(
            "d1",
            "as (d), the gateway's requests share no calls",
            "apart",
            singles,
            OTHERS,
            _calls_of(singles, data),
        ),
        Case("b", "50 offers, two links, entities warm", "entities", _changing(rng), CHOOSING),
        Case("g", "mix of 20 documents, entities warm", "entities", _mix(keys, rng), MIXED),
        Case(
            "c", "the identical request, answers kept", "responses", [_page(TWO_LINKS, "TwoLinks", 0)], OTHERS
        ),
        Case(
            "c304",
            "the identical request by GET, 304",
            "responses",
            [_page(TWO_LINKS, "TwoLinks", 0)],
            (GATEWAY, YOGA),
            conditional=True,
        ),
    ]


def _calls_of(singles: Sequence[Ask], data: Data) -> list[int]:
    """An offer, its posts, and their accounts if it has posts."""
    return [3 if data["posts"].get(ask.variables["key"]) else 2 for ask in singles]


ALL = (GATEWAY, CEILING, *OTHER_PEERS, STRAWBERRY)
OTHERS = (GATEWAY, CEILING, *OTHER_PEERS)
MIXED = (GATEWAY, *NODE_PEERS, STRAWBERRY)
CHOOSING = (GATEWAY, CEILING, *NODE_PEERS, STRAWBERRY)
"""These two without Tailcall, which cannot choose a picture's size or a text's language by an argument."""


def _page(query: str, name: str, start: int, **others: Any) -> Ask:
    return Ask(query, name, {"first": 50, "start": start, "posts": 2, "width": 900, **others})


def _pages(query: str, name: str) -> list[Ask]:
    return [_page(query, name, 50 * number) for number in range(WHOLE_PAGES)]


def sized(first: int) -> Case:
    """Pages of so many offers."""
    return Case(f"n{first}", f"{first} offers", "none", _large(first), (GATEWAY,), 3, 4)


def _large(first: int) -> list[Ask]:
    return [_page(TWO_LINKS, "TwoLinks", start, first=first) for start in range(0, 1_001 - first, 125)]


def _faceted() -> list[Ask]:
    return [Ask(FACETED, "Faceted", {"first": 20, "start": 20 * number}) for number in range(WHOLE_PAGES)]


def _changing(rng: random.Random) -> list[Ask]:
    """No two alike: what is kept of whole answers does not help here."""
    made = [
        _page(TWO_LINKS, "TwoLinks", 50 * number, posts=posts, width=width)
        for number in range(WHOLE_PAGES)
        for posts in (1, 2, 3)
        for width in WIDTHS
    ]
    rng.shuffle(made)
    return made


def _singles(keys: Sequence[str], rng: random.Random) -> list[Ask]:
    return [Ask(ONE, "One", {"key": key, "posts": 2, "width": 900}) for key in rng.sample(keys, 200)]


def _mix(keys: Sequence[str], rng: random.Random) -> list[Ask]:
    """Each document with ten choices of variables, shuffled, the same for all servers."""
    made = [Ask(text, name, dict(_needed(text, keys, rng))) for name, text in MIX for _ in range(10)]
    rng.shuffle(made)
    return made


def _needed(text: str, keys: Sequence[str], rng: random.Random) -> Iterator[tuple[str, Any]]:
    declared = text.partition("\n")[0]
    choices: dict[str, Any] = {
        "first": 50 if rng.random() < 0.2 else 20,
        "start": 50 * rng.randrange(WHOLE_PAGES - 1),
        "width": rng.choice(WIDTHS),
        "key": rng.choice(keys),
        "other": rng.choice(keys),
        "locale": rng.choice(("fr", "en", "de")),
        "contact": rng.random() < 0.5,
        "short": rng.random() < 0.5,
    }
    return ((name, value) for name, value in choices.items() if f"${name}:" in declared)
