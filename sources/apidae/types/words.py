"""The enumerations of offers: the words that frontends and mappings share."""

from __future__ import annotations

from enum import Enum

import strawberry


@strawberry.enum(description="What kind of thing an offer is.")
class OfferType(Enum):
    """Types of day offers."""

    EXCURSION = strawberry.enum_value("EXCURSION", description="A route to follow by oneself.")
    ACTIVITY = strawberry.enum_value("ACTIVITY", description="Something to do or to learn.")
    VISIT = strawberry.enum_value("VISIT", description="A place to see, to taste or to shop at.")
    EVENT = strawberry.enum_value("EVENT", description="Something that happens on given days.")


@strawberry.enum(description="The five families of Partir Ici; an offer may be in several or in none.")
class OfferFamily(Enum):
    """Families, in the order in which they are shown."""

    PLEIN_AIR = strawberry.enum_value("PLEIN_AIR", description="Outdoors.")
    SAVOIR_FAIRE_PATRIMOINE = strawberry.enum_value(
        "SAVOIR_FAIRE_PATRIMOINE", description="Know-how and heritage."
    )
    TOURISME_GOURMAND = strawberry.enum_value("TOURISME_GOURMAND", description="Good food and its makers.")
    OENOTOURISME = strawberry.enum_value("OENOTOURISME", description="Wine and its makers.")
    BIEN_ETRE = strawberry.enum_value("BIEN_ETRE", description="Well-being.")


@strawberry.enum(description="For whom an offer is made.")
class Audience(Enum):
    """Audiences; an offer that names none is for everybody, as far as is known."""

    URBAN_ADULTS = strawberry.enum_value("URBAN_ADULTS", description="Adults from town, without children.")
    FAMILY = strawberry.enum_value("FAMILY", description="Families with children.")
    COUPLE = strawberry.enum_value("COUPLE", description="Couples.")
    FRIENDS = strawberry.enum_value("FRIENDS", description="Friends.")
    SOLO = strawberry.enum_value("SOLO", description="People who come alone.")
    GROUP = strawberry.enum_value("GROUP", description="Organised groups.")
    SENIOR = strawberry.enum_value("SENIOR", description="Older people.")


@strawberry.enum(description="How long an offer takes.")
class DurationClass(Enum):
    """Classes of durations, the shortest first."""

    HALF_DAY = strawberry.enum_value("HALF_DAY", description="Up to four hours.")
    DAY = strawberry.enum_value("DAY", description="A day.")
    SHORT_STAY = strawberry.enum_value("SHORT_STAY", description="Two to four days.")
    STAY = strawberry.enum_value("STAY", description="Longer.")


@strawberry.enum(description="The three axes of benevolent tourism.")
class Axis(Enum):
    """Axes of the self-diagnosis."""

    ENVIRONMENT = strawberry.enum_value("ENVIRONMENT", description="Care for the environment.")
    LOCAL_ECONOMY = strawberry.enum_value("LOCAL_ECONOMY", description="Effect on the local economy.")
    SOCIAL = strawberry.enum_value("SOCIAL", description="Social effect.")


@strawberry.enum(description="Who says so. Print it in words next to what it is about.")
class EvidenceBasis(Enum):
    """Basis of a statement, the weakest first."""

    SELF_DECLARED = strawberry.enum_value(
        "SELF_DECLARED", description="Said by the provider or the office, checked by nobody else."
    )
    OFFICE_REVIEWED = strawberry.enum_value(
        "OFFICE_REVIEWED", description="Said by the provider and read again by the tourist office."
    )
    THIRD_PARTY_CERTIFIED = strawberry.enum_value(
        "THIRD_PARTY_CERTIFIED", description="Certified by somebody independent of the provider."
    )
    PUBLIC_AUTHORITY = strawberry.enum_value(
        "PUBLIC_AUTHORITY", description="Granted or run by a public authority."
    )


@strawberry.enum(description="Whom a visitor meets.")
class EncounterKind(Enum):
    """Kinds of encounter."""

    WITH_LOCALS = strawberry.enum_value("WITH_LOCALS", description="People who live or work there.")
    BETWEEN_VISITORS = strawberry.enum_value("BETWEEN_VISITORS", description="Other visitors.")
    UNKNOWN = strawberry.enum_value("UNKNOWN", description="Nothing is recorded; it is not a no.")


