"""Who stands behind offers: providers, and the tourist offices that keep their records."""

from __future__ import annotations

from typing import ClassVar

import strawberry

from gateway.graph.node import Node
from sources.apidae.types.words import ProviderKind


@strawberry.type(description="Who runs offers; not the tourist office that keeps their records.")
class Provider(Node):
    """A provider with at least one public offer; its key is its number in Apidae."""

    entity: ClassVar[str] = "Provider"
    kind: ProviderKind = strawberry.field(description="What kind of organisation, as far as its offers tell.")
    name: str = strawberry.field(description="Its name.")


@strawberry.type(description="The tourist office that keeps the records of offers in Apidae.")
class TouristOffice(Node):
    """A member of Apidae with at least one public offer; its key is its number there."""

    entity: ClassVar[str] = "TouristOffice"
    name: str = strawberry.field(description="Its name.")
