"""Selections of the project: the lists of objects by which a project receives what it may show."""

from typing import Any, NamedTuple

LODGING = {"HEBERGEMENT_COLLECTIF", "HEBERGEMENT_LOCATIF", "HOTELLERIE", "HOTELLERIE_PLEIN_AIR"}


class Selection(NamedTuple):
    """A selection: its number, its name, and whether Apidae also gives it a label."""

    id: int
    name: str
    labelled: bool = True

    def shape(self) -> dict[str, Any]:
        """The selection as the API writes it."""
        label = {"libelle": {"libelleFr": self.name}} if self.labelled else {}
        return {"id": self.id, **label, "nom": self.name}


EVERYTHING = Selection(120_001, "Partir Ici - toutes les offres")
DAY_TRIPS = Selection(120_002, "Partir Ici - sorties à la journée")
NIGHTS = Selection(120_003, "Partir Ici - hébergements et séjours")
PROVIDERS = Selection(120_004, "Partir Ici - prestataires")
FAVOURITES = Selection(120_005, "Coups de cœur de la saison", labelled=False)
RAINY_DAYS = Selection(120_006, "Quand il pleut")
EDITORIAL = (FAVOURITES, RAINY_DAYS)
"""What editors put together, as opposed to what a project receives."""
SELECTIONS = (EVERYTHING, DAY_TRIPS, NIGHTS, PROVIDERS, *EDITORIAL)


def selections_of(kind: str, rank: int) -> tuple[int, ...]:
    """Selections that an object of a type belongs to; now and then it is a favourite too."""
    if kind == "STRUCTURE":
        return (PROVIDERS.id,)
    day = kind not in LODGING and kind != "SEJOUR_PACKAGE"
    favourite = (FAVOURITES.id,) if rank % 19 == 0 else ()
    rainy = (RAINY_DAYS.id,) if rank % 23 == 1 and kind in {"PATRIMOINE_CULTUREL", "DEGUSTATION"} else ()
    return (EVERYTHING.id, DAY_TRIPS.id if day else NIGHTS.id, *favourite, *rainy)