@strawberry.enum(description="A local person whom a visitor may meet.")
class LocalActorKind(Enum):
    """Kinds of local people."""

    PRODUCER = strawberry.enum_value("PRODUCER", description="Who grows or makes food or drink.")
    CRAFTSPERSON = strawberry.enum_value("CRAFTSPERSON", description="Who makes things by hand.")
    ARTIST = strawberry.enum_value("ARTIST", description="Who makes or plays art.")
    HISTORIAN = strawberry.enum_value("HISTORIAN", description="Who tells the history of the place.")
    RESIDENT = strawberry.enum_value("RESIDENT", description="Who lives there.")
    OTHER = strawberry.enum_value("OTHER", description="Somebody else, e.g. a guide.")


@strawberry.enum(description="What kind of organisation runs an offer.")
class ProviderKind(Enum):
    """Kinds of providers, as far as the offer itself tells."""

    ACTIVITY_PROVIDER = strawberry.enum_value("ACTIVITY_PROVIDER", description="Offers activities.")
    VISIT_SITE = strawberry.enum_value("VISIT_SITE", description="Opens a place to visitors.")
    ASSOCIATION = strawberry.enum_value("ASSOCIATION", description="An association.")
    GUIDE = strawberry.enum_value("GUIDE", description="A guide, or several.")
    OTHER = strawberry.enum_value("OTHER", description="Something else, or not known.")


@strawberry.enum(description="A kind of impairment.")
class Impairment(Enum):
    """Impairments, as the French mark Tourisme & Handicap distinguishes them."""

    MOTOR = strawberry.enum_value("MOTOR", description="Of movement.")
    VISUAL = strawberry.enum_value("VISUAL", description="Of sight.")
    HEARING = strawberry.enum_value("HEARING", description="Of hearing.")
    MENTAL = strawberry.enum_value("MENTAL", description="Of understanding.")


@strawberry.enum(description="Where a link of an offer leads.")
class LinkKind(Enum):
    """Kinds of links."""

    WEBSITE = strawberry.enum_value("WEBSITE", description="Its own web site.")
    FACEBOOK = strawberry.enum_value("FACEBOOK", description="Its Facebook page.")
    INSTAGRAM = strawberry.enum_value("INSTAGRAM", description="Its Instagram account.")
    TWITTER = strawberry.enum_value("TWITTER", description="Its account on X, formerly Twitter.")
    VIDEO = strawberry.enum_value("VIDEO", description="Its channel of videos.")
    OTHER = strawberry.enum_value("OTHER", description="Another page about it.")


@strawberry.enum(description="The order of a list of offers.")
class OfferSort(Enum):
    """Orders that can be asked for."""

    RELEVANCE = strawberry.enum_value("RELEVANCE", description="Best match of `filter.text` first.")
    NEAREST = strawberry.enum_value("NEAREST", description="Nearest to `filter.near` first.")
    SOONEST = strawberry.enum_value(
        "SOONEST",
        description="By the next day on which it is open, today first; those of which none is known last.",
    )
    NAME = strawberry.enum_value("NAME", description="By French name, as a dictionary orders it.")
    RECENT = strawberry.enum_value("RECENT", description="Last changed first.")
    RANDOM = strawberry.enum_value(
        "RANDOM", description="By chance; the same `seed` gives the same order again."
    )


@strawberry.enum(description="A kind of heritage that an offer lets one discover.")
class Heritage(Enum):
    """Kinds of heritage; which offer has which is our own sorting."""

    NATURAL = strawberry.enum_value("NATURAL", description="Nature: landscapes, plants, animals, rocks.")
    CULTURAL = strawberry.enum_value("CULTURAL", description="Buildings, traditions, works.")
    HUMAN = strawberry.enum_value("HUMAN", description="People who show what they know and do.")


@strawberry.enum(description="What kind of thing a mark is.")
class DistinctionKind(Enum):
    """Kinds of marks."""

    LABEL = strawberry.enum_value("LABEL", description="A label with rules of its own.")
    CERTIFICATION = strawberry.enum_value("CERTIFICATION", description="A certified standard.")
    CHARTER = strawberry.enum_value("CHARTER", description="A charter that one signs.")
    NETWORK = strawberry.enum_value("NETWORK", description="A network that one is a member of.")
    LISTING = strawberry.enum_value("LISTING", description="An official list, e.g. of hiking routes.")


@strawberry.enum(description="What of an offer a mark is about.")
class DistinctionScope(Enum):
    """Scopes of marks; marks of a territory or of the provider as such are never an offer's."""

    OFFER = strawberry.enum_value("OFFER", description="The offer as a whole.")
    PRODUCTS = strawberry.enum_value("PRODUCTS", description="What is grown, made or sold there.")
    ACCESSIBILITY = strawberry.enum_value("ACCESSIBILITY", description="Access for disabled people.")
