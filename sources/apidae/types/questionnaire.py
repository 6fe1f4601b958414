"""Questionnaires, the charter and campaigns, as frontends see them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import strawberry

from gateway.graph.enums import enum_of
from gateway.graph.scalars import URL
from gateway.graph.text import Texts, localized
from sources.apidae.questionnaires import model
from sources.apidae.types.phase import RuleOrigin
from sources.apidae.types.words import Axis

QuestionnaireKind: Any = enum_of(
    "QuestionnaireKind",
    {
        model.QuestionnaireKind.ACTIVITY.value: "Day offers: activities, visits, excursions, events.",
        model.QuestionnaireKind.LODGING.value: "Lodging, for which this graph has no offers yet.",
    },
    description="What kind of offer a questionnaire is for.",
)
CriterionScope: Any = enum_of(
    "CriterionScope",
    {
        model.CriterionScope.STRUCTURE.value: "The organisation that runs the offer.",
        model.CriterionScope.OFFER.value: "The offer itself.",
    },
    description="Whether a criterion looks at the offer or at who runs it.",
)
CampaignKind: Any = enum_of(
    "CampaignKind",
    {
        model.CampaignKind.PRESELECTION.value: "`preselectOffer`.",
        model.CampaignKind.SELF_DIAGNOSIS.value: "`sendQuestionnaire`, and the first time "
        "`answerSelfDiagnosis` and `signCharter`.",
        model.CampaignKind.REVIEW.value: "`reviewSelfDiagnosis`.",
    },
    description="Which steps a campaign is for.",
)


@strawberry.type(description="An example of how an indicator can be met.")
class IndicatorExample:
    """An example."""

    texts: strawberry.Private[Texts]
    text = localized(lambda one: one.texts, description="The example in words.", required=True)


@strawberry.type(description="One question of a questionnaire: answered YES, NO or NOT_APPLICABLE.")
class Indicator:
    """An indicator."""

    texts: strawberry.Private[Texts]
    key: str = strawberry.field(description="What answers name it by; the same in all versions that have it.")
    number: int = strawberry.field(description="Its number within its criterion, from 1.")
    examples: list[IndicatorExample] = strawberry.field(description="Examples, none to a few.")
    written_by: RuleOrigin = strawberry.field(description="Who it was written by: print it beside the text.")
    text = localized(lambda one: one.texts, description="What is to be answered.", required=True)


@strawberry.type(description="Some indicators about one thing.")
class Criterion:
    """A criterion."""

    names: strawberry.Private[Texts]
    key: str = strawberry.field(description="Its key, e.g. `proteger-la-nature`.")
    axis: Axis = strawberry.field(description="The axis it counts for.")
    scope: CriterionScope = strawberry.field(description="What it looks at.")
    topic: str = strawberry.field(description="Key of its topic, e.g. `fair-pay`.")
    written_by: RuleOrigin = strawberry.field(description="Who it was written by.")
    indicators: list[Indicator] = strawberry.field(description="Its indicators, in their order.")
    name = localized(lambda one: one.names, description="Its name.", required=True)


@strawberry.type(description="The criteria of one axis.")
class QuestionnaireAxis:
    """A part of a questionnaire."""

    axis: Axis = strawberry.field(description="Which axis.")
    criteria: list[Criterion] = strawberry.field(description="Its criteria, in their order.")


@strawberry.type(description="The text that is signed under the answers: that they are true.")
class Charter:
    """A charter."""

    texts: strawberry.Private[Texts]
    version: str = strawberry.field(description="Its version, for `signCharter`.")
    written_by: RuleOrigin = strawberry.field(description="Who it was written by.")
    text = localized(lambda one: one.texts, description="The whole text.", required=True)


@strawberry.type(description="A window in which steps of the path may be taken; outside: `CAMPAIGN_CLOSED`.")
class Campaign:
    """A campaign."""

    names: strawberry.Private[Texts]
    key: str = strawberry.field(description="Its key; it never changes.")
    kind: CampaignKind = strawberry.field(description="Which steps it is for.")
    opens_at: datetime = strawberry.field(description="The first moment of it.")
    closes_at: datetime | None = strawberry.field(
        description="The first moment after it; null for one that goes on."
    )
    is_open: bool = strawberry.field(description="Whether it is open now.")
    replay_url: URL | None = strawberry.field(description="A video that explains it.")
    written_by: RuleOrigin = strawberry.field(description="Where it comes from.")
    name = localized(lambda one: one.names, description="Its name.", required=True)


@strawberry.type(
    description="A version of the self-diagnosis for one kind of offer. What was published never changes: a "
    "result keeps the version under which it was given."
)
class Questionnaire:
    """A questionnaire."""

    titles: strawberry.Private[Texts]
    preambles: strawberry.Private[Texts]
    kind: QuestionnaireKind = strawberry.field(description="What kind of offer it is for.")
    version: str = strawberry.field(description="Its version, e.g. `2021-4`.")
    co_authors: list[str] = strawberry.field(description="Who has written it.")
    valid_from: date = strawberry.field(description="The first day on which it is sent.")
    valid_to: date | None = strawberry.field(
        description="The first day on which it is not sent any more; null as long as none is set."
    )
    notes: list[str] = strawberry.field(description="What to know of where it comes from, in English.")
    axes: list[QuestionnaireAxis] = strawberry.field(description="The three axes, in their order.")
    charter: Charter = strawberry.field(description="The charter that is signed today.")
    campaigns: list[Campaign] = strawberry.field(description="The campaigns for it, in their order.")
    title = localized(lambda one: one.titles, description="Its title.", required=True)
    preamble = localized(
        lambda one: one.preambles, description="What it is for and who wrote it.", required=True
    )
