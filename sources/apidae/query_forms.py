"""Root fields that tell what the path asks and when: questionnaires and campaigns."""

from __future__ import annotations

from typing import Annotated

import strawberry

from gateway.errors import BadInput
from gateway.source import Context, root_field
from sources.apidae.questionnaires import model
from sources.apidae.questionnaires.showing import campaign_of, questionnaire_of
from sources.apidae.runtime import Runtime
from sources.apidae.types.questionnaire import Campaign, CampaignKind, Questionnaire, QuestionnaireKind

Kind = Annotated[QuestionnaireKind, strawberry.argument(description="For which kind of offer.")]
Version = Annotated[
    str | None, strawberry.argument(description="Which version; without it the one that is sent today.")
]
Kinds = Annotated[
    list[CampaignKind] | None, strawberry.argument(description="Only campaigns for these steps.")
]


@root_field(
    description="A version of the self-diagnosis: all axes, criteria and indicators. "
    "Null when there is none.",
    cost=2,
)
async def questionnaire(
    ctx: Context[Runtime],
    kind: Kind = QuestionnaireKind.ACTIVITY,
    version: Version = None,
) -> Questionnaire | None:
    """One questionnaire; one command to the database."""
    book, now = await ctx.runtime.forms(), ctx.runtime.eligibility.clock.now()
    if version is None:
        form = book.current(model.QuestionnaireKind[kind.name], now)
    elif len(version) > 20:
        raise BadInput("INVALID_ARGUMENT", "A version like 2021-4 is wanted.", argument="version")
    else:
        form = book.questionnaire(kind.name, version)
    return questionnaire_of(form, book, now) if form else None


@root_field(description="The windows in which steps of the path may be taken, past ones too.")
async def campaigns(ctx: Context[Runtime], kinds: Kinds = None) -> list[Campaign] | None:
    """All campaigns; nobody is asked."""
    now = ctx.runtime.eligibility.clock.now()
    found = ctx.runtime.questionnaires.campaigns
    wanted = {one.name for one in kinds or ()}
    return [campaign_of(one, now) for one in found if not wanted or one.kind.name in wanted]
