"""Mutations of the path: the office preselects, sends, asks again, reviews, takes out; the respondent answers
and signs."""

from __future__ import annotations

from typing import Annotated

import strawberry

from gateway.mutations import refuse
from gateway.source import Context
from sources.apidae.path import steps
from sources.apidae.path.answering import Signature, answer, sign
from sources.apidae.path.checking import (
    LONGEST_COMMENT,
    LONGEST_NAME,
    MOST_ANSWERS,
    answer_of,
    cleaned,
    keys_of,
)
from sources.apidae.path.inputs import (
    AnswerSelfDiagnosisInput,
    DossierPayload,
    OfferStepInput,
    RequestCorrectionInput,
    ReviewSelfDiagnosisInput,
    SignCharterInput,
    WithdrawOfferInput,
)
from sources.apidae.path.model import Path, Step
from sources.apidae.path.order import Terms
from sources.apidae.path.taking import step, taken
from sources.apidae.runtime import Runtime
from sources.apidae.workflow.model import Respondent

One = Annotated[OfferStepInput, strawberry.argument(description="The offer.")]
Withdrawing = Annotated[WithdrawOfferInput, strawberry.argument(description="The offer, and why.")]
Answering = Annotated[AnswerSelfDiagnosisInput, strawberry.argument(description="The answers.")]
Signing = Annotated[SignCharterInput, strawberry.argument(description="The signature.")]
Asking = Annotated[RequestCorrectionInput, strawberry.argument(description="What to look at again.")]
Reviewing = Annotated[ReviewSelfDiagnosisInput, strawberry.argument(description="The review.")]


@step(
    "preselectOffer",
    "Choose an offer of the own office for the path. From then on it is public only at the end of it.",
)
async def preselect_offer(ctx: Context[Runtime], input: One) -> DossierPayload | None:
    """Step 1."""
    return await taken(ctx, input, Step.PRESELECT, lambda path, terms, _: steps.preselect(path, terms))


@step(
    "withdrawPreselection",
    "Take the choice of an offer back. What was answered and signed stays; an offer that was "
    "answered for is not public meanwhile.",
)
async def withdraw_preselection(ctx: Context[Runtime], input: One) -> DossierPayload | None:
    """Back before step 1."""
    return await taken(
        ctx,
        input,
        Step.WITHDRAW_PRESELECTION,
        lambda path, terms, _: steps.withdraw_preselection(path, terms),
    )


@step(
    "sendQuestionnaire",
    "Let the respondent of a preselected offer answer the questionnaire of today. Once more is a "
    "reminder, or a new round when the answers have expired or a newer questionnaire is in force.",
)
async def send_questionnaire(ctx: Context[Runtime], input: One) -> DossierPayload | None:
    """Step 2; nobody is written to by us."""
    respondent = await ctx.runtime.kept_paths().owners.respondent(input.apidae_id)
    return await taken(
        ctx, input, Step.SEND_QUESTIONNAIRE, lambda path, terms, _: steps.send(path, terms, respondent)
    )


@step(
    "answerSelfDiagnosis",
    "Give answers, a few at a time. A changed answer voids signature and review: the offer is out "
    "until it is signed again.",
)
async def answer_self_diagnosis(ctx: Context[Runtime], input: Answering) -> DossierPayload | None:
    """Step 3."""

    def change(path: Path, terms: Terms, _: Respondent) -> Path:
        keys = [one.indicator for one in input.answers]
        if not 0 < len(keys) <= MOST_ANSWERS or len(set(keys)) < len(keys):
            refuse("INVALID_ARGUMENT", "input.answers")
        given = {
            one.indicator: answer_of(one.value, one.comment, one.evidence, f"input.answers.{rank}")
            for rank, one in enumerate(input.answers)
        }
        return answer(path, terms, given)

    return await taken(ctx, input, Step.ANSWER, change, roles=None)


@step(
    "signCharter",
    "Sign that the answers are true, all of them being given. The signature holds for exactly these answers "
    "of this offer; signing the same once more changes nothing.",
)
async def sign_charter(ctx: Context[Runtime], input: Signing) -> DossierPayload | None:
    """Step 4."""

    def change(path: Path, terms: Terms, role: Respondent) -> Path:
        name = cleaned(input.signatory_name, LONGEST_NAME, "input.signatoryName", least=2)
        subject = ctx.caller.subject or ""
        return sign(path, terms, Signature(input.charter_version, input.answers_hash, subject, name, role))

    return await taken(ctx, input, Step.SIGN_CHARTER, change, roles=None)


@step(
    "requestCorrection",
    "Ask the respondent of an offer of the own office to look at answers again, at any time.",
)
async def request_correction(ctx: Context[Runtime], input: Asking) -> DossierPayload | None:
    """Beside the steps."""

    def change(path: Path, terms: Terms, _: Respondent) -> Path:
        comment = cleaned(input.comment, LONGEST_COMMENT, "input.comment", least=3)
        keys = keys_of(input.indicators, "input.indicators")
        return steps.request_correction(path, terms, comment, keys)

    return await taken(ctx, input, Step.REQUEST_CORRECTION, change)


@step(
    "reviewSelfDiagnosis",
    "Say that the office has read the signed answers and has nothing against them.",
)
async def review_self_diagnosis(ctx: Context[Runtime], input: Reviewing) -> DossierPayload | None:
    """Step 5."""

    def change(path: Path, terms: Terms, _: Respondent) -> Path:
        return steps.review(path, terms, cleaned(input.comment, LONGEST_COMMENT, "input.comment"))

    return await taken(ctx, input, Step.REVIEW, change)


@step("withdrawOffer", "Take an offer of the own office out, whether it is on the path or not.")
async def withdraw_offer(ctx: Context[Runtime], input: Withdrawing) -> DossierPayload | None:
    """Out, whatever else holds."""

    def change(path: Path, terms: Terms, _: Respondent) -> Path:
        note = cleaned(input.note, LONGEST_COMMENT, "input.note")
        return steps.withdraw_offer(path, terms, ctx.caller.subject or "", note)

    return await taken(ctx, input, Step.WITHDRAW_OFFER, change)


@step("reinstateOffer", "Let an offer in again that the own office took out.")
async def reinstate_offer(ctx: Context[Runtime], input: One) -> DossierPayload | None:
    """In again, if nothing else is against it."""
    return await taken(ctx, input, Step.REINSTATE_OFFER, lambda path, *_: steps.reinstate_offer(path))


MUTATIONS = (
    preselect_offer,
    withdraw_preselection,
    send_questionnaire,
    answer_self_diagnosis,
    sign_charter,
    request_correction,
    review_self_diagnosis,
    withdraw_offer,
    reinstate_offer,
)
