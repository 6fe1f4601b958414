"""The order of the steps: what each needs to have happened before, and when it is open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from gateway.mutations import Refusal, Refused
from sources.apidae.path.model import Path
from sources.apidae.policies.model import Policy
from sources.apidae.policies.reasons import Reason
from sources.apidae.policies.validity import runs_out
from sources.apidae.questionnaires.book import QuestionnaireBook
from sources.apidae.questionnaires.model import CampaignKind

IN_APIDAE = (Reason.NOT_PUBLISHED_IN_APIDAE, Reason.OUTSIDE_REGION)
SENT = (Reason.NOT_PRESELECTED, Reason.DIAGNOSIS_MISSING)
ANSWERED = (*SENT, Reason.DIAGNOSIS_INCOMPLETE, Reason.DIAGNOSIS_EXPIRED)
SIGNED = (*ANSWERED, Reason.CHARTER_NOT_SIGNED)


@dataclass(frozen=True, slots=True)
class Terms:
    """What steps are judged by: the moment, the rules of the day, the forms, the reasons of the verdict."""

    now: datetime
    policy: Policy
    book: QuestionnaireBook
    codes: frozenset[str] = frozenset()

    def has_expired(self, path: Path) -> bool:
        """Whether the diagnosis is older than the policy allows."""
        end = runs_out(path.workflow, self.policy)
        return end is not None and end <= self.now

    def check(self, path: Path, reasons: Iterable[Reason] = (), window: CampaignKind | None = None) -> None:
        """Refuse for all of these reasons that hold, and when no campaign of the kind is open."""
        found = [Refusal(one.name) for one in reasons if self._holds(one, path)]
        if window and not self.book.is_open(window, self.now):
            found.append(Refusal("CAMPAIGN_CLOSED"))
        if found:
            raise Refused(*found)

    def _holds(self, reason: Reason, path: Path) -> bool:
        workflow = path.workflow
        diagnosis = workflow.diagnosis
        return {
            Reason.WITHDRAWN_BY_OFFICE: workflow.withdrawn is not None,
            Reason.NOT_PRESELECTED: workflow.preselected_at is None,
            Reason.DIAGNOSIS_MISSING: diagnosis is None,
            Reason.DIAGNOSIS_INCOMPLETE: diagnosis is not None and not diagnosis.is_complete,
            Reason.DIAGNOSIS_EXPIRED: self.has_expired(path),
            Reason.CHARTER_NOT_SIGNED: diagnosis is not None and not workflow.charter_holds,
        }.get(reason, reason.name in self.codes)
