"""Whether what a policy file asks holds for an object, and the same said in Apidae's query language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from sources.apidae.mapping.facts import Facts
from sources.apidae.policies.model import Condition, Mark, Prerequisites, Requirement, Unknown
from sources.apidae.tables.audiences import AUDIENCES, CLIENTELE
from sources.apidae.tables.encounters import BETWEEN_VISITORS, WITH_LOCALS
from sources.apidae.tables.kinds import DAY_OFFERS
from sources.apidae.tables.levels import HIGHEST, LOWEST, LevelTable
from sources.apidae.tables.rules import any_rule, any_term, of
from sources.apidae.types.words import Audience, Axis, EncounterKind


@dataclass(frozen=True, slots=True)
class Seen:
    """What conditions look at; `marks` are those internal criteria that an object carries."""

    facts: Facts
    levels: Mapping[Axis, int]
    encounter: EncounterKind
    marks: frozenset[Mark]


def lacking(rules: Prerequisites, seen: Seen) -> tuple[str, ...]:
    """Keys of what keeps an object out: exclusions that hold, missing prerequisites if too few are met."""
    excluded = [one.key for one in rules.excluded if holds(one, seen)]
    missing = [one.key for one in rules.of if not holds(one, seen)]
    enough = len(rules.of) - len(missing) >= rules.needed
    return (*excluded, *(() if enough else missing))


def holds(rule: Requirement, seen: Seen) -> bool:
    """Whether a requirement holds."""
    wanted = not rule.any or any(_fits(one, seen) for one in rule.any)
    return wanted and not any(_fits(one, seen) for one in rule.none)


def _fits(condition: Condition, seen: Seen) -> bool:
    ids = [number for numbers in condition.any_of.values() for number in numbers]
    return (
        (not condition.types or seen.facts.type in condition.types)
        and (not ids or not seen.facts.ids.isdisjoint(ids))
        and (condition.marked is None or condition.marked in seen.marks)
        and (not condition.encounter or seen.encounter is not EncounterKind.UNKNOWN)
        and (condition.level is None or any(level >= condition.level for level in seen.levels.values()))
    )


@dataclass(frozen=True, slots=True)
class Wording:
    """Says requirements as groups of `criteresQuery`, so that counts of Apidae are those of the policy."""

    levels: LevelTable
    marks: Mapping[Mark, int]

    def clauses(self, rules: Prerequisites) -> list[str]:
        """What an offer must and must not be; nothing for a policy that asks nothing."""
        found = [f"-{group}" for one in rules.excluded if (group := self.requirement(one))]
        if rules.needed:
            met = [self.requirement(one) or "" for one in rules.of]
            sets = combinations(filter(None, met), rules.needed)
            found.append(f"+({' '.join(_all(one) for one in sets)})")
        return found

    def audiences(self, allowed: Iterable[Audience], unknown: Unknown) -> list[str]:
        """What an offer must name of those it is made for, or that it names nobody; nothing if all may be."""
        wanted = [number for one in Audience if one in allowed for number in AUDIENCES[one]]
        if len(set(allowed)) == len(Audience) and unknown is Unknown.IN:
            return []
        named = any_term(of(CLIENTELE, *dict.fromkeys(n for ids in AUDIENCES.values() for n in ids)))
        nobody = [f"(+{DAY_OFFERS} -{named})"] if unknown is Unknown.IN else []
        return [f"+({' '.join([any_term(of(CLIENTELE, *dict.fromkeys(wanted))), *nobody])})"]

    def requirement(self, rule: Requirement) -> str | None:
        """The group of a requirement; None for one that no object can meet here."""
        wanted = [group for one in rule.any if (group := self._condition(one))]
        if rule.any and not wanted:
            return None
        # a group of exclusions alone finds nothing in Lucene
        must = f"+({' '.join(wanted)})" if wanted else f"+{DAY_OFFERS}"
        unless = [f"-{group}" for one in rule.none if (group := self._condition(one))]
        return f"({' '.join([must, *unless])})"

    def _condition(self, condition: Condition) -> str | None:
        parts: list[str | None] = []
        if condition.types:
            parts.append(f"({' '.join(f'type:{kind}' for kind in condition.types)})")
        if condition.any_of:
            listed = condition.any_of.items()
            parts.append(any_term(one for element, ids in listed for one in of(element, *ids)))
        if condition.marked:
            number = self.marks.get(condition.marked)
            parts.append(f"(critereInterne:{number})" if number is not None else None)
        if condition.encounter:
            parts.append(any_rule([*(rule for _, rule in WITH_LOCALS), *BETWEEN_VISITORS]))
        if condition.level is not None:
            parts.append(self._level(condition.level))
        return None if None in parts else _all(filter(None, parts))

    def _level(self, lowest: int) -> str:
        return f"({' '.join(f'({self.on(axis, lowest)})' for axis in Axis)})"

    def on(self, axis: Axis, lowest: int) -> str:
        """At least this level: with two levels on an axis the lower counts, so none below may be there."""
        found = f"+{any_term(self.levels.criteria(axis, lowest, HIGHEST))}"
        if lowest > LOWEST:
            found += f" -{any_term(self.levels.criteria(axis, LOWEST, lowest - 1))}"
        return found


def _all(groups: Iterable[str]) -> str:
    return f"({' '.join(f'+{one}' for one in groups)})"
