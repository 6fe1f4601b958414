"""Counts how far the dossiers of a scope are: all together, by office, by campaign."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sources.apidae.dossiers.asking import Filter
from sources.apidae.dossiers.scope import Scope
from sources.apidae.mirror.facts_dossier import reasons_in, steps_in
from sources.apidae.mirror.model_dossiers import COUNTED, ON_THE_PATH, PROGRESS
from sources.apidae.mirror.slots import Slots
from sources.apidae.policies.reasons import Reason
from sources.apidae.questionnaires.model import Campaign, CampaignKind
from sources.apidae.workflow.steps import PathStep

STEPS_OF: Mapping[CampaignKind, Sequence[PathStep]] = {
    CampaignKind.PRESELECTION: (PathStep.PRESELECTED,),
    CampaignKind.SELF_DIAGNOSIS: (PathStep.SENT, PathStep.ANSWERED, PathStep.SIGNED),
    CampaignKind.REVIEW: (PathStep.REVIEWED,),
}
"""The steps that are taken in a campaign of each kind."""


@dataclass(slots=True)
class Counts:
    """Dossiers, those that are public, those for which a step holds, those that a reason keeps out."""

    total: int = 0
    public: int = 0
    steps: Counter[PathStep] = field(default_factory=Counter)
    reasons: Counter[Reason] = field(default_factory=Counter)

    def add(self, steps: Iterable[PathStep], reasons: Sequence[Reason], count: int) -> None:
        """Count so many dossiers that are alike."""
        self.total += count
        self.public += 0 if reasons else count
        for step in steps:
            self.steps[step] += count
        for reason in reasons:
            self.reasons[reason] += count


@dataclass(slots=True)
class OfficeCounts:
    """The counts of one office; None and no name for what no office keeps."""

    office: int | None
    name: str | None
    counts: Counts = field(default_factory=Counts)


@dataclass(slots=True)
class CampaignCounts:
    """How many offers took each of the steps of a campaign while it was open, by office as well."""

    campaign: Campaign
    steps: Counter[PathStep] = field(default_factory=Counter)
    offices: dict[int | None, Counter[PathStep]] = field(default_factory=dict)

    def add(self, office: int | None, taken: Mapping[str, datetime]) -> None:
        """Count an offer with the moments of its steps."""
        for step in STEPS_OF[self.campaign.kind]:
            at = taken.get(step.name)
            if at is not None and self.campaign.is_open(at.replace(tzinfo=UTC)):
                self.steps[step] += 1
                self.offices.setdefault(office, Counter())[step] += 1


class DossierCounter:
    """Every method takes the scope of the caller and counts nothing beyond it."""

    def __init__(self, slots: Slots) -> None:
        """Contacts nothing."""
        self._slots = slots

    async def by_office(self, scope: Scope) -> list[OfficeCounts]:
        """The counts of each office, by name: from one index, no document is read."""
        keys = {name: f"${name}" for name in COUNTED if name != "department"}
        found = await self._slots.objects.aggregate(
            [{"$match": _whose(scope)}, {"$group": {"_id": keys, "count": {"$sum": 1}}}], hint=PROGRESS
        )
        offices: dict[int | None, OfficeCounts] = {}
        for row in found:
            key, reasons = row["_id"], reasons_in(row["_id"].get("reasonSet", 0))
            if Reason.NOT_AN_OFFER in reasons:
                continue
            number, name = key.get("ownOffice"), key.get("officeName")
            one = offices.setdefault(number, OfficeCounts(number, name))
            one.name = max(filter(None, (one.name, name)), default=None)
            one.counts.add(steps_in(key.get("stepSet", 0)), reasons, row["count"])
        return sorted(offices.values(), key=lambda one: (one.name is None, one.name or "", one.office or 0))

    async def by_campaign(self, scope: Scope, campaigns: Sequence[Campaign]) -> list[CampaignCounts]:
        """The steps that were taken while each campaign was open; only what is on a path is read."""
        counts = [CampaignCounts(one) for one in campaigns]
        where: Filter = {**_whose(scope), "path": {"$exists": True}}
        shown: dict[str, Any] = {"ownOffice": 1, "path": 1}
        for document in await self._slots.objects.find(where, projection=shown, hint=ON_THE_PATH):
            for one in counts:
                one.add(document.get("ownOffice"), document["path"])
        return counts


def together(offices: Iterable[OfficeCounts]) -> Counts:
    """The counts of all."""
    whole = Counts()
    for one in offices:
        whole.total += one.counts.total
        whole.public += one.counts.public
        whole.steps += one.counts.steps
        whole.reasons += one.counts.reasons
    return whole


def _whose(scope: Scope) -> Filter:
    """The offers of offices and departments, or all."""
    if scope.everybody:
        return {}
    return {
        "$or": [
            *([{"ownOffice": {"$in": list(scope.offices)}}] if scope.offices else []),
            *([{"department": {"$in": list(scope.departments)}}] if scope.departments else []),
        ]
    }
