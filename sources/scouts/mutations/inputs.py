"""Inputs of mutations about contents, and what the services make of them."""

from __future__ import annotations

from typing import Any

import strawberry

from gateway.graph.ids import key_of
from gateway.graph.scalars import Locale
from gateway.graph.shared import CommercialDisclosure
from gateway.mutations import refuse
from gateway.richtext import MOST_CHARACTERS
from sources.scouts.documents import PictureDocument, StopDocument, TerritoryDocument
from sources.scouts.services.checking import LICENCES, LONGEST_TITLE
from sources.scouts.services.drafts import Draft, Words
from sources.scouts.shapes import MAX_MENTIONS, MAX_PICTURES, MAX_STOPS

LICENCE_NAMES = ", ".join(f"`{name}`" for name in sorted(LICENCES))
MARKDOWN = (
    f"Markdown, at most {MOST_CHARACTERS} characters: paragraphs, emphasis, https links, lists, quotations, "
    "headings. HTML shows as it is typed."
)


@strawberry.input(description="A picture that is on the web already.")
class PictureInput:
    """A picture."""

    url: str = strawberry.field(description="Its https address, at most 300 characters.")
    credit: str = strawberry.field(description="Whose picture it is, 1 to 120 characters.")
    licence: str = strawberry.field(description=f"One of {LICENCE_NAMES}.")
    alt: str = strawberry.field(description="Text for those who cannot see it, at most 300.", default="")
    people_shown: bool = strawberry.field(description="Whether people can be recognised on it.")


@strawberry.input(description="A stop of an itinerary.")
class StopInput:
    """A stop."""

    title: str = strawberry.field(description=f"Its name, at most {LONGEST_TITLE} characters.")
    text: str = strawberry.field(description="What to do there, plain, at most 2000.", default="")
    offer: strawberry.ID | None = strawberry.field(description="The offer there.", default=None)
    commune: str | None = strawberry.field(description="INSEE code of the commune.", default=None)
    minutes: int | None = strawberry.field(description="How long to stay, 1 to 1440.", default=None)


@strawberry.input(description="A piece of country by the name people give it.")
class TerritoryInput:
    """A territory."""

    name: str = strawberry.field(description="Its name in French, 2 to 80 characters.")
    departments: list[str] = strawberry.field(
        description="Codes of the departments it lies in, e.g. `63`; at most 12.", default_factory=list
    )


@strawberry.input(description="Title and text in one more language.")
class TranslationInput:
    """A translation."""

    locale: Locale = strawberry.field(description="The language.")
    title: str = strawberry.field(description=f"The title, at most {LONGEST_TITLE} characters.")
    text: str = strawberry.field(description=MARKDOWN)


@strawberry.input(description="All that an author says in a content.")
class ContentInput:
    """The parts that publishing and updating share."""

    locale: Locale = strawberry.field(description="The language of `title` and `text`.", default=Locale("fr"))
    title: str = strawberry.field(description=f"The title, at most {LONGEST_TITLE} characters.")
    text: str = strawberry.field(description=MARKDOWN)
    translations: list[TranslationInput] = strawberry.field(
        description="The same in other languages, at most 5.", default_factory=list
    )
    offers: list[strawberry.ID] = strawberry.field(
        description=f"Offers it mentions, at most {MAX_MENTIONS}.", default_factory=list
    )
    communes: list[str] = strawberry.field(
        description="INSEE codes of communes it is about; those of its offers are added.",
        default_factory=list,
    )
    territories: list[TerritoryInput] = strawberry.field(
        description=f"Pieces of country it is about, at most {MAX_MENTIONS}.", default_factory=list
    )
    stops: list[StopInput] = strawberry.field(
        description=f"Of an itinerary only: its stops, 2 to {MAX_STOPS}.", default_factory=list
    )
    pictures: list[PictureInput] = strawberry.field(
        description=f"Its pictures, at most {MAX_PICTURES}; at least one for a photo set.",
        default_factory=list,
    )
    people_agreed: bool = strawberry.field(
        description="The author's word that whoever can be recognised on a picture agreed to it, for minors "
        "their parents; without it such pictures give `CONSENT_MISSING`.",
        default=False,
    )
    licence: str = strawberry.field(
        description=f"Licence of the text: one of {LICENCE_NAMES}.", default="PLATFORM_ONLY"
    )
    commercial_disclosure: CommercialDisclosure = strawberry.field(
        description="What the author got for it. Needed (`DISCLOSURE_REQUIRED`) within a year of a perk on "
        "an offer it mentions, or on its provider.",
        default=CommercialDisclosure.NONE,
    )
    submit: bool = strawberry.field(
        description="False keeps it as a draft that only its author sees.", default=True
    )


def draft_of(given: ContentInput) -> Draft:
    """The draft; refuses ids of another type."""
    texts: list[ContentInput | TranslationInput] = [given, *given.translations]
    words = [Words(str(one.locale), one.title, one.text) for one in texts]
    return Draft(
        words=words,
        offers=keys_of(given.offers, "Offer", "input.offers"),
        communes=given.communes,
        territories=territories_of(given.territories),
        stops=[_stop(one) for one in given.stops[: MAX_STOPS + 1]],
        pictures=[_picture(one) for one in given.pictures[: MAX_PICTURES + 1]],
        people_agreed=given.people_agreed,
        licence=given.licence,
    )


def name_of(value: Any) -> Any:
    """The name of an enum's value as documents hold it."""
    return value.value


def keys_of(ids: list[strawberry.ID], entity: str, place: str) -> list[str]:
    """Keys inside ids; not more than a list may have are looked at."""
    if len(ids) > MAX_MENTIONS:
        refuse("INVALID_ARGUMENT", place)
    return [key_of(one, entity, argument=place) for one in ids]


def territories_of(given: list[TerritoryInput]) -> list[TerritoryDocument]:
    """Territories as they are kept."""
    return [{"name": one.name, "departments": list(one.departments)} for one in given]


def _stop(given: StopInput) -> StopDocument:
    return {
        "title": given.title,
        "text": given.text,
        "offer": None if given.offer is None else key_of(given.offer, "Offer", argument="input.stops.offer"),
        "commune": given.commune,
        "minutes": given.minutes,
    }


def _picture(given: PictureInput) -> PictureDocument:
    return {
        "url": given.url,
        "credit": given.credit,
        "licence": given.licence,
        "alt": given.alt,
        "peopleShown": given.people_shown,
    }
