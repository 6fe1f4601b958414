"""Words that several sources use and none of them owns."""

from enum import Enum

import strawberry

from gateway.graph.scalars import URL


@strawberry.enum(description="Who speaks: an institution or a scout. Always shown apart.")
class Origin(Enum):
    """Origin of a piece of content."""

    INSTITUTIONAL = strawberry.enum_value(
        "INSTITUTIONAL", description="The Region, a tourist office or a department agency."
    )
    SCOUT = strawberry.enum_value("SCOUT", description="A scout: an inhabitant who shares what they know.")


@strawberry.enum(
    description="Whether the author got something for it; show it wherever the content is shown."
)
class CommercialDisclosure(Enum):
    """Disclosure asked for by French law 2023-451."""

    NONE = strawberry.enum_value("NONE", description="No consideration of any kind.")
    PUBLICITE = strawberry.enum_value("PUBLICITE", description='Show the word "Publicité".')
    COLLABORATION_COMMERCIALE = strawberry.enum_value(
        "COLLABORATION_COMMERCIALE", description='Show the words "Collaboration commerciale".'
    )


@strawberry.type(description="A picture in one width.")
class PictureSize:
    """One address of a picture that the gateway's own proxy serves, never larger than its original."""

    width: int = strawberry.field(description="At most so many pixels wide; never enlarged.")
    url: URL = strawberry.field(description="A WebP; the address may be stored, the picture may not.")
