"""Itineraries of the demo: a walk from offer to offer, each stop with a sentence and a time."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from sources.scouts.demo.writing import Subject
from sources.scouts.documents import StopDocument

MINUTES = (30, 45, 60, 90, 120)


def stops(random: Random, subjects: Sequence[Subject]) -> list[StopDocument]:
    """One stop at each offer."""
    return [
        {
            "title": subject.name[:120],
            "text": subject.fill(random.choice(subject.theme.details)),
            "offer": subject.key,
            "commune": subject.insee,
            "minutes": random.choice(MINUTES),
        }
        for subject in subjects
    ]
