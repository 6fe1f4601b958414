"""A question put to the table: the rows it keeps, with or without some of its parts."""

from __future__ import annotations

from sources.apidae.catalogue import OfferQuery
from sources.apidae.index.columns import Mask
from sources.apidae.index.condition import Around
from sources.apidae.index.conditions import CONDITIONS
from sources.apidae.index.table import Table


class Look:
    """Every condition is worked out once, however many facets leave one of them aside."""

    def __init__(self, table: Table, query: OfferQuery, around: Around) -> None:
        """Looks at once; the table must not change while this is used."""
        self._table = table
        self._masks = [
            (frozenset(one.arguments.values()), one.keep(table, query, around))
            for one in CONDITIONS
            if one.asked(query)
        ]

    def kept(self, without: frozenset[str] = frozenset()) -> Mask:
        """The rows that fit, conditions on these arguments left aside."""
        found = self._table.everything.copy()
        for arguments, mask in self._masks:
            if not arguments <= without:
                found &= mask
        return found
