"""What a diagnosis is worth that was answered on the platform: how long it holds, and which levels."""

from __future__ import annotations

from calendar import monthrange
from datetime import datetime

from sources.apidae.opening.span import PARIS
from sources.apidae.policies.model import Policy
from sources.apidae.types.words import Axis
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


def levels_given(workflow: Workflow | None, policy: Policy) -> dict[Axis, int]:
    """The levels of the answers; an axis on which nothing applies, or too little is done, has none."""
    tallies = workflow.diagnosis.tallies if workflow and workflow.diagnosis else {}
    found: dict[Axis, int] = {}
    for axis in Axis:
        tally = tallies.get(axis.name)
        if tally is None or not tally.applicable:
            continue
        level = sum(100 * tally.yes >= share * tally.applicable for share in policy.diagnosis.shares)
        if level:
            found[axis] = level
    return found
