"""Which offers are public: the only place that decides it; every path to a visitor goes through it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import blake2b

from gateway.clock import Clock, SystemClock
from sources.apidae.mapping.facts import Facts, facts_of
from sources.apidae.mapping.reading import Raw
from sources.apidae.opening import paris_day
from sources.apidae.opening.consistency import dates_inconsistent
from sources.apidae.policies.book import PolicyBook, own_book
from sources.apidae.policies.judging import Seen, Wording, lacking
from sources.apidae.policies.model import Mark, Policy
from sources.apidae.policies.phases import OfferKind, Reach
from sources.apidae.policies.reasons import Ineligibility, Notice, Reason
from sources.apidae.policies.rulings import Rulings
from sources.apidae.policies.validity import levels_given, runs_out
from sources.apidae.tables.encounters import encounter_of
from sources.apidae.tables.families import families_of
from sources.apidae.tables.kinds import LATER_PHASES, offer_type
from sources.apidae.tables.levels import LevelTable
from sources.apidae.tables.places import in_region
from sources.apidae.types.words import Axis, EncounterKind, LocalActorKind, OfferFamily, OfferType
from sources.apidae.workflow.model import Declaration, Workflow

__all__ = ["Eligibility", "Ineligibility", "Notice", "Reason", "Verdict"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was decided about an object and on what grounds; `families` carry the key of their rule.

    `turns_at` is when time alone may change it next: a phase opens, a diagnosis runs out.
    """

    reasons: tuple[Ineligibility, ...]
    notices: tuple[Notice, ...]
    policy_version: str
    facts: Facts
    type: OfferType | None
    levels: Mapping[Axis, int]
    encounter: tuple[EncounterKind, list[LocalActorKind]]
    families: list[tuple[OfferFamily, str]]
    turns_at: datetime | None = None
    declared: Declaration | None = None

    @property
    def is_public(self) -> bool:
        """Whether anybody may see the offer."""
        return not self.reasons

    @property
    def is_offer(self) -> bool:
        """Whether the object is one that an office answers for, public or not."""
        return all(one.reason is not Reason.NOT_AN_OFFER for one in self.reasons)


