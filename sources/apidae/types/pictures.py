"""Pictures of an offer, with everything that has to be shown with them."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import strawberry

from gateway.errors import BadInput
from gateway.graph.connection import Connection, Edge, check_first, decode_cursor, encode_cursor, page_info
from gateway.graph.reading import Reader, field_for_reader
from gateway.graph.scalars import URL
from gateway.graph.shared import PictureSize
from gateway.media.signing import WIDTHS

LIST_NAME = "pictures"
UNKNOWN_LICENCE = "UNKNOWN"
USUAL_WIDTH = 900

Width = Annotated[
    int | None,
    strawberry.argument(description="Least width in pixels that is wanted; none: about 900."),
]
Licences = Annotated[
    list[str] | None,
    strawberry.argument(description="Only pictures under one of these licences, e.g. `CC-BY-4.0`."),
]


@strawberry.type(description="A picture in one size.")
class Rendition:
    """A rendition at the source's own server."""

    width: int | None = strawberry.field(description="Its width in pixels, roughly; null when unknown.")
    url: URL = strawberry.field(description="Its address.")


@strawberry.type(description="A picture. Show its credit with it; show it nowhere if the licence forbids.")
class Picture:
    """One picture; `renditions` are (width, url), smallest first, `expires` the last day it may be shown,
    `ref` names it for ever: the number of its object and something of its file.
    """

    ref: strawberry.Private[str]
    renditions: strawberry.Private[tuple[tuple[int, str], ...]]
    expires: strawberry.Private[date | None]
    credit: str = strawberry.field(description="Whom to name; empty when the source does not say.")
    licence: str = strawberry.field(description="SPDX id such as `CC-BY-4.0`, or `UNKNOWN`.")
    licence_text: str | None = strawberry.field(
        description="All that the source writes about rights and credit; null when it writes nothing."
    )
    alt: str = strawberry.field(
        description="Text for those who cannot see it; empty when there is none. Never a file name."
    )

    @strawberry.field(description="Address of a rendition of bounded size, at the source's own server.")
    def url(self, width: Width = None) -> URL:
        if width is not None and width < 1:
            raise BadInput("INVALID_ARGUMENT", "A width of at least 1 is wanted.", argument="width")
        return self.rendition(width or USUAL_WIDTH)

    @strawberry.field(name="renditions", description="All sizes it comes in, the smallest first.")
    def all_renditions(self) -> list[Rendition]:
        return [Rendition(width=size or None, url=URL(url)) for size, url in self.renditions]

    @field_for_reader(
        description="The picture under addresses of this service that never change, smallest first. Where "
        "it is missing for a moment they answer a grey placeholder."
    )
    def sizes(self, reader: Reader) -> list[PictureSize]:
        found = ((width, reader.picture_url("apidae", self.ref, width)) for width in WIDTHS)
        return [PictureSize(width=width, url=URL(url)) for width, url in found]

    def rendition(self, wanted: int) -> URL:
        """The address of the smallest rendition that is wide enough, else of the widest."""
        fitting = (url for size, url in self.renditions if size >= wanted)
        return URL(next(fitting, self.renditions[-1][1]))


def picture_page(
    pictures: tuple[Picture, ...], first: int, after: str | None, licences: list[str] | None
) -> Connection[Picture]:
    """A page of an offer's pictures, those of other licences left out."""
    check_first(first)
    kept = [one for one in pictures if licences is None or one.licence in licences]
    start = decode_cursor(after, LIST_NAME, int)[0] if after else 0
    shown = kept[start : start + first] if start >= 0 else []
    edges = [
        Edge(cursor=encode_cursor(LIST_NAME, start + rank), node=one) for rank, one in enumerate(shown, 1)
    ]
    info = page_info([edge.cursor for edge in edges], more=start + first < len(kept), before=start > 0)
    return Connection(edges=edges, page_info=info, total_count=len(kept))
