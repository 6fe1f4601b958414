"""What this source adds to the viewer: the dossiers that the caller answers for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import strawberry

from gateway.errors import BadInput
from gateway.graph.connection import (
    After,
    Connection,
    Edge,
    First,
    check_first,
    decode_cursor,
    encode_cursor,
    page_info,
)
from gateway.graph.ids import key_of
from gateway.source import Context, Keyed, link
from sources.apidae.answering import NAME
from sources.apidae.checks import MOST_CHARACTERS
from sources.apidae.dossiers.mapping import dossier_of
from sources.apidae.dossiers.reading import DossierQuery
from sources.apidae.dossiers.scope import MOST_DIGITS, scope_of
from sources.apidae.policies.reasons import Notice, Reason
from sources.apidae.runtime import Runtime
from sources.apidae.types.dossier import IneligibilityReason, OfferDossier, OfficeNotice
from sources.apidae.types.offer import Offer
from sources.apidae.words import plain_key

LIST_NAME = "dossiers"
NOBODY = -1
"""A number that no offer has."""

Reasons = Annotated[
    list[IneligibilityReason] | None,
    strawberry.argument(description="Only offers that one of these reasons keeps from being public."),
]
Notices = Annotated[
    list[OfficeNotice] | None, strawberry.argument(description="Only offers with one of these notices.")
]
Text = Annotated[
    str | None, strawberry.argument(description="Only offers whose French name holds these words.")
]
OfferId = Annotated[strawberry.ID | None, strawberry.argument(description="Only the offer with this `id`.")]
ApidaeId = Annotated[
    int | None, strawberry.argument(description="Only the offer with this number in Apidae.")
]


@link(
    "Viewer",
    description="The offers that the caller answers for, public or not: those of their tourist office, of "
    "their department, their own, or all for the Region. Null for callers who answer for none.",
    cost=5,
    max_age=0,
)
async def dossiers(
    parents: Sequence[Keyed],
    ctx: Context[Runtime],
    first: First = 20,
    after: After = None,
    reasons: Reasons = None,
    notices: Notices = None,
    text: Text = None,
    offer: OfferId = None,
    apidae_id: ApidaeId = None,
) -> Sequence[Connection[OfferDossier] | None]:
    """One page; there is one viewer in a request."""
    check_first(first)
    scope, runtime = scope_of(ctx.caller), ctx.runtime
    if scope.is_empty:
        return [None for _ in parents]
    if runtime.mirror is None:
        raise BadInput(
            "INVALID_ARGUMENT",
            "This deployment asks Apidae itself and keeps no dossiers.",
            hint="They are there when it keeps a mirror (APIDAE_MODE=mirror).",
        )
    query = _query(reasons, notices, text, offer, apidae_id)
    place = decode_cursor(after, LIST_NAME, int)[0] if after else 0
    reader = runtime.mirror.dossiers
    if await runtime.mirror.catalogue.settled():
        ctx.request.stale.add(NAME)
    found = await reader.page(scope, query, place, first + 1)
    total = await reader.count(scope, query) if "totalCount" in ctx.selected else None
    edges = [
        Edge(cursor=encode_cursor(LIST_NAME, one["_id"]), node=dossier_of(one, runtime.eligibility))
        for one in found[:first]
    ]
    info = page_info([one.cursor for one in edges], more=len(found) > first, before=after is not None)
    return [Connection(edges=edges, page_info=info, total_count=total) for _ in parents]


def _query(
    reasons: list[IneligibilityReason] | None,
    notices: list[OfficeNotice] | None,
    text: str | None,
    offer: str | None,
    apidae_id: int | None,
) -> DossierQuery:
    if offer is not None and apidae_id is not None:
        raise BadInput("INVALID_ARGUMENT", "Only one of offer and apidaeId is wanted.", argument="offer")
    if text is not None and len(text) > MOST_CHARACTERS:
        raise BadInput(
            "INVALID_ARGUMENT", f"A text of at most {MOST_CHARACTERS} characters is wanted.", argument="text"
        )
    number = apidae_id
    if offer is not None:
        key = key_of(offer, Offer.entity, "offer")
        number = int(key) if key.isascii() and key.isdecimal() and len(key) <= MOST_DIGITS else NOBODY
    return DossierQuery(
        reasons=tuple(Reason[one.name] for one in reasons or ()),
        notices=tuple(Notice[one.name] for one in notices or ()),
        words=tuple(plain_key(text or "").split()),
        number=number,
    )
