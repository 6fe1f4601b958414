"""The steps of the office: each gives the path after it, the same path when nothing changes, or refuses."""

from __future__ import annotations

from typing import Any

from gateway.mutations import refuse
from sources.apidae.path.model import Correction, Path, Private, Round
from sources.apidae.path.order import ANSWERED, IN_APIDAE, SENT, SIGNED, Terms
from sources.apidae.policies.reasons import Reason
from sources.apidae.questionnaires.model import CampaignKind, Questionnaire, QuestionnaireKind
from sources.apidae.workflow.model import Diagnosis, Respondent, Withdrawal


def changed(path: Path, private: Private | None = None, **changes: Any) -> Path:
    """The path with these parts of its outcome changed, and another private side if one is given."""
    workflow = path.workflow.model_copy(update=changes)
    return Path(workflow=workflow, private=private or path.private)


def preselect(path: Path, terms: Terms) -> Path:
    """The office chooses the offer."""
    if path.workflow.preselected_at:
        return path
    terms.check(path, (*IN_APIDAE, Reason.WITHDRAWN_BY_OFFICE), CampaignKind.PRESELECTION)
    return changed(path, preselected_at=terms.now)


def withdraw_preselection(path: Path, terms: Terms) -> Path:
    """The office takes its choice back; what was answered and signed stays."""
    terms.check(path, (Reason.NOT_PRESELECTED,))
    return changed(path, preselected_at=None)


def send(path: Path, terms: Terms, respondent: Respondent) -> Path:
    """The questionnaire of today goes to the respondent; once more is a reminder, or a new round when the
    answers have expired or a newer questionnaire is in force."""
    terms.check(path, (Reason.WITHDRAWN_BY_OFFICE, Reason.NOT_PRESELECTED), CampaignKind.SELF_DIAGNOSIS)
    form = terms.book.current(QuestionnaireKind.ACTIVITY, terms.now)
    if form is None:
        refuse("DIAGNOSIS_MISSING")
    before = path.workflow.diagnosis
    if before is not None and not before.is_complete:
        return changed(path, diagnosis=before.model_copy(update={"reminded_at": terms.now}))
    if before is not None and before.questionnaire == form.version and not terms.has_expired(path):
        refuse("CONFLICT")
    rounds = path.private.former
    if before is not None:
        closed = Round(diagnosis=before, charter=path.workflow.charter, answers=path.private.answers)
        rounds = (*rounds, closed)
    private = Private(former=rounds, signatory=None, last=path.private.last)
    return changed(path, private, diagnosis=_blank(form, terms, respondent), charter=None)


def _blank(form: Questionnaire, terms: Terms, respondent: Respondent) -> Diagnosis:
    return Diagnosis(
        questionnaire=form.version,
        kind=form.kind.value,
        respondent=respondent,
        sent_at=terms.now,
        applicable=len(form.axes),
    )


def request_correction(path: Path, terms: Terms, comment: str, indicators: tuple[str, ...]) -> Path:
    """The office asks the respondent to look again; the answers may then be changed outside of a campaign."""
    terms.check(path, (*SENT, Reason.DIAGNOSIS_INCOMPLETE))
    diagnosis = path.workflow.diagnosis or refuse("DIAGNOSIS_MISSING")
    correction = Correction(at=terms.now, comment=comment, indicators=indicators)
    private = path.private.model_copy(update={"correction": correction, "review_comment": ""})
    return changed(path, private, diagnosis=diagnosis.model_copy(update={"reviewed_at": None}))


def review(path: Path, terms: Terms, comment: str) -> Path:
    """The office has read the signed answers and has nothing against them."""
    terms.check(path, ANSWERED)
    diagnosis = path.workflow.diagnosis or refuse("DIAGNOSIS_MISSING")
    if diagnosis.reviewed_at and path.workflow.charter_holds:
        return path
    terms.check(path, SIGNED, CampaignKind.REVIEW)
    private = path.private.model_copy(update={"correction": None, "review_comment": comment})
    return changed(path, private, diagnosis=diagnosis.model_copy(update={"reviewed_at": terms.now}))


def withdraw_offer(path: Path, terms: Terms, subject: str, note: str) -> Path:
    """The office takes the offer out, whether it is on the path or not; nothing else changes."""
    if path.workflow.withdrawn:
        return path
    return changed(path, withdrawn=Withdrawal(at=terms.now, by=subject, note=note))


def reinstate_offer(path: Path) -> Path:
    """The office lets the offer in again."""
    return changed(path, withdrawn=None) if path.workflow.withdrawn else path
