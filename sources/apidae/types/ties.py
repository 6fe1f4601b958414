"""How offers are linked to one another in Apidae."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import strawberry


@strawberry.enum(description="What a linked offer is to the one that links to it.")
class Tie(Enum):
    """Kinds of links, each as Apidae calls it."""

    LINKED = strawberry.enum_value("DEFAUT", description="Linked without a reason being told.")
    ON_SITE = strawberry.enum_value("SUR_PLACE", description="Found at the same place.")
    USEFUL_ADDRESS = strawberry.enum_value("ADRESSE_UTILE", description="A useful address.")
    PROGRAMME = strawberry.enum_value("ORGANISATEUR_PROGRAMME", description="Part of its programme.")
    ORGANISER = strawberry.enum_value("PROGRAMME_ORGANISATEUR", description="That whose programme it is in.")
    SPECIAL_OFFER = strawberry.enum_value("CADRE_OFFRE_SPECIALE", description="A special offer within it.")
    FRAME = strawberry.enum_value(
        "OFFRE_SPECIALE_CADRE", description="That within which it is a special offer."
    )
    PACKAGE_PART = strawberry.enum_value("PACKAGE_OBJET", description="A part of the package.")
    PACKAGE = strawberry.enum_value("OBJET_PACKAGE", description="A package that it is part of.")
    STARTS_AT = strawberry.enum_value("AU_DEPART_DE", description="Where it starts.")
    ENDS_AT = strawberry.enum_value("A_L_ARRIVEE_DE", description="Where it ends.")
    ON_THE_WAY_OF = strawberry.enum_value("SUR_LE_PARCOURS_DE", description="A route that passes it.")
    STAGE = strawberry.enum_value("PARCOURS_ETAPE", description="A stage of the route.")
    STAGE_OF = strawberry.enum_value("ETAPE_PARCOURS", description="A route that it is a stage of.")
    HIGHLIGHT = strawberry.enum_value(
        "COUPS_DE_COEUR_INCONTOURNABLES", description="Something not to be missed."
    )
    VISIT_ORGANISER = strawberry.enum_value("VISITE_ORGANISATEUR", description="Who organises the visit.")
    VISIT = strawberry.enum_value("ORGANISATEUR_VISITE", description="A visit that it organises.")
    SELLS_HERE = strawberry.enum_value("VEND_ICI", description="Where its products are sold.")
    MAKES_PRODUCTS = strawberry.enum_value("PROPOSE_PRODUIT_DE", description="Whose products it sells.")
    GIVES_ACCESS_TO = strawberry.enum_value("PERMET_ACCEDER_A", description="Something it gives access to.")
    REACHED_BY = strawberry.enum_value("EST_ACCESSIBLE_PAR", description="Something that gives access to it.")
    LIES_IN = strawberry.enum_value("EST_SITUE_DANS", description="What it lies in.")
    CONTAINS = strawberry.enum_value("A_DANS_SON_PERIMETRE", description="Something that lies in it.")
    SIMILAR = strawberry.enum_value("OFFRE_SIMILAIRE_PROXIMITE", description="Something similar nearby.")
    SUGGESTION = strawberry.enum_value("SUGGESTION_A_PROXIMITE", description="A suggestion nearby.")


@dataclass(frozen=True, slots=True)
class TiedKey:
    """A link as it stands in the object: its kind and the key of the other offer, be it public or not."""

    tie: Tie
    key: str
