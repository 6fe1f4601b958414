"""Decisions of the Region about the rules: what may be decided, and that it is written once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time

from gateway.graph.text import Texts
from gateway.mutations import refuse
from gateway.mutations.versions import check_version
from sources.apidae.opening import paris_day
from sources.apidae.opening.span import PARIS
from sources.apidae.policies.phases import Phase
from sources.apidae.policies.rulings import Decision
from sources.apidae.policy import Eligibility
from sources.apidae.questionnaires.book import QuestionnaireBook
from sources.apidae.questionnaires.model import Questionnaire
from sources.apidae.runtime import Runtime

MOST_TRIES = 20
PAST: Texts = {"fr": "Ce moment est passé.", "en": "This moment has passed."}
OPEN: Texts = {
    "fr": "Cette phase est déjà ouverte : fermez-la d’abord.",
    "en": "This phase is open already: close it first.",
}
ENDED: Texts = {
    "fr": "Cette version n’est plus valable ce jour-là.",
    "en": "This version has ended by that day.",
}
PINNED: Texts = {
    "fr": "Une version des règles est imposée par la configuration du service.",
    "en": "One version is pinned by the deployment (APIDAE_POLICY).",
}

Decide = Callable[[Eligibility], Decision | None]
"""The decision under the rules of now; None when it is so already. Refuses what may not be decided."""


@dataclass(frozen=True, slots=True)
class Wish:
    """When a phase is to open: at a moment, at the midnight in France at which a day begins, or at once."""

    at: datetime | None = None
    on: date | None = None

    def moment(self, now: datetime) -> datetime:
        """The moment that is meant; a day that has begun already means now."""
        if self.at is not None:
            return self.at.replace(microsecond=0)
        if self.on is None or self.on == paris_day(now):
            return now
        return datetime.combine(self.on, time(), PARIS)

    @property
    def field(self) -> str:
        """Where in the input it stands."""
        return "input.opensOn" if self.on else "input.opensAt"


def opening(key: str, wish: Wish, by: str) -> Decide:
    """That a phase opens. One that is open is left alone; one that is planned may be moved."""

    def decide(rules: Eligibility) -> Decision | None:
        phase, now = _phase(rules, key), rules.clock.now().replace(microsecond=0)
        wanted = wish.moment(now)
        if phase.opens_at == wanted:
            return None
        if phase.opens_at is not None and phase.opens_at <= now:
            if wish.at is None and wanted <= now:
                return None
            refuse("CONFLICT", wish.field, texts=OPEN)
        if wanted < now:
            refuse("INVALID_ARGUMENT", wish.field, texts=PAST)
        return Decision(about="PHASE", key=key, begins=wanted, at=now, by=by)

    return decide


def closing(key: str, by: str) -> Decide:
    """That a phase is closed, or no longer planned."""

    def decide(rules: Eligibility) -> Decision | None:
        if _phase(rules, key).opens_at is None:
            return None
        return Decision(about="PHASE", key=key, begins=None, at=rules.clock.now(), by=by)

    return decide


def publishing(version: str, valid_from: date | None, by: str) -> Decide:
    """That a version holds from a day on, until another one does."""

    def decide(rules: Eligibility) -> Decision | None:
        now = rules.clock.now()
        day = valid_from or paris_day(now)
        if version not in rules.book.versions:
            refuse("NOT_FOUND", "input.version")
        if rules.book.pinned:
            refuse("CONFLICT", "input.version", texts=PINNED)
        if day < paris_day(now):
            refuse("INVALID_ARGUMENT", "input.validFrom", texts=PAST)
        if rules.book.at(day).version == version:
            return None
        begins = datetime.combine(day, time(), PARIS)
        return Decision(about="POLICY", key=version, begins=begins, at=now, by=by)

    return decide


def sending(book: QuestionnaireBook, form: Questionnaire, valid_from: date | None, by: str) -> Decide:
    """That a questionnaire is sent from a day on, until another one is; what was answered stays as it is."""

    def decide(rules: Eligibility) -> Decision | None:
        now = rules.clock.now()
        day = valid_from or paris_day(now)
        if day < paris_day(now):
            refuse("INVALID_ARGUMENT", "input.validFrom", texts=PAST)
        if form.valid_to is not None and form.valid_to <= day:
            refuse("INVALID_ARGUMENT", "input.version", texts=ENDED)
        if book.ruled(rules.rulings).on(form.kind, day) is form:
            return None
        begins = datetime.combine(day, time(), PARIS)
        key = f"{form.kind.value}/{form.version}"
        return Decision(about="QUESTIONNAIRE", key=key, begins=begins, at=now, by=by)

    return decide


async def decided(runtime: Runtime, decide: Decide, expected: int | None) -> None:
    """Write a decision and let it take effect: at once for a small catalogue, beside requests for others.

    What is so already is left alone, whatever version was expected: a call that is repeated does no harm.
    """
    for _ in range(MOST_TRIES):
        known = await runtime.decided.read()
        decision = decide(runtime.eligibility)
        if decision is None:
            return
        check_version(expected, known.revision)
        if await runtime.decided.write(known.with_one(decision)):
            if runtime.mirror is not None:
                await runtime.mirror.judging.begun()
            return
    refuse("CONFLICT")


def _phase(rules: Eligibility, key: str) -> Phase:
    found = rules.book.schedule.one(key)
    return found if found is not None else refuse("NOT_FOUND", "input.phase")
