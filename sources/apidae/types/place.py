"""Where an offer is: place, commune, department, territories."""

from __future__ import annotations

from typing import ClassVar

import strawberry

from gateway.graph.node import Node
from gateway.graph.scalars import GeoJSON
from gateway.graph.text import Texts, localized


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


@strawberry.type(description="A territory that an offer lies in: a park, a massif, a destination.")
class Territory:
    """A territory of Apidae, the region and its departments included."""

    names: strawberry.Private[Texts]
    apidae_id: int = strawberry.field(description="Its number in Apidae.")
    name = localized(lambda one: one.names, description="Its name.", required=True)


@strawberry.type(description="Where an offer is.")
class Place:
    """Place of an offer."""

    accesses: strawberry.Private[Texts]
    commune: Commune | None = strawberry.field(description="The commune it is in.")
    point: GeoJSON | None = strawberry.field(
        description="A GeoJSON Point: longitude, latitude. Null when the source has none."
    )
    address: str | None = strawberry.field(description="Postal address in lines, without the country.")
    postcode: str | None = strawberry.field(description="Postcode.")
    territories: list[Territory] = strawberry.field(description="Territories it lies in, the widest first.")
    access = localized(lambda one: one.accesses, description="How to get there, as the source says.")
