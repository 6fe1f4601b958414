"""The mutation of the Region about questionnaires: which version is sent from which day on."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import strawberry

from gateway.mutations import Payload, refuse
from gateway.source import Context, mutation
from sources.apidae.deciding import decided, sending
from sources.apidae.mutations_rules import EXPECTED
from sources.apidae.query_rules import told_rules
from sources.apidae.questionnaires.showing import questionnaire_of
from sources.apidae.runtime import Runtime
from sources.apidae.types.questionnaire import Questionnaire, QuestionnaireKind
from sources.apidae.types.rules import Rules


@strawberry.input(description="Which questionnaire is sent, and from which day on.")
class PublishQuestionnaireInput:
    """What to publish."""

    kind: QuestionnaireKind = strawberry.field(description="For which kind of offer.")
    version: str = strawberry.field(description="A version that the deployment has a file of.")
    valid_from: date | None = strawberry.field(
        description="The day in France from which on it is sent; today if left out, not in the past.",
        default=None,
    )
    expected_version: int | None = strawberry.field(description=EXPECTED, default=None)


@strawberry.type(description="The questionnaire that was published.")
class PublishQuestionnairePayload(Payload):
    """Of publishing."""

    questionnaire: Questionnaire | None = strawberry.field(
        description="The questionnaire; null when nothing was done.", default=None
    )
    rules: Rules | None = strawberry.field(
        description="The rules with the decision counted; null when nothing was done.", default=None
    )


Publishing = Annotated[
    PublishQuestionnaireInput, strawberry.argument(description="Which version, from when on.")
]


@mutation(
    description="Send another version of the questionnaire from a day on. Answers that were given keep the "
    "version they were given under. Only for the Region.",
    name="publishQuestionnaire",
    roles=("REGION_ADMIN",),
)
async def publish_questionnaire(
    ctx: Context[Runtime], input: Publishing
) -> PublishQuestionnairePayload | None:
    """A version that is sent from then on."""
    runtime = ctx.runtime
    form = runtime.questionnaires.questionnaire(input.kind.name, input.version)
    if form is None:
        refuse("NOT_FOUND", "input.version")
    decide = sending(runtime.questionnaires, form, input.valid_from, ctx.caller.subject or "")
    await decided(runtime, decide, input.expected_version)
    book, now = await runtime.forms(), runtime.eligibility.clock.now()
    return PublishQuestionnairePayload(
        questionnaire=questionnaire_of(form, book, now), rules=await told_rules(runtime)
    )
