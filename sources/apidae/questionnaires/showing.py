"""From files of questionnaires and campaigns to what the graph tells of them."""

from __future__ import annotations

from datetime import datetime

from gateway.graph.scalars import URL
from sources.apidae.questionnaires import model
from sources.apidae.questionnaires.book import QuestionnaireBook
from sources.apidae.types.phase import RuleOrigin
from sources.apidae.types.questionnaire import (
    Campaign,
    CampaignKind,
    Charter,
    Criterion,
    CriterionScope,
    Indicator,
    IndicatorExample,
    Questionnaire,
    QuestionnaireAxis,
    QuestionnaireKind,
)
from sources.apidae.types.words import Axis


def questionnaire_of(form: model.Questionnaire, book: QuestionnaireBook, now: datetime) -> Questionnaire:
    """The questionnaire of a file."""
    charter = book.charter(now)
    return Questionnaire(
        titles=form.title.texts,
        preambles=form.preamble.texts,
        kind=QuestionnaireKind[form.kind.name],
        version=form.version,
        co_authors=list(form.co_authors),
        valid_from=form.valid_from,
        valid_to=form.valid_to,
        notes=list(form.notes),
        axes=[
            QuestionnaireAxis(axis=part.key, criteria=[_criterion(one, part.key) for one in part.criterion])
            for part in form.axis
        ],
        charter=Charter(
            texts=charter.text.texts,
            version=charter.version,
            written_by=RuleOrigin[charter.written_by.value],
        ),
        campaigns=[campaign_of(one, now) for one in book.campaigns],
    )


def campaign_of(campaign: model.Campaign, now: datetime) -> Campaign:
    """The campaign of a file as it is now."""
    return Campaign(
        names=campaign.name.texts,
        key=campaign.key,
        kind=CampaignKind[campaign.kind.name],
        opens_at=campaign.opens_at,
        closes_at=campaign.closes_at,
        is_open=campaign.is_open(now),
        replay_url=URL(str(campaign.replay_url)) if campaign.replay_url else None,
        written_by=RuleOrigin[campaign.written_by.value],
    )


def _criterion(one: model.Criterion, axis: Axis) -> Criterion:
    return Criterion(
        names=one.name.texts,
        key=one.key,
        axis=axis,
        scope=CriterionScope[one.scope.name],
        topic=one.topic,
        written_by=RuleOrigin[one.written_by.value],
        indicators=[
            Indicator(
                texts=indicator.text.texts,
                key=one.key_of(indicator),
                number=indicator.number,
                examples=[IndicatorExample(texts=example.texts) for example in indicator.examples],
                written_by=RuleOrigin[indicator.written_by.value],
            )
            for indicator in one.indicator
        ],
    )