@dataclass(slots=True, eq=False)
class Eligibility:
    """The rules of one deployment; `follow` is the only thing that changes them.

    `levels` knows the ids of levels. `no_encounter` and `landmark` are the internal criteria by which offices
    record that an offer has no encounter at all, or is a site that everybody goes to; None without one.
    """

    levels: LevelTable
    no_encounter: int | None = None
    landmark: int | None = None
    book: PolicyBook = field(default_factory=own_book)
    clock: Clock = field(default_factory=SystemClock)
    rulings: Rulings = field(default_factory=Rulings)
    _files: PolicyBook = field(init=False)
    _marked: tuple[PolicyBook, Policy, str] | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        """The book that was handed in is that of the files."""
        self._files = self.book

    def follow(self, rulings: Rulings) -> None:
        """Judge from now on as the Region has decided; older decisions than those known change nothing."""
        if rulings.revision > self.rulings.revision:
            self.rulings, self.book = rulings, self._files.ruled(rulings)

    def policy(self, at: datetime | None = None) -> Policy:
        """The version of the rules in force."""
        return self.book.at(paris_day(at or self.clock.now()))

    def turn(self, verdict: Verdict, item: Raw, workflow: Workflow | None) -> Verdict | None:
        """The verdict that time alone will bring about next; None when there is none to come."""
        return self.verdict(item, workflow, verdict.turns_at) if verdict.turns_at else None

    def under(self, version: str) -> Eligibility:
        """The same with one version of the rules, whatever the day; `KeyError` for an unknown one."""
        return replace(self, book=replace(self.book, pinned=self.book.versions[version].version))

    def moment(self) -> tuple[str, int, int]:
        """Changes when the rules do: the version in force, how many phases are open, what was decided."""
        now = self.clock.now()
        return self.policy(now).version, self.book.schedule.epoch(now), self.rulings.revision

    def lets_through(self, workflow: Workflow, now: datetime) -> bool:
        """Whether the path of an offer on the platform is no reason against it."""
        return not workflow.withdrawn and not [*_of_the_path(workflow, self.policy(now), now)]

    @property
    def mark(self) -> str:
        """Stands for all rules that verdicts follow now, the ids of levels left out."""
        policy = self.policy()
        if self._marked is None or self._marked[:2] != (self.book, policy):
            rules = (policy, self.book.calendar, self.book.schedule, self.no_encounter, self.landmark)
            told = blake2b(repr(rules).encode(), digest_size=8).hexdigest()
            self._marked = (self.book, policy, told)
        return self._marked[2]

    def clauses(self) -> list[str]:
        """What the policy and the open phases ask of offers, as clauses of `criteresQuery`.

        Apidae cannot be asked for durations: while phases differ in these, its counts are too high.
        """
        wording = Wording(self.levels, {Mark.LANDMARK: self.landmark} if self.landmark else {})
        policy, allowed = self.policy(), self.book.schedule.audiences(self.clock.now())
        return wording.clauses(policy.prerequisites) + wording.audiences(allowed, policy.unknown.audience)

    def verdict(self, item: Raw, workflow: Workflow | None = None, at: datetime | None = None) -> Verdict:
        """The verdict on an object of Apidae, whole or filtered to the fields that are read here.

        `workflow` is the offer's path on the platform, if it is used; `at` a moment other than now.
        """
        now = at or self.clock.now()
        facts, policy = facts_of(item), self.policy(now)
        found = self.levels.found(facts.ids)
        levels = {axis: min(each) for axis, each in found.items()}
        kind = offer_type(facts.type, facts.ids)
        encounter = encounter_of(facts.type, facts.ids)
        families = families_of(facts.type, facts.ids)
        marks = frozenset({Mark.LANDMARK} if self.landmark in facts.internal else ())
        opens, ends = self._opens(facts, policy), runs_out(workflow, policy)
        turns = (opens, ends, self.book.next_change(now))
        rules = lacking(policy.prerequisites, Seen(facts, levels, encounter[0], marks))
        reasons = [
            *self._standing(facts, kind, levels, workflow),
            *([] if opens and opens <= now else [Ineligibility(Reason.PHASE_NOT_OPEN)]),
            *_of_the_path(workflow, policy, now),
            *([Ineligibility(Reason.PREREQUISITES_NOT_MET, rules=rules)] if rules else []),
            *(Ineligibility(Reason.AXIS_MISSING, axis) for axis in Axis if axis not in levels),
        ]
        return Verdict(
            reasons=tuple(reasons),
            notices=tuple(_notices(item, found, encounter[0], families, levels_given(workflow, policy))),
            policy_version=policy.version,
            facts=facts,
            type=kind,
            levels=levels,
            encounter=encounter,
            families=families,
            declared=workflow.declaration if workflow else None,
            turns_at=min((one for one in turns if one and one > now), default=None),
        )

    def _standing(
        self, facts: Facts, kind: OfferType | None, levels: Mapping[Axis, int], workflow: Workflow | None
    ) -> Iterator[Ineligibility]:
        answered = (
            workflow is not None and workflow.diagnosis is not None and bool(workflow.diagnosis.answered_at)
        )
        applies = {
            Reason.NOT_PUBLISHED_IN_APIDAE: not facts.published,
            Reason.OUTSIDE_REGION: not in_region(facts.insee),
            Reason.WITHDRAWN_BY_OFFICE: workflow is not None and workflow.withdrawn is not None,
            Reason.DIAGNOSIS_MISSING: not levels and not answered,
            Reason.NO_ENCOUNTER: self.no_encounter is not None and self.no_encounter in facts.internal,
            Reason.NOT_AN_OFFER: kind is None and facts.type not in LATER_PHASES,
        }
        return (Ineligibility(reason) for reason, holds in applies.items() if holds)

    def _opens(self, facts: Facts, policy: Policy) -> datetime | None:
        """When an object may appear; what this graph has no type for yet may not."""
        if facts.type in LATER_PHASES:
            return None
        reach = Reach(facts.audiences, facts.duration)
        return self.book.schedule.opens(OfferKind.DAY_OFFER, reach, policy)


def _of_the_path(workflow: Workflow | None, policy: Policy, now: datetime) -> Iterable[Ineligibility]:
    """What the path on the platform asks for where it is used; without it Apidae alone is enough."""
    if workflow is None or not workflow.is_used:
        return ()
    diagnosis, end = workflow.diagnosis, runs_out(workflow, policy)
    applies = {
        Reason.NOT_PRESELECTED: workflow.preselected_at is None,
        Reason.DIAGNOSIS_INCOMPLETE: diagnosis is None or not diagnosis.is_complete,
        Reason.DIAGNOSIS_EXPIRED: end is not None and end <= now,
        Reason.CHARTER_NOT_SIGNED: not workflow.charter_holds,
    }
    return (Ineligibility(reason) for reason, holds in applies.items() if holds)


def _notices(
    item: Raw,
    found: Mapping[Axis, set[int]],
    encounter: EncounterKind,
    families: list[tuple[OfferFamily, str]],
    answers: Mapping[Axis, int],
) -> list[Notice]:
    applies = {
        Notice.LEVEL_CONFLICT: any(len(each) > 1 for each in found.values()),
        Notice.LEVEL_MISMATCH: any(min(found.get(a, {0})) != level for a, level in answers.items()),
        Notice.ENCOUNTER_NOT_STATED: encounter is EncounterKind.UNKNOWN,
        Notice.DATES_INCONSISTENT: dates_inconsistent(item),
        Notice.FAMILY_UNMAPPED: not families,
    }
    return [notice for notice, holds in applies.items() if holds]
