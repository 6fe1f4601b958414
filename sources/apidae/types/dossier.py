"""Dossiers: what those who answer for an offer see of it, public or not. No public field leads here."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import strawberry

from gateway.graph.enums import enum_of
from gateway.graph.text import Texts, localized
from sources.apidae.policies.reasons import Notice, Reason
from sources.apidae.tables.reason_words import NOTICES, REASONS
from sources.apidae.types.offer import Family, Offer
from sources.apidae.types.words import Axis

IneligibilityReason: Any = enum_of(
    "IneligibilityReason",
    {one.name: REASONS[one]["en"].format(axis="...", rules="...") for one in Reason if one in REASONS},
    description="Why an offer is not public. It is public when no reason applies.",
)
OfficeNotice: Any = enum_of(
    "OfficeNotice",
    {one.name: NOTICES[one]["en"] for one in Notice},
    description="What somebody should look at in the record of an offer; keeps nothing from being public.",
)

DossierSort: Any = enum_of(
    "DossierSort",
    {
        "NUMBER": "By the number in Apidae.",
        "NAME": "By the French name.",
        "UPDATED": "What was changed last, in Apidae or on the path, comes first.",
    },
    description="The order of dossiers.",
)


@strawberry.type(description="A reason why an offer is not public.")
class DossierReason:
    """A reason."""

    texts: strawberry.Private[Texts]
    code: IneligibilityReason = strawberry.field(description="Which reason.")
    axis: Axis | None = strawberry.field(description="The axis without a level, for `AXIS_MISSING`.")
    rules: list[str] = strawberry.field(description="Keys of the rules of the policy that are not met.")
    text = localized(lambda one: one.texts, description="The reason in words.", required=True)


@strawberry.type(description="Something to look at in the record of an offer.")
class DossierNotice:
    """A notice."""

    texts: strawberry.Private[Texts]
    code: OfficeNotice = strawberry.field(description="Which notice.")
    text = localized(lambda one: one.texts, description="The notice in words.", required=True)


@strawberry.type(description="The level of an offer on one axis, by where it comes from.")
class AxisLevel:
    """Levels of an axis; null where there is none."""

    axis: Axis = strawberry.field(description="Which axis.")
    from_apidae: int | None = strawberry.field(description="As recorded in Apidae: this one is public.")
    from_workflow: int | None = strawberry.field(description="As the answers given on the platform say.")


@strawberry.type(description="A family of an offer, and the rule that put it there.")
class FamilyMapping:
    """A family with its reason."""

    family: Family = strawberry.field(description="The family.")
    mapping_reason: str = strawberry.field(description="Key of the rule, to be named when it is wrong.")


@strawberry.type(description="The signature under the charter: that the answers are true.")
class CharterSignature:
    """A signature; who signed is shown to nobody."""

    charter_version: str = strawberry.field(description="The text that was signed.")
    signed_at: datetime = strawberry.field(description="When (UTC).")
    signatory_role: str = strawberry.field(description="In which role.")
    is_valid: bool = strawberry.field(description="Whether the answers are still those that were signed.")


@strawberry.type(description="How far the self-diagnosis of an offer is.")
class SelfDiagnosis:
    """A self-diagnosis; answers are not shown here."""

    questionnaire_version: str = strawberry.field(description="The questionnaire that was sent.")
    sent_at: datetime | None = strawberry.field(description="When it was sent (UTC).")
    answered_at: datetime | None = strawberry.field(description="When its last answer was given (UTC).")
    reviewed_at: datetime | None = strawberry.field(description="When the office reviewed it (UTC).")
    charter: CharterSignature | None = strawberry.field(description="The signature under the answers.")


@strawberry.type(description="An offer as those see it who answer for it: whether it is public, and why not.")
class OfferDossier:
    """A dossier."""

    key: strawberry.Private[str]
    names: strawberry.Private[Texts]
    apidae_id: int = strawberry.field(description="Its number in Apidae.")
    offer: Offer | None = strawberry.field(description="The public offer; null when it is not public.")
    preview: Offer | None = strawberry.field(
        description="What visitors would see if no reason applied; null while a level is missing."
    )
    levels: list[AxisLevel] = strawberry.field(description="Its levels, one entry for each axis.")
    reasons: list[DossierReason] = strawberry.field(description="All reasons why it is not public.")
    notices: list[DossierNotice] = strawberry.field(description="What to look at in its record.")
    families: list[FamilyMapping] = strawberry.field(description="Its families and why it is in them.")
    preselected_at: datetime | None = strawberry.field(description="When the office preselected it (UTC).")
    withdrawn_at: datetime | None = strawberry.field(description="When the office took it out (UTC).")
    diagnosis: SelfDiagnosis | None = strawberry.field(
        description="Its self-diagnosis, if it was made on the platform rather than in Apidae."
    )
    updated_at: datetime | None = strawberry.field(
        description="When it was changed last, in Apidae or on the path (UTC)."
    )
    policy_version: str = strawberry.field(description="Version of the rules that decided.")
    evaluated_at: datetime = strawberry.field(description="When that was (UTC).")
    name = localized(lambda one: one.names, description="Its name.", required=True)
