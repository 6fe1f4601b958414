"""The whole catalogue: providers first, then every object by rank, always the same for the same seed."""

from collections import deque
from collections.abc import Iterator
from datetime import date
from itertools import accumulate
from math import sqrt
from random import Random
from typing import Any

from sources.apidae.emulator.places import REGION, Commune

from .address import location_of, point_near
from .contacts import Handles, contact_means
from .draw import source_of, spread
from .edges import STRUCTURE_SHARE, odd
from .extras import identifier_of, management_of
from .further import EVENT, further, programme
from .kinds import kind_at
from .offer import Draft, Made, make_offer
from .offices import offices_of
from .selections import selections_of
from .structures import Card, card_of, provider_identity, structure_block
from .words import words_of

FIRST_ID = 5_000_000
STRANGER_ID = 4_000_000
"""Objects with such numbers are only ever the target of a link: they are outside the project."""


class Catalogue:
    """An invented catalogue of `size` objects around `today`; iterate over it to make them one by one."""

    def __init__(self, size: int, seed: str, today: date, communes: tuple[Commune, ...]) -> None:
        self._size, self._seed, self._today = size, seed, today
        inside = [commune for commune in communes if commune.region == REGION]
        self.offices = offices_of(inside)
        self._homes = [commune for commune in inside if commune.point]
        self._weights = list(accumulate(sqrt(commune.population) + 15 for commune in self._homes))
        self._neighbours = [commune for commune in communes if commune.region != REGION]
        self._by_epci: dict[str, list[Commune]] = {}
        for commune in self._homes:
            self._by_epci.setdefault(commune.epci, []).append(commune)

    def __iter__(self) -> Iterator[Made]:
        """Make every object, in the order of the ids."""
        providers = [
            (card_of(self._structure(rank).offer), self._home(rank)) for rank in self._structure_ranks()
        ]
        handles = Handles()
        recent: dict[str, deque[Card]] = {}
        events: dict[str, deque[Card]] = {}
        for rank in range(self._size):
            if _is_structure(rank):
                yield self._structure(rank)
                continue
            draft = self._draft(rank, providers)
            cards = recent.setdefault(draft.commune.epci, deque(maxlen=6))
            made = make_offer(draft, handles, self._links(draft, list(cards)))
            further(made.offer, rank)
            nearby = events.setdefault(draft.commune.department, deque(maxlen=3))
            programme(made.offer, rank, list(nearby))
            card = card_of(made.offer)
            cards.append(card)
            if made.offer["type"] == EVENT:
                nearby.append(card)
            yield made

    def _structure_ranks(self) -> Iterator[int]:
        return (rank for rank in range(self._size) if _is_structure(rank))

    def _home(self, rank: int) -> Commune:
        return source_of(f"{self._seed}/home", rank).choices(self._homes, cum_weights=self._weights)[0]

    def _draft(self, rank: int, providers: list[tuple[Card, Commune]]) -> Draft:
        random = source_of(self._seed, rank)
        provider, commune = None, self._home(rank)
        edges = []
        if self._neighbours and odd("outside_region", rank):
            commune = random.choice(self._neighbours)
            edges.append("outside_region")
        elif providers and random.random() < 0.65:
            provider, commune = random.choice(providers)
            if random.random() < 0.5:
                commune = random.choice(self._by_epci[commune.epci])
        member = self.offices.get(commune.epci) or random.choice(list(self.offices.values()))
        kind = kind_at(spread(rank, 5))
        number = number_of(rank, self._seed)
        return Draft(rank, number, kind, commune, member, provider, random, self._today, edges=edges)

    def _links(self, draft: Draft, cards: list[Card]) -> list[Card]:
        if draft.random.random() < 0.75:
            return []
        links = draft.random.sample(cards, k=min(len(cards), draft.random.choice((1, 1, 2, 3))))
        if draft.random.random() < 0.2:
            links.append(_stranger(draft.rank))
        return links

    def _structure(self, rank: int) -> Made:
        random, commune = source_of(f"{self._seed}/provider", rank), self._home(rank)
        name, kind = provider_identity(commune, random)
        number, member = number_of(rank, self._seed), self.offices[commune.epci]
        offer = {
            "type": "STRUCTURE",
            "id": number,
            "nom": {"libelleFr": name},
            "identifier": identifier_of("STRUCTURE", number, commune.department),
            "state": "PUBLISHED",
            "gestion": management_of(member, random, self._today),
            "informations": {"moyensCommunication": contact_means(number, name, "", random)},
            "presentation": {},
            "localisation": self._place(commune, random),
            "informationsStructure": structure_block(kind, name, random),
            "formatVersion": "v002",
        }
        return Made(offer, selections_of("STRUCTURE", rank), ())

    def _place(self, commune: Commune, random: Random) -> dict[str, Any]:
        words = words_of(random, commune.name)
        return location_of(commune, point_near(commune, random), random, words["lieu"])


def number_of(rank: int, seed: str) -> int:
    """The id of the object of a rank: growing, with gaps, never zero."""
    return FIRST_ID + rank * 13 + source_of(f"{seed}/id", rank).randrange(13)


def _is_structure(rank: int) -> bool:
    return spread(rank, 3) < STRUCTURE_SHARE


def _stranger(rank: int) -> Card:
    name = {"libelleFr": "Hors du projet : la maison d'à côté"}
    number = STRANGER_ID + rank
    return {
        "type": "COMMERCE_ET_SERVICE",
        "id": number,
        "nom": name,
        "identifier": f"SITRA2_COS_{number}",
        "state": "PUBLISHED",
    }
