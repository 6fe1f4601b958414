"""What the mutations of the path take and answer."""

from __future__ import annotations

import strawberry

from gateway.mutations import Payload
from sources.apidae.path.checking import (
    LONGEST_COMMENT,
    LONGEST_EVIDENCE,
    LONGEST_NAME,
    MOST_ANSWERS,
    MOST_EVIDENCE,
)
from sources.apidae.types.dossier import OfferDossier
from sources.apidae.types.path import AnswerValue

NUMBER = "The offer's number in Apidae."
VERSION = "The `path { version }` you have read; if it is another one by now, `CONFLICT` and no change."
COMMENT = f"at most {LONGEST_COMMENT} characters."


@strawberry.input(description="Which offer a step is about.")
class OfferStepInput:
    """An offer."""

    apidae_id: int = strawberry.field(description=NUMBER)
    expected_version: int | None = strawberry.field(description=VERSION, default=None)


@strawberry.input(description="Which offer is taken out, and why.")
class WithdrawOfferInput(OfferStepInput):
    """An offer and a note."""

    note: str = strawberry.field(
        description=f"Why, for the office, the agency and the Region only; {COMMENT}", default=""
    )


@strawberry.input(description="The answer to one indicator.")
class AnswerInput:
    """An answer."""

    indicator: str = strawberry.field(description="The `key` of the indicator.")
    value: AnswerValue = strawberry.field(description="The answer.")
    comment: str = strawberry.field(description=f"What to add, {COMMENT}", default="")
    evidence: list[str] = strawberry.field(
        description=f"At most {MOST_EVIDENCE} addresses of documents or numbers of certificates, each of at "
        f"most {LONGEST_EVIDENCE} characters.",
        default_factory=list,
    )


@strawberry.input(description="Some answers to the questionnaire that was sent.")
class AnswerSelfDiagnosisInput:
    """Answers."""

    apidae_id: int = strawberry.field(description=NUMBER)
    expected_version: int | None = strawberry.field(
        description=f"{VERSION} Without it the answers are added to those that are there by then.",
        default=None,
    )
    answers: list[AnswerInput] = strawberry.field(
        description=f"New and changed answers, 1 to {MOST_ANSWERS}, each indicator once; others stay."
    )


@strawberry.input(description="A signature under the charter: that the answers are true.")
class SignCharterInput:
    """A signature."""

    apidae_id: int = strawberry.field(description=NUMBER)
    charter_version: str = strawberry.field(
        description="The version that was read, `path { charterVersion }`."
    )
    answers_hash: str = strawberry.field(
        description="The `path { answersHash }` of the answers that were read."
    )
    signatory_name: str = strawberry.field(
        description=f"Who signs, 2 to {LONGEST_NAME} characters. It is kept, and shown to nobody."
    )


@strawberry.input(description="What the respondent should look at again.")
class RequestCorrectionInput:
    """A request."""

    apidae_id: int = strawberry.field(description=NUMBER)
    expected_version: int = strawberry.field(description=VERSION)
    comment: str = strawberry.field(description=f"What to look at: the respondent reads it; {COMMENT}")
    indicators: list[str] = strawberry.field(
        description="Keys of the indicators that are meant.", default_factory=list
    )


@strawberry.input(description="The review of signed answers by the office.")
class ReviewSelfDiagnosisInput:
    """A review."""

    apidae_id: int = strawberry.field(description=NUMBER)
    expected_version: int = strawberry.field(description=VERSION)
    comment: str = strawberry.field(description=f"What to say of it, {COMMENT}", default="")


@strawberry.type(description="The dossier of an offer after a step.")
class DossierPayload(Payload):
    """A dossier."""

    dossier: OfferDossier | None = strawberry.field(
        description="The dossier with the verdict as it is now; null when nothing was done.", default=None
    )
