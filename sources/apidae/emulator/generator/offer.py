"""One invented offer, from its rank in the catalogue: all its blocks, in the shape of Apidae's API v002."""

from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any

from sources.apidae.emulator.fields import own_block
from sources.apidae.emulator.places import Commune

from .address import location_of, point_near
from .blocks import block_of, visits_of
from .contacts import Handles, contact_means, instagram_link
from .dates import EVENT_MAKERS
from .edges import empty_blocks, odd, opening_edges, picture_edges
from .extras import access_of, booking_of, identifier_of, management_of, moods_of, people_of, themed_texts
from .grammar import capital
from .kinds import Kind
from .labels import add_labels
from .media import pictures_of
from .nights import ODD_MAKERS
from .prices import tariff_of
from .seasons import MAKERS
from .selections import selections_of
from .structures import Card
from .texts import languages, name_of, presentation_of
from .welcome import welcome_of
from .words import words_of

Object = dict[str, Any]

_MAKERS = {**MAKERS, **ODD_MAKERS, **EVENT_MAKERS}


@dataclass(frozen=True, slots=True)
class Made:
    """An object, the selections it belongs to (none: outside the project) and the odd cases it shows."""

    offer: Object
    selections: tuple[int, ...]
    edges: tuple[str, ...]


@dataclass(slots=True)
class Draft:
    """What is known of an offer before its blocks are written."""

    rank: int
    number: int
    kind: Kind
    commune: Commune
    member: Object
    provider: Card | None
    random: Random
    today: date
    words: dict[str, str] = field(default_factory=dict)
    edges: list[str] = field(default_factory=list)

    def is_odd(self, name: str) -> bool:
        """Whether the offer shows an odd case; if so, it is remembered."""
        found = odd(name, self.rank)
        if found:
            self.edges.append(name)
        return found


def make_offer(draft: Draft, handles: Handles, links: list[Card]) -> Made:
    """Write the offer of a draft; `handles` and `links` come from the offers made before."""
    random, kind = draft.random, draft.kind
    draft.words = words_of(random, draft.commune.name)
    suffixes = languages(draft.rank)
    draft.edges.extend(f"translated_{suffix.lower()}" for suffix in suffixes)
    offer = _heading(draft, name_of(kind, random, draft.words, suffixes))
    offer["informations"] = _information(draft, offer, handles)
    offer["presentation"] = _presentation(draft, suffixes)
    offer["localisation"] = _place(draft)
    if links:
        offer["liens"] = {"liensObjetsTouristiquesTypes": [_link(card, random) for card in links]}
    _practical(draft, offer)
    offer[own_block(kind.type)] = block_of(kind, random, draft.words)
    draft.edges.append(add_labels(offer, kind, draft.rank, random))
    if draft.is_odd("empty_blocks"):
        empty_blocks(offer)
    return Made(offer, _selections(draft), tuple(dict.fromkeys(draft.edges)))


def _heading(draft: Draft, name: dict[str, str]) -> Object:
    words, french = draft.words, name["libelleFr"]
    words.update(
        name=french,
        place=capital(words["lieu"]),
        office=draft.member["nom"],
        person=f"{words['qui']} Exemple",
    )
    state = "PUBLISHED"
    if draft.is_odd("unpublished"):
        state = draft.random.choice(("HIDDEN", "HIDDEN", "TRASH"))
    return {
        "type": draft.kind.type,
        "id": draft.number,
        "nom": name,
        "identifier": identifier_of(draft.kind.type, draft.number, draft.commune.department),
        "state": state,
        "gestion": management_of(draft.member, draft.random, draft.today),
    }


def _information(draft: Draft, offer: Object, handles: Handles) -> Object:
    name = draft.words["name"]
    handle = handles.take(name, draft.number) if draft.is_odd("social_links") else ""
    means = contact_means(draft.number, name, handle, draft.random)
    information: Object = {"moyensCommunication": means}
    if handle:
        offer["multimedias"] = [instagram_link(draft.number, handle)]
    if draft.provider:
        information["structureGestion"] = draft.provider
    return information


def _presentation(draft: Draft, suffixes: tuple[str, ...]) -> Object:
    texts = presentation_of(draft.kind, draft.random, draft.words, suffixes)
    if draft.is_odd("no_short_text"):
        del texts["descriptifCourt"]
    themed = themed_texts(draft.kind, draft.random, draft.words)
    return {**texts, "descriptifsThematises": themed} if themed else texts


def _place(draft: Draft) -> Object:
    point = point_near(draft.commune, draft.random)
    if odd("no_geojson", draft.rank):
        point = None
    if point is None:
        draft.edges.append("no_geojson")
    return location_of(draft.commune, point, draft.random, draft.words["lieu"])


def _practical(draft: Draft, offer: Object) -> None:
    kind, random, number, today = draft.kind, draft.random, draft.number, draft.today
    offer["prestations"] = welcome_of(kind, random)
    offer["ouverture"] = _opening(draft, offer)
    if not offer["ouverture"]:
        del offer["ouverture"]
    offer["descriptionTarif"] = tariff_of(kind.prices, number, random, today)
    means = offer["informations"]["moyensCommunication"]
    optional = {
        "reservation": booking_of(number, draft.words["name"], random, means),
        "criteresInternes": [*moods_of(random), *access_of(number)],
        "contacts": people_of(number, draft.words, random),
        "illustrations": _pictures(draft),
        "visites": visits_of(kind, random),
    }
    offer.update({key: value for key, value in optional.items() if value})
    offer["formatVersion"] = "v002"


def _opening(draft: Draft, offer: Object) -> Object:
    style = draft.random.choice(draft.kind.openings)
    if style == "none" or draft.is_odd("no_opening"):
        draft.edges.append("no_opening")
        return {}
    block = _MAKERS[style](draft.number * 30, draft.random, draft.today)
    draft.edges.extend(opening_edges(style, block, draft.today))
    if draft.kind.minutes:
        block["dureeSeance"] = draft.random.choice(draft.kind.minutes)
    if style == "several_dates":
        days = [one["dateDebut"] for one in block["periodesOuvertures"]]
        offer["datesOuverture"] = days[:-1] if draft.is_odd("dates_inconsistent") else days
    return block


def _pictures(draft: Draft) -> list[Object]:
    if draft.is_odd("no_picture"):
        return []
    pictures = pictures_of(draft.number, draft.words, draft.random, draft.today)
    draft.edges.extend(picture_edges(pictures, draft.rank, draft.today))
    return pictures


def _link(card: Card, random: Random) -> Object:
    kind = random.choice(
        ("DEFAUT", "DEFAUT", "DEFAUT", "OFFRE_SIMILAIRE_PROXIMITE", "SUGGESTION_A_PROXIMITE")
    )
    return {"type": kind, "objetTouristique": card}


def _selections(draft: Draft) -> tuple[int, ...]:
    return () if draft.is_odd("outside_project") else selections_of(draft.kind.type, draft.rank)
