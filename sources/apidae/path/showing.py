"""From what is kept of a path to what a caller may see of it."""

from __future__ import annotations

from dataclasses import dataclass

from gateway.identity import Caller
from sources.apidae.path.answers import hash_of
from sources.apidae.path.model import Answer, Entry, Path
from sources.apidae.path.order import Terms
from sources.apidae.path.owners import Owned
from sources.apidae.path.rights import sees_journal, sees_subject
from sources.apidae.questionnaires.showing import questionnaire_of
from sources.apidae.types.path import (
    AnswerValue,
    CorrectionRequest,
    IndicatorAnswer,
    JournalEntry,
    OfferPath,
    PathStage,
    PathStep,
    Respondent,
)
from sources.apidae.workflow import steps


@dataclass(frozen=True, slots=True)
class View:
    """Who looks, by which terms, and whether at the whole questionnaire."""

    caller: Caller
    terms: Terms
    with_form: bool = False


def path_of(path: Path, offer: Owned, view: View) -> OfferPath:
    """The path for a caller who sees the dossier."""
    diagnosis, private = path.workflow.diagnosis, path.private
    terms, book = view.terms, view.terms.book
    form = book.questionnaire(diagnosis.kind, diagnosis.questionnaire) if diagnosis else None
    charter = book.charter(terms.now)
    complete = form is not None and diagnosis is not None and diagnosis.is_complete
    ordered = [key for key in (form.axes if form else private.answers) if key in private.answers]
    withdrawn = path.workflow.withdrawn
    return OfferPath(
        key=str(path.number),
        version=path.version,
        stage=stage_of(path),
        respondent=Respondent[diagnosis.respondent] if diagnosis else None,
        questionnaire=questionnaire_of(form, book, terms.now) if form and view.with_form else None,
        applicable=diagnosis.applicable if diagnosis else 0,
        answered=diagnosis.answered if diagnosis else 0,
        answers=[_answer(key, private.answers[key]) for key in ordered],
        answers_hash=hash_of(path.number, form, charter, private.answers) if complete and form else None,
        charter_version=charter.version,
        reminded_at=diagnosis.reminded_at if diagnosis else None,
        correction=CorrectionRequest(
            requested_at=private.correction.at,
            comment=private.correction.comment,
            indicators=list(private.correction.indicators),
        )
        if private.correction
        else None,
        review_comment=private.review_comment or None,
        withdrawal_note=withdrawn.note or None if withdrawn and sees_journal(view.caller, offer) else None,
    )


def stage_of(path: Path) -> PathStage:
    """How far a path is; what has fallen behind is said by the reasons of the dossier."""
    stage = steps.stage_of(path.workflow)
    return PathStage[stage.name] if stage else PathStage.NONE


def entry_of(entry: Entry, offer: Owned, caller: Caller) -> JournalEntry:
    """An entry for a caller who sees the journal."""
    return JournalEntry(
        at=entry.at,
        step=PathStep[entry.step.name],
        role=entry.role,
        subject=entry.subject if sees_subject(caller, offer, entry) else None,
        is_done=not entry.codes,
        codes=list(entry.codes),
        version=entry.revision,
        indicators=list(entry.indicators),
    )


def _answer(key: str, answer: Answer) -> IndicatorAnswer:
    return IndicatorAnswer(
        indicator=key,
        value=AnswerValue[answer.value],
        comment=answer.comment,
        evidence=list(answer.evidence),
    )
