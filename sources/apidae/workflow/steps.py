"""How far an offer is on its path: which steps hold now, and when each was taken."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import Enum

from sources.apidae.workflow.model import Workflow


class PathStep(Enum):
    """The steps in their order."""

    PRESELECTED = "PRESELECTED"
    SENT = "SENT"
    ANSWERED = "ANSWERED"
    SIGNED = "SIGNED"
    REVIEWED = "REVIEWED"


def steps_of(workflow: Workflow | None) -> Mapping[PathStep, datetime]:
    """The steps that hold, with their moments: a signature that answers made void does not."""
    if workflow is None:
        return {}
    diagnosis, charter = workflow.diagnosis, workflow.charter
    taken = {
        PathStep.PRESELECTED: workflow.preselected_at,
        PathStep.SENT: diagnosis.sent_at if diagnosis else None,
        PathStep.ANSWERED: diagnosis.answered_at if diagnosis and diagnosis.is_complete else None,
        PathStep.SIGNED: charter.signed_at if charter and workflow.charter_holds else None,
        PathStep.REVIEWED: diagnosis.reviewed_at if diagnosis else None,
    }
    return {step: at for step, at in taken.items() if at is not None}


def stage_of(workflow: Workflow | None) -> PathStep | None:
    """How far a path is: an answer that was changed takes it back; None while nothing was done."""
    if workflow is None or (workflow.diagnosis is None and workflow.preselected_at is None):
        return None
    diagnosis = workflow.diagnosis
    if diagnosis is None:
        return PathStep.PRESELECTED
    if not diagnosis.is_complete:
        return PathStep.SENT
    if not workflow.charter_holds:
        return PathStep.ANSWERED
    return PathStep.REVIEWED if diagnosis.reviewed_at else PathStep.SIGNED


def changed_at(workflow: Workflow | None) -> datetime | None:
    """When something of the path changed last, as far as its record tells."""
    if workflow is None:
        return None
    moments = [*steps_of(workflow).values()]
    if workflow.withdrawn:
        moments.append(workflow.withdrawn.at)
    if workflow.charter and workflow.charter.voided_at:
        moments.append(workflow.charter.voided_at)
    return max(moments, default=None)
