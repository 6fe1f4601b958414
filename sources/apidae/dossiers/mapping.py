"""From a document of the mirror to the dossier of an offer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from typing import Any

from gateway.errors import SourceInvalid
from sources.apidae.mapping.offer import offer_of
from sources.apidae.mapping.reading import Raw, texts
from sources.apidae.mirror.documents import moment_of, unpack
from sources.apidae.policies.reasons import Ineligibility, Notice
from sources.apidae.policies.validity import levels_given
from sources.apidae.policy import Eligibility
from sources.apidae.tables.reason_words import NOTICES
from sources.apidae.types.difference import reason_of
from sources.apidae.types.dossier import (
    AxisLevel,
    CharterSignature,
    DossierNotice,
    FamilyMapping,
    OfferDossier,
    OfficeNotice,
    SelfDiagnosis,
)
from sources.apidae.types.offer import Family, Offer
from sources.apidae.types.words import Axis, OfferFamily
from sources.apidae.workflow.model import Workflow

Document = Mapping[str, Any]


def dossier_of(document: Document, rules: Eligibility) -> OfferDossier:
    """The dossier, with the verdict as it was kept: nothing is decided here."""
    item, workflow = unpack(document["raw"]), Workflow.read(document.get("workflow"))
    preview = _preview(item, document, rules, workflow)
    version = document["policyVersion"]
    policy = rules.book.versions.get(version)
    reasons = [Ineligibility.read(one) for one in document["reasons"]]
    answers = levels_given(workflow, policy or rules.policy())
    return OfferDossier(
        key=str(document["_id"]),
        names=texts(item.get("nom")) or {"fr": str(document["_id"])},
        apidae_id=document["_id"],
        offer=preview if document["public"] else None,
        preview=preview,
        levels=[
            AxisLevel(
                axis=axis, from_apidae=document["levels"].get(axis.name), from_workflow=answers.get(axis)
            )
            for axis in Axis
        ],
        reasons=[reason_of(one, policy) for one in reasons],
        notices=[
            DossierNotice(texts=NOTICES[Notice[one]], code=OfficeNotice[one]) for one in document["notices"]
        ],
        families=[
            FamilyMapping(family=Family(key=OfferFamily[family]), mapping_reason=reason)
            for family, reason in zip(document["families"], document["familyReasons"], strict=True)
        ],
        updated_at=moment_of(updated) if (updated := document.get("updated")) else None,
        policy_version=version,
        evaluated_at=document["evaluatedAt"].replace(tzinfo=UTC),
        preselected_at=workflow.preselected_at if workflow else None,
        withdrawn_at=workflow.withdrawn.at if workflow and workflow.withdrawn else None,
        diagnosis=_diagnosis(workflow),
    )


def _preview(item: Raw, document: Document, rules: Eligibility, workflow: Workflow | None) -> Offer | None:
    verdict = rules.verdict(item, workflow)
    try:
        return offer_of(item, verdict, document["fetchedAt"].replace(tzinfo=UTC))
    except SourceInvalid:  # it lacks what no offer can be without
        return None


def _diagnosis(workflow: Workflow | None) -> SelfDiagnosis | None:
    if workflow is None or workflow.diagnosis is None:
        return None
    found, charter = workflow.diagnosis, workflow.charter
    return SelfDiagnosis(
        questionnaire_version=found.questionnaire,
        sent_at=found.sent_at,
        answered_at=found.answered_at,
        reviewed_at=found.reviewed_at,
        charter=CharterSignature(
            charter_version=charter.version,
            signed_at=charter.signed_at,
            signatory_role=charter.role,
            is_valid=workflow.charter_holds,
        )
        if charter
        else None,
    )
