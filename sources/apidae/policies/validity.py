"""How long a diagnosis holds that was answered on the platform."""

from __future__ import annotations

from calendar import monthrange
from datetime import datetime

from sources.apidae.opening.span import PARIS
from sources.apidae.policies.model import Policy
from sources.apidae.workflow.model import Workflow


def runs_out(workflow: Workflow | None, policy: Policy) -> datetime | None:
    """The midnight in France at which a diagnosis ends; None when none was answered.

    Months are those of the calendar: answered on 31 August for six months, it ends as 28 February begins.
    """
    answered = workflow.diagnosis.answered_at if workflow and workflow.diagnosis else None
    if answered is None:
        return None
    day = answered.astimezone(PARIS).date()
    months = day.year * 12 + day.month - 1 + policy.diagnosis.valid_months
    year, month = divmod(months, 12)
    last = min(day.day, monthrange(year, month + 1)[1])
    return datetime(year, month + 1, last, tzinfo=PARIS)
