"""What dossiers are found and counted by: whose an object is, how far its path is, the reasons against it."""

from __future__ import annotations

from typing import Any

from sources.apidae.mapping.reading import Raw, identity, part, text
from sources.apidae.policies.reasons import Ineligibility, Reason
from sources.apidae.policy import Verdict
from sources.apidae.workflow.model import Workflow
from sources.apidae.workflow.steps import PathStep, changed_at, stage_of, steps_of

Document = dict[str, Any]

_REASON_BIT = {reason: 1 << rank for rank, reason in enumerate(Reason)}
_STEP_BIT = {step: 1 << rank for rank, step in enumerate(PathStep)}


def dossier_facts(item: Raw, verdict: Verdict, workflow: Workflow | None, modified: int) -> Document:
    """The office that keeps the record and the organisation that runs the offer; nobody's if it is none."""
    if not verdict.is_offer:
        return {}
    office = part(item, "gestion", "membreProprietaire")
    found = {
        "ownOffice": identity(office),
        "officeName": text(office.get("nom")),
        "ownProvider": identity(part(item, "informations", "structureGestion")),
        "waits": _reach(verdict),
        "path": {step.name: at for step, at in steps_of(workflow).items()},
    }
    stage, changed = stage_of(workflow), changed_at(workflow)
    told: Document = {name: one for name, one in found.items() if one}
    told["stage"] = stage.name if stage else "NONE"
    told["stepSet"] = sum(_STEP_BIT[step] for step in steps_of(workflow))
    told["updated"] = max(modified, round(changed.timestamp() * 1000) if changed else 0)
    return told


def told(verdict: Verdict) -> Document:
    """The outcome of a verdict as it is kept; `public`, which searches ask for, comes from here only."""
    return {
        "public": verdict.is_public,
        "reasons": [one.told() for one in verdict.reasons],
        "codes": list(dict.fromkeys(one.reason.name for one in verdict.reasons)),
        "reasonSet": sum({_REASON_BIT[one.reason] for one in verdict.reasons}),
        "notices": [one.name for one in verdict.notices],
        "policyVersion": verdict.policy_version,
    }


def reasons_in(kept: int) -> list[Reason]:
    """The reasons of a `reasonSet`."""
    return [reason for reason, bit in _REASON_BIT.items() if kept & bit]


def steps_in(kept: int) -> list[PathStep]:
    """The steps of a `stepSet`."""
    return [step for step, bit in _STEP_BIT.items() if kept & bit]


def _reach(verdict: Verdict) -> Document | None:
    """What phases look at, of an offer that nothing but a phase keeps from being public."""
    if verdict.type is None or verdict.reasons != (Ineligibility(Reason.PHASE_NOT_OPEN),):
        return None
    facts = verdict.facts
    return {
        "audiences": sorted(one.name for one in facts.audiences),
        "duration": facts.duration.name if facts.duration else "",
    }
