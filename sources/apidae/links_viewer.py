"""What this source adds to the viewer: the dossiers that the caller answers for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any

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
from sources.apidae.arguments import limited, wrong
from sources.apidae.checks import MOST_CHARACTERS
from sources.apidae.dossiers.asking import DossierOrder, DossierQuery, Place
from sources.apidae.dossiers.mapping import dossier_of
from sources.apidae.dossiers.scope import MOST_DIGITS, scope_of
from sources.apidae.links_rules import mirror_of
from sources.apidae.policies.reasons import Notice, Reason
from sources.apidae.runtime import Runtime
from sources.apidae.types.dossier import (
    DossierSort,
    IneligibilityReason,
    OfferDossier,
    OfficeNotice,
)
from sources.apidae.types.offer import Offer
from sources.apidae.types.path import PathStage
from sources.apidae.types.words import OfferFamily
from sources.apidae.words import plain_key
from sources.apidae.workflow.steps import PathStep

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
Stages = Annotated[
    list[PathStage] | None,
    strawberry.argument(description="Only offers that are so far on the path of the platform."),
]
Families = Annotated[
    list[OfferFamily] | None, strawberry.argument(description="Only offers of one of these families.")
]
Communes = Annotated[
    list[str] | None, strawberry.argument(description="Only offers in these communes, by INSEE code.")
]
Updated = Annotated[
    datetime | None,
    strawberry.argument(
        description="Only offers that were changed since, in Apidae or on the path; with its zone."
    ),
]
IsPublic = Annotated[
    bool | None, strawberry.argument(description="Only offers that are public, or only those that are not.")
]
Text = Annotated[
    str | None, strawberry.argument(description="Only offers whose French name holds these words.")
]
Sort = Annotated[DossierSort, strawberry.argument(description="In which order.")]
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
    *,
    reasons: Reasons = None,
    notices: Notices = None,
    stages: Stages = None,
    families: Families = None,
    insee: Communes = None,
    updated_since: Updated = None,
    is_public: IsPublic = None,
    text: Text = None,
    sort: Sort = DossierSort.NUMBER,
    offer: OfferId = None,
    apidae_id: ApidaeId = None,
) -> Sequence[Connection[OfferDossier] | None]:
    """One page; there is one viewer in a request."""
    check_first(first)
    scope = scope_of(ctx.caller)
    if scope.is_empty:
        return [None for _ in parents]
    mirror = mirror_of(ctx.runtime)
    query = DossierQuery(
        reasons=tuple(Reason[one.name] for one in reasons or ()),
        notices=tuple(Notice[one.name] for one in notices or ()),
        stages=tuple(PathStep.__members__.get(one.name) for one in stages or ()),
        families=tuple(limited(families or (), "families")),
        communes=tuple(limited(insee or (), "insee")),
        updated_since=_with_zone(updated_since),
        is_public=is_public,
        words=_words(text),
        number=_number(offer, apidae_id),
        order=DossierOrder[sort.name],
    )
    place = _place(after, query.order) if after else None
    if await mirror.catalogue.settled():
        ctx.request.stale.add(NAME)
    found = await mirror.dossiers.page(scope, query, place, first + 1)
    total = await mirror.dossiers.count(scope, query) if "totalCount" in ctx.selected else None
    edges = [
        Edge(cursor=_cursor(one, query.order), node=dossier_of(one, ctx.runtime.eligibility))
        for one in found[:first]
    ]
    info = page_info([one.cursor for one in edges], more=len(found) > first, before=after is not None)
    return [Connection(edges=edges, page_info=info, total_count=total) for _ in parents]


def _cursor(document: Mapping[str, Any], order: DossierOrder) -> str:
    return encode_cursor(LIST_NAME, order.name, document[order.field], document["_id"])


def _place(after: str, order: DossierOrder) -> Place:
    name, key, number = decode_cursor(after, LIST_NAME, str, order.key_type, int)
    if name != order.name:
        raise BadInput(
            "INVALID_CURSOR",
            "This cursor belongs to another order.",
            hint="Pass a cursor of a page with the same sort.",
            argument="after",
        )
    return key, number


def _with_zone(moment: datetime | None) -> datetime | None:
    if moment is not None and moment.tzinfo is None:
        raise wrong("updatedSince", "A moment with its zone is wanted.", hint="2026-06-01T00:00:00+02:00")
    return moment


def _words(text: str | None) -> tuple[str, ...]:
    if text is not None and len(text) > MOST_CHARACTERS:
        raise wrong("text", f"A text of at most {MOST_CHARACTERS} characters is wanted.")
    return tuple(plain_key(text or "").split())


def _number(offer: str | None, apidae_id: int | None) -> int | None:
    if offer is None:
        return apidae_id
    if apidae_id is not None:
        raise wrong("offer", "Only one of offer and apidaeId is wanted.")
    key = key_of(offer, Offer.entity, "offer")
    return int(key) if key.isascii() and key.isdecimal() and len(key) <= MOST_DIGITS else NOBODY
