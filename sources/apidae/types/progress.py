"""How far the offers of an office, a department or the Region are, as numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import strawberry

from sources.apidae.dossiers.counting import STEPS_OF, CampaignCounts, Counts, OfficeCounts, together
from sources.apidae.policies.reasons import Reason
from sources.apidae.types.dossier import IneligibilityReason
from sources.apidae.types.path import PathStage
from sources.apidae.workflow.steps import PathStep


@strawberry.type(description="How many offers have taken a step of the path.")
class StepCount:
    """A count."""

    step: PathStage = strawberry.field(description="The step.")
    count: int = strawberry.field(description="How many offers it holds for, those that went on included.")


@strawberry.type(description="How many offers a reason keeps from being public.")
class ReasonCount:
    """A count."""

    code: IneligibilityReason = strawberry.field(description="The reason.")
    count: int = strawberry.field(description="How many offers; one offer may count for several reasons.")


@strawberry.type(description="Offers counted by step and by reason.")
class ProgressCounts:
    """Counts."""

    total: int = strawberry.field(description="How many offers.")
    public: int = strawberry.field(description="How many of them are public.")
    steps: list[StepCount] = strawberry.field(description="One entry for each step, in their order.")
    reasons: list[ReasonCount] = strawberry.field(
        description="The reasons that keep offers from being public, the most frequent first."
    )


@strawberry.type(description="The counts of one tourist office.")
class OfficeProgress:
    """An office."""

    apidae_id: int | None = strawberry.field(
        description="The number of the office in Apidae; null for offers of no office."
    )
    name: str | None = strawberry.field(description="Its name in Apidae.")
    counts: ProgressCounts = strawberry.field(description="Its offers, counted.")


@strawberry.type(description="The steps that one office took in a campaign.")
class OfficeSteps:
    """An office in a campaign."""

    apidae_id: int | None = strawberry.field(description="The number of the office in Apidae.")
    steps: list[StepCount] = strawberry.field(description="How many offers took each step.")


@strawberry.type(description="What was done while a campaign was open; steps that were undone do not count.")
class CampaignProgress:
    """A campaign."""

    campaign: str = strawberry.field(description="The key of the campaign.")
    steps: list[StepCount] = strawberry.field(description="How many offers took each of its steps.")
    offices: list[OfficeSteps] = strawberry.field(description="The same for each office that took some.")


@strawberry.type(description="How far the offers are that the caller answers for.")
class DossierProgress:
    """Progress."""

    counts: ProgressCounts = strawberry.field(description="All offers, counted.")
    offices: list[OfficeProgress] = strawberry.field(description="The same for each office, by name.")
    campaigns: list[CampaignProgress] = strawberry.field(
        description="What was done in each campaign, in their order."
    )


def progress_of(offices: Sequence[OfficeCounts], campaigns: Sequence[CampaignCounts]) -> DossierProgress:
    """The counts as the graph tells them."""
    return DossierProgress(
        counts=_counts(together(offices)),
        offices=[OfficeProgress(apidae_id=o.office, name=o.name, counts=_counts(o.counts)) for o in offices],
        campaigns=[_campaign(one) for one in campaigns],
    )


def _campaign(one: CampaignCounts) -> CampaignProgress:
    steps = STEPS_OF[one.campaign.kind]
    offices = sorted(one.offices.items(), key=lambda row: row[0] or 0)
    return CampaignProgress(
        campaign=one.campaign.key,
        steps=_steps(one.steps, steps),
        offices=[OfficeSteps(apidae_id=office, steps=_steps(found, steps)) for office, found in offices],
    )


def _counts(counts: Counts) -> ProgressCounts:
    return ProgressCounts(
        total=counts.total,
        public=counts.public,
        steps=_steps(counts.steps, [*PathStep]),
        reasons=[
            ReasonCount(code=IneligibilityReason[reason.name], count=count)
            for reason, count in sorted(counts.reasons.items(), key=_most_first)
        ],
    )


def _most_first(row: tuple[Reason, int]) -> tuple[int, int]:
    return -row[1], [*Reason].index(row[0])


def _steps(counts: Counter[PathStep], steps: Sequence[PathStep]) -> list[StepCount]:
    return [StepCount(step=PathStage[one.name], count=counts[one]) for one in steps]
