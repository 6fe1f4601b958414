"""The path of an offer, for those who work on it. Only dossiers lead here."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import Any

import strawberry

from gateway.graph.enums import enum_of
from sources.apidae.path.model import Step
from sources.apidae.types.questionnaire import Questionnaire


@strawberry.enum(description="Who answers the self-diagnosis of an offer and signs the charter.")
class Respondent(Enum):
    """Who answers."""

    PROVIDER = strawberry.enum_value("PROVIDER", description="The provider, for commercial offers.")
    OFFICE = strawberry.enum_value("OFFICE", description="The tourist office, for offers that nobody sells.")


@strawberry.enum(description="How far an offer is on the path; steps are taken in this order.")
class PathStage(Enum):
    """Stages."""

    NONE = strawberry.enum_value("NONE", description="Nothing was done: Apidae alone decides.")
    PRESELECTED = strawberry.enum_value("PRESELECTED", description="The office has chosen it.")
    SENT = strawberry.enum_value("SENT", description="The questionnaire was sent, answers are missing.")
    ANSWERED = strawberry.enum_value("ANSWERED", description="All is answered, the signature is missing.")
    SIGNED = strawberry.enum_value("SIGNED", description="The charter is signed, the review is missing.")
    REVIEWED = strawberry.enum_value("REVIEWED", description="The office has reviewed it.")


@strawberry.enum(description="An answer to an indicator.")
class AnswerValue(Enum):
    """Values of answers."""

    YES = strawberry.enum_value("YES", description="It is so.")
    NO = strawberry.enum_value("NO", description="It is not so, or not yet.")
    NOT_APPLICABLE = strawberry.enum_value(
        "NOT_APPLICABLE", description="It cannot be asked of this offer; it then counts nowhere."
    )


PathStep: Any = enum_of(
    "PathStep",
    {
        Step.PRESELECT.value: "`preselectOffer`.",
        Step.WITHDRAW_PRESELECTION.value: "`withdrawPreselection`.",
        Step.SEND_QUESTIONNAIRE.value: "`sendQuestionnaire`.",
        Step.ANSWER.value: "`answerSelfDiagnosis`.",
        Step.SIGN_CHARTER.value: "`signCharter`.",
        Step.REQUEST_CORRECTION.value: "`requestCorrection`.",
        Step.REVIEW.value: "`reviewSelfDiagnosis`.",
        Step.WITHDRAW_OFFER.value: "`withdrawOffer`.",
        Step.REINSTATE_OFFER.value: "`reinstateOffer`.",
    },
    description="What somebody did, or tried to do, by the mutation it was.",
)


@strawberry.type(description="The answer to one indicator.")
class IndicatorAnswer:
    """An answer."""

    indicator: str = strawberry.field(description="The `key` of the indicator.")
    value: AnswerValue = strawberry.field(description="The answer.")
    comment: str = strawberry.field(description="What the respondent adds; may be empty.")
    evidence: list[str] = strawberry.field(
        description="Addresses of documents, numbers of certificates, as they were typed."
    )


@strawberry.type(description="What the office asked the respondent to look at again.")
class CorrectionRequest:
    """A correction that is asked for."""

    requested_at: datetime = strawberry.field(description="When (UTC).")
    comment: str = strawberry.field(description="What is to be looked at, in the office's words.")
    indicators: list[str] = strawberry.field(description="Keys of the indicators that are meant, if any.")


@strawberry.type(description="An entry of the journal: a step that was taken or refused. It never changes.")
class JournalEntry:
    """An entry."""

    at: datetime = strawberry.field(description="When (UTC).")
    step: PathStep = strawberry.field(description="What it was.")
    role: str = strawberry.field(description="In which role it was done.")
    subject: str | None = strawberry.field(
        description="The account that did it: your own, and for an office those of its own; null for others."
    )
    is_done: bool = strawberry.field(description="Whether it was done; false when it was refused.")
    codes: list[str] = strawberry.field(description="Why it was refused, as `UserErrorCode`s.")
    version: int = strawberry.field(
        description="The `version` that the step made, or the one it was refused at."
    )
    indicators: list[str] = strawberry.field(description="Keys of the indicators whose answers changed.")


@strawberry.type(
    description="Where an offer is on the path from preselection to publication. Answers are for those who "
    "answer for the offer, and the name of who signed for nobody."
)
class OfferPath:
    """A path."""

    key: strawberry.Private[str]
    version: int = strawberry.field(description="Counts the changes: pass it as `expectedVersion`.")
    stage: PathStage = strawberry.field(description="How far it is.")
    respondent: Respondent | None = strawberry.field(
        description="Who answers and signs; null before the questionnaire was sent."
    )
    questionnaire: Questionnaire | None = strawberry.field(
        description="What is to be answered, in the version that was sent."
    )
    applicable: int = strawberry.field(description="How many indicators apply to the offer.")
    answered: int = strawberry.field(description="How many of them are answered.")
    answers: list[IndicatorAnswer] = strawberry.field(
        description="All answers so far, in the order of the questionnaire."
    )
    answers_hash: str | None = strawberry.field(
        description="Stands for exactly these answers: what `signCharter` takes. Null until all is answered."
    )
    charter_version: str = strawberry.field(description="The charter that is to be signed today.")
    reminded_at: datetime | None = strawberry.field(
        description="When the respondent was reminded last (UTC)."
    )
    correction: CorrectionRequest | None = strawberry.field(
        description="What the office asked to look at again; null once it was signed or reviewed anew."
    )
    review_comment: str | None = strawberry.field(description="What the office wrote to its review.")
    withdrawal_note: str | None = strawberry.field(
        description="Why the office took the offer out; null for the provider."
    )
