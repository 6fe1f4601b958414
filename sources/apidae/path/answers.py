"""What answers add up to, and the hash that a signature is put under."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from sources.apidae.path.model import Answer
from sources.apidae.questionnaires.model import Charter, Questionnaire
from sources.apidae.types.words import Axis
from sources.apidae.workflow.model import Tally


@dataclass(frozen=True, slots=True)
class Sum:
    """`applicable` indicators are those not answered with NOT_APPLICABLE, `answered` those with YES or NO."""

    applicable: int
    answered: int
    tallies: dict[str, Tally]

    @property
    def is_complete(self) -> bool:
        """Whether none is without an answer."""
        return self.answered == self.applicable


def summed(form: Questionnaire, answers: Mapping[str, Answer]) -> Sum:
    """How far the answers are, and what they come to on each axis."""
    yes, applicable = dict.fromkeys(Axis, 0), dict.fromkeys(Axis, 0)
    answered = 0
    for key, axis in form.axes.items():
        value = answers[key].value if key in answers else None
        if value == "NOT_APPLICABLE":
            continue
        applicable[axis] += 1
        answered += value is not None
        yes[axis] += value == "YES"
    tallies = {axis.name: Tally(yes=yes[axis], applicable=applicable[axis]) for axis in Axis}
    return Sum(sum(applicable.values()), answered, tallies)


def hash_of(number: int, form: Questionnaire, charter: Charter, answers: Mapping[str, Answer]) -> str:
    """SHA-256, in hexadecimal, of the canonical JSON (RFC 8785) of all that a signature vouches for."""
    told = {
        "answers": [
            {
                "comment": answers[key].comment,
                "evidence": list(answers[key].evidence),
                "indicator": key,
                "value": answers[key].value,
            }
            for key in sorted(answers)
        ],
        "charter": charter.version,
        "offer": number,
        "questionnaire": f"{form.kind.value}/{form.version}",
    }
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return sha256(text.encode()).hexdigest()
