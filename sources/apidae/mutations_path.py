"""Mutations of the path: the office preselects, sends, asks again, reviews, takes out; the respondent answers
and signs."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated, Any

import strawberry

from gateway.identity import RoleName
from gateway.mutations import refuse
from gateway.source import Context, Mutation, mutation
from sources.apidae.dossiers.asking import DossierQuery
from sources.apidae.dossiers.mapping import dossier_of
from sources.apidae.dossiers.scope import scope_of
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
from sources.apidae.path.desk import Act
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
from sources.apidae.runtime import Runtime
from sources.apidae.types.offer import Offer
from sources.apidae.workflow.model import Respondent

INSIDERS: tuple[RoleName, ...] = ("OFFICE", "PROVIDER", "DEPARTMENT_AGENCY", "REGION_ADMIN")
"""Who can see dossiers at all; whose, and who of them may act, is decided per offer."""

Change = Callable[[Path, Terms, Respondent], Path]
One = Annotated[OfferStepInput, strawberry.argument(description="The offer.")]
Withdrawing = Annotated[WithdrawOfferInput, strawberry.argument(description="The offer, and why.")]
Answering = Annotated[AnswerSelfDiagnosisInput, strawberry.argument(description="The answers.")]
Signing = Annotated[SignCharterInput, strawberry.argument(description="The signature.")]
Asking = Annotated[RequestCorrectionInput, strawberry.argument(description="What to look at again.")]
Reviewing = Annotated[ReviewSelfDiagnosisInput, strawberry.argument(description="The review.")]


async def again(ctx: Context[Runtime], key: str) -> DossierPayload | None:
    """The dossier on which a call did something under this key."""
    number = await ctx.runtime.kept_paths().store.made(key)
    return None if number is None else await _dossier(ctx, number)


def step(name: str, description: str) -> Callable[[Callable[..., Awaitable[Any]]], Mutation]:
    """A mutation of the path."""
    wrap: Callable[[Any], Mutation] = mutation(
        description=description, name=name, roles=INSIDERS, replay=again
    )
    return wrap


@step(
    "preselectOffer",
    "Choose an offer of the own office for the path. From then on it is public only at the end of it.",
)
async def preselect_offer(ctx: Context[Runtime], input: One) -> DossierPayload | None:
    """Step 1."""
    return await _office(ctx, input, Step.PRESELECT, lambda path, terms, _: steps.preselect(path, terms))


@step(
    "withdrawPreselection",
    "Take the choice of an offer back. What was answered and signed stays; an offer that was "
    "answered for is not public meanwhile.",
)
async def withdraw_preselection(ctx: Context[Runtime], input: One) -> DossierPayload | None:
    """Back before step 1."""
    return await _office(
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
    return await _office(
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

    return await _taken(ctx, input, Step.ANSWER, change, roles=None)


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

    return await _taken(ctx, input, Step.SIGN_CHARTER, change, roles=None)


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

    return await _taken(ctx, input, Step.REQUEST_CORRECTION, change)


@step(
    "reviewSelfDiagnosis",
    "Say that the office has read the signed answers and has nothing against them.",
)
async def review_self_diagnosis(ctx: Context[Runtime], input: Reviewing) -> DossierPayload | None:
    """Step 5."""

    def change(path: Path, terms: Terms, _: Respondent) -> Path:
        return steps.review(path, terms, cleaned(input.comment, LONGEST_COMMENT, "input.comment"))

    return await _taken(ctx, input, Step.REVIEW, change)


@step("withdrawOffer", "Take an offer of the own office out, whether it is on the path or not.")
async def withdraw_offer(ctx: Context[Runtime], input: Withdrawing) -> DossierPayload | None:
    """Out, whatever else holds."""

    def change(path: Path, terms: Terms, _: Respondent) -> Path:
        note = cleaned(input.note, LONGEST_COMMENT, "input.note")
        return steps.withdraw_offer(path, terms, ctx.caller.subject or "", note)

    return await _office(ctx, input, Step.WITHDRAW_OFFER, change)


@step("reinstateOffer", "Let an offer in again that the own office took out.")
async def reinstate_offer(ctx: Context[Runtime], input: One) -> DossierPayload | None:
    """In again, if nothing else is against it."""
    return await _office(ctx, input, Step.REINSTATE_OFFER, lambda path, *_: steps.reinstate_offer(path))


async def _office(
    ctx: Context[Runtime], input: OfferStepInput, which: Step, change: Change
) -> DossierPayload | None:
    return await _taken(ctx, input, which, change)


async def _taken(
    ctx: Context[Runtime],
    input: Any,
    which: Step,
    change: Change,
    roles: tuple[Respondent, ...] | None = ("OFFICE",),
) -> DossierPayload | None:
    """Take the step and answer the dossier as it is then."""
    act = Act(
        number=input.apidae_id,
        step=which,
        caller=ctx.caller,
        made=ctx.new_key,
        change=change,
        roles=roles,
        expected=getattr(input, "expected_version", None),
    )
    done = await ctx.runtime.kept_paths().take(act)
    if done.was_public and not done.is_public:
        await ctx.withdrawn(Offer.entity, str(act.number))
    return await _dossier(ctx, act.number)


async def _dossier(ctx: Context[Runtime], number: int) -> DossierPayload:
    mirror = ctx.runtime.mirror
    scope = scope_of(ctx.caller)
    found = await mirror.dossiers.page(scope, DossierQuery(number=number), None, 1) if mirror else ()
    return DossierPayload(dossier=dossier_of(found[0], ctx.runtime.eligibility) if found else None)


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
