"""Pages of the offers around another one: from the table, or offer by offer from Apidae."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice

import numpy as np

from gateway.errors import GatewayError
from gateway.graph.connection import decode_cursor, encode_cursor, page_info
from sources.apidae.catalogue import OfferPage
from sources.apidae.index.neighbours import Around
from sources.apidae.paging import invalid
from sources.apidae.types.neighbours import NearbyConnection, NearbyEdge
from sources.apidae.types.offer import Offer

NEARBY = "nearby"


@dataclass(frozen=True, slots=True)
class NearPage:
    """What a page shows: ids with distances and cursors, and how it lies in the whole list."""

    listed: list[tuple[str, int, str]]
    total: int
    more: bool
    before: bool

    def connection(self, offers: Mapping[str, Offer]) -> NearbyConnection:
        """The connection; what is not public any more is left out."""
        edges = [
            NearbyEdge(cursor=cursor, node=offers[key], meters=metres)
            for key, metres, cursor in self.listed
            if key in offers
        ]
        cursors = [cursor for _, _, cursor in self.listed]
        info = page_info(cursors, more=self.more, before=self.before)
        return NearbyConnection(edges=edges, page_info=info, total_count=self.total)


def near_page(
    found: Around, parent: Offer, metres: int, first: int, after: str | None
) -> NearPage | GatewayError:
    """The page of one parent; a cursor of another's list is that parent's own error."""
    start = 0
    if after:
        key, radius, far, number = decode_cursor(after, NEARBY, str, int, int, int)
        if (key, radius) != (parent.key, metres):
            return invalid()
        behind = (found.metres > far) | ((found.metres == far) & (found.numbers > number))
        start = len(found.numbers) - int(np.count_nonzero(behind))
    places = zip(found.metres[start:].tolist(), found.numbers[start:].tolist(), strict=True)
    listed = [
        (str(number), far, encode_cursor(NEARBY, parent.key, metres, far, number))
        for far, number in islice(places, first)
    ]
    return NearPage(listed, len(found.numbers), start + first < len(found.numbers), bool(after))


def live_page(page: OfferPage, parent: Offer, first: int, distances: Mapping[str, int]) -> NearbyConnection:
    """The page of one parent that Apidae gave, one longer than wanted as the parent may be in it."""
    others = [one for one in page.listed if one.offer.key != parent.key]
    shown = others[:first]
    edges = [NearbyEdge(cursor=one.cursor, node=one.offer, meters=distances[one.offer.key]) for one in shown]
    more = page.has_next or len(others) > first
    info = page_info([one.cursor for one in shown], more=more, before=page.has_previous)
    return NearbyConnection(edges=edges, page_info=info, total_count=None)
