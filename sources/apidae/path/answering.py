"""The steps of the respondent: answer, and sign that the answers are true."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gateway.mutations import refuse
from sources.apidae.path.answers import hash_of, summed
from sources.apidae.path.model import Answer, Path, Signatory
from sources.apidae.path.order import ANSWERED, SENT, Terms
from sources.apidae.path.steps import changed
from sources.apidae.questionnaires.model import CampaignKind, Questionnaire
from sources.apidae.workflow.model import Charter, Respondent


@dataclass(frozen=True, slots=True)
class Signature:
    """What somebody puts their name under."""

    charter: str
    answers_hash: str
    subject: str
    name: str
    role: Respondent


def form_of(path: Path, terms: Terms) -> Questionnaire:
    """The questionnaire that was sent, in the version in which it was."""
    diagnosis = path.workflow.diagnosis or refuse("DIAGNOSIS_MISSING")
    # its file may have been taken away by the operator: then nothing can be judged by it
    return terms.book.questionnaire(diagnosis.kind, diagnosis.questionnaire) or refuse("DIAGNOSIS_MISSING")


def answer(path: Path, terms: Terms, given: Mapping[str, Answer]) -> Path:
    """Some answers, new or changed. A change voids the signature and the review.

    The first round of answers needs an open campaign; that something is no longer true may be said any time.
    """
    diagnosis = path.workflow.diagnosis
    settled = diagnosis is not None and diagnosis.is_complete
    terms.check(path, SENT, None if settled or path.private.correction else CampaignKind.SELF_DIAGNOSIS)
    form = form_of(path, terms)
    for key in given:
        if key not in form.axes:
            refuse("INVALID_ARGUMENT", "input.answers")
    answers = {**path.private.answers, **given}
    if diagnosis is None or answers == path.private.answers:
        return path
    total = summed(form, answers)
    diagnosis = diagnosis.model_copy(
        update={
            "answered_at": terms.now if total.is_complete else None,
            "reviewed_at": None,
            "applicable": total.applicable,
            "answered": total.answered,
            "tallies": total.tallies,
            "answers_hash": hash_of(path.number, form, terms.book.charter(terms.now), answers),
        }
    )
    charter = path.workflow.charter
    if charter is not None and charter.voided_at is None:
        charter = charter.model_copy(update={"voided_at": terms.now})
    private = path.private.model_copy(update={"answers": answers, "review_comment": ""})
    return changed(path, private, diagnosis=diagnosis, charter=charter)


def sign(path: Path, terms: Terms, signature: Signature) -> Path:
    """A signature under exactly these answers of this offer; the same once more changes nothing."""
    workflow = path.workflow
    terms.check(path, ANSWERED)
    if (
        workflow.charter_holds
        and workflow.charter
        and workflow.charter.answers_hash == signature.answers_hash
    ):
        return path
    terms.check(
        path, (), None if workflow.charter or path.private.correction else CampaignKind.SELF_DIAGNOSIS
    )
    charter = terms.book.charter(terms.now)
    if signature.charter != charter.version:
        refuse("CONFLICT", "input.charterVersion")
    found = hash_of(path.number, form_of(path, terms), charter, path.private.answers)
    if signature.answers_hash != found:
        refuse("CONFLICT", "input.answersHash")
    diagnosis = workflow.diagnosis or refuse("DIAGNOSIS_MISSING")
    signed = Charter(version=charter.version, answers_hash=found, signed_at=terms.now, role=signature.role)
    who = Signatory(subject=signature.subject, name=signature.name, at=terms.now)
    private = path.private.model_copy(update={"signatory": who, "correction": None})
    return changed(
        path, private, diagnosis=diagnosis.model_copy(update={"answers_hash": found}), charter=signed
    )
