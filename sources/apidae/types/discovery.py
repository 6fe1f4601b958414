"""What visitors choose by: themes, moods, weather, animals, ages, and what offers are counted by."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

import strawberry

from gateway.graph.text import Texts, localized
from sources.apidae.types.words import Audience, DurationClass


@strawberry.enum(description="Which weather an offer suits. What is not recorded is not said.")
class WeatherFit(Enum):
    """Kinds of weather."""

    ANY = strawberry.enum_value("ANY", description="Bad weather, or under a roof, and great heat as well.")
    BAD_WEATHER = strawberry.enum_value("BAD_WEATHER", description="Recommended in bad weather.")
    GREAT_HEAT = strawberry.enum_value("GREAT_HEAT", description="Recommended in great heat.")
    INDOOR = strawberry.enum_value("INDOOR", description="Under a roof.")


@strawberry.type(
    description="A theme or a mood. Both lists are Partir Ici's own, derived from criteria of Apidae by "
    "rules: neither Apidae nor the provider says so."
)
class Tag:
    """A word of one of our lists."""

    labels: strawberry.Private[Texts]
    key: str = strawberry.field(description="Its key, also used in filters, e.g. `walking`.")
    label = localized(lambda one: one.labels, description="Its name.", required=True)


@strawberry.type(description="The ages an offer is meant for, in years; a bound that is null is not stated.")
class AgeRange:
    """Ages."""

    min: float | None = strawberry.field(description="From this age on.")
    max: float | None = strawberry.field(description="Up to this age.")


@strawberry.enum(description="What is said about animals.")
class PetPolicy(Enum):
    """Whether animals may come."""

    ACCEPTED = strawberry.enum_value("ACCEPTED", description="They may come.")
    ACCEPTED_FOR_A_FEE = strawberry.enum_value("ACCEPTED_FOR_A_FEE", description="They may come and pay.")
    REFUSED = strawberry.enum_value("REFUSED", description="They may not.")


@strawberry.enum(description="What offers can be counted by.")
class FacetKey(Enum):
    """Facets."""

    FAMILY = strawberry.enum_value("FAMILY", description="Families.")
    TYPE = strawberry.enum_value("TYPE", description="Types of offers.")
    THEME = strawberry.enum_value("THEME", description="Themes, a list of our own.")
    MOOD = strawberry.enum_value("MOOD", description="Moods, a list of our own.")
    AUDIENCE = strawberry.enum_value("AUDIENCE", description="Company that an offer suits.")
    DURATION = strawberry.enum_value("DURATION", description="Classes of duration.")
    DEPARTMENT = strawberry.enum_value("DEPARTMENT", description="Departments, by their codes.")
    EPCI = strawberry.enum_value("EPCI", description="Groups of communes, by their codes.")
    CAR_FREE = strawberry.enum_value(
        "CAR_FREE", description="Levels of access without a car, `UNKNOWN` included."
    )
    ACCESSIBLE_FOR = strawberry.enum_value("ACCESSIBLE_FOR", description="Impairments with access.")
    FREE = strawberry.enum_value(
        "FREE", description="`yes` and `no`; offers that do not tell are in neither."
    )


AUDIENCE_LABELS: Mapping[Audience, Mapping[str, str]] = {
    Audience.URBAN_ADULTS: {
        "fr": "Adultes citadins",
        "en": "Adults from town",
        "de": "Erwachsene aus der Stadt",
    },
    Audience.FAMILY: {"fr": "En famille", "en": "Families", "de": "Familien"},
    Audience.COUPLE: {"fr": "En couple", "en": "Couples", "de": "Paare"},
    Audience.FRIENDS: {"fr": "Entre amis", "en": "Friends", "de": "Freunde"},
    Audience.SOLO: {"fr": "En solo", "en": "On one's own", "de": "Alleinreisende"},
    Audience.GROUP: {"fr": "En groupe", "en": "Groups", "de": "Gruppen"},
    Audience.SENIOR: {"fr": "Seniors", "en": "Seniors", "de": "Ältere"},
}

DURATION_LABELS: Mapping[DurationClass, Mapping[str, str]] = {
    DurationClass.HALF_DAY: {"fr": "Une demi-journée", "en": "Half a day", "de": "Ein halber Tag"},
    DurationClass.DAY: {"fr": "Une journée", "en": "A day", "de": "Ein Tag"},
    DurationClass.SHORT_STAY: {"fr": "Court séjour", "en": "Short stay", "de": "Kurzaufenthalt"},
    DurationClass.STAY: {"fr": "Séjour", "en": "Stay", "de": "Aufenthalt"},
}
