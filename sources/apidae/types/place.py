"""Where an offer is: place, commune, department, territories."""

from __future__ import annotations

from enum import Enum
from typing import ClassVar

import strawberry

from gateway.graph.node import Node
from gateway.graph.scalars import GeoJSON
from gateway.graph.text import Texts, localized
from sources.apidae.types.access import AccessCriterion


@strawberry.type(description="A department of Auvergne-Rhône-Alpes.")
class Department:
    """A department."""

    code: str = strawberry.field(description="Its number, e.g. `38`.")
    name: str = strawberry.field(description="Its name, e.g. `Isère`.")


@strawberry.type(description="A commune of Auvergne-Rhône-Alpes.")
class Commune(Node):
    """A commune; its key is the INSEE code."""

    entity: ClassVar[str] = "Commune"
    insee: str = strawberry.field(description="INSEE code, e.g. `38185`; not the postcode.")
    name: str = strawberry.field(description="Its name.")
    department: Department = strawberry.field(description="The department it belongs to.")


@strawberry.type(description="An EPCI: communes with a common budget, e.g. a métropole.")
class Epci(Node):
    """A group of communes; its key is its code."""

    entity: ClassVar[str] = "Epci"
    code: str = strawberry.field(description="Its SIREN, nine digits; the filter `epci` takes it.")
    name: str = strawberry.field(description="Its name.")


@strawberry.enum(description="What kind of territory it is, as far as its name tells.")
class TerritoryKind(Enum):
    """Kinds of territories."""

    REGION = strawberry.enum_value("REGION", description="The region itself.")
    DEPARTMENT = strawberry.enum_value("DEPARTMENT", description="One of its departments.")
    PARK = strawberry.enum_value("PARK", description="A national or regional nature park.")
    MASSIF = strawberry.enum_value("MASSIF", description="A mountain range.")
    VALLEY = strawberry.enum_value("VALLEY", description="A valley or gorge.")
    CITY = strawberry.enum_value("CITY", description="A city with its surroundings.")
    VINEYARD = strawberry.enum_value("VINEYARD", description="Wine country.")
    OTHER = strawberry.enum_value("OTHER", description="Another one, often a destination.")


@strawberry.type(description="A territory that offers lie in: a park, a massif, a destination.")
class Territory(Node):
    """A territory of Apidae, the region and its departments included; its key is its number."""

    entity: ClassVar[str] = "Territory"
    names: strawberry.Private[Texts]
    apidae_id: int = strawberry.field(description="Its number in Apidae.")
    kind: TerritoryKind = strawberry.field(description="What kind of territory it is.")
    name = localized(lambda one: one.names, description="Its name.", required=True)


@strawberry.type(description="Where an offer is.")
class Place:
    """Place of an offer."""

    accesses: strawberry.Private[Texts]
    stops_declared: strawberry.Private[tuple[AccessCriterion, ...]]
    commune: Commune | None = strawberry.field(description="The commune it is in.")
    point: GeoJSON | None = strawberry.field(
        description="A GeoJSON Point: longitude, latitude. Null when the source has none."
    )
    address: str | None = strawberry.field(description="Postal address in lines, without the country.")
    postcode: str | None = strawberry.field(description="Postcode.")
    territories: list[Territory] = strawberry.field(description="Territories it lies in, the widest first.")
    access = localized(lambda one: one.accesses, description="How to get there, as the source says.")
