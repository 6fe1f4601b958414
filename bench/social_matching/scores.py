"""Counts what the matcher finds of the labelled set, and what it should not have found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bench.social_matching.labelled import Labelled, index, posts
from sources.social.matching import Match, match_post


@dataclass(slots=True)
class Score:
    """Labels, matches found and those of them that are right."""

    labels: int = 0
    found: int = 0
    right: int = 0

    @property
    def precision(self) -> float:
        """The share of what was found that is right."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """The share of the labels that was found."""
        return self.right / self.labels if self.labels else 1.0


def scored() -> dict[str, Score]:
    """Scores by name: all, each half, by entity, by language, by reason (which has no labels)."""
    table: dict[str, Score] = {}
    for number, (post, matches) in enumerate(_matched()):
        half = "half: even lines" if number % 2 else "half: odd lines"
        for name in ("all", half, f"language {post.language}"):
            _count(table.setdefault(name, Score()), post, matches)
        for entity in sorted({label for label, _ in post.about} | {match.entity for match in matches}):
            some = [match for match in matches if match.entity == entity]
            labels = sum(label == entity for label, _ in post.about)
            _add(table.setdefault(f"about {entity}", Score()), labels, some, post)
        for match in matches:
            _add(table.setdefault(f"by {match.reason.value}", Score()), 0, [match], post)
    return dict(sorted(table.items(), key=lambda item: _place(item[0])))


def wrong() -> Iterator[str]:
    """A line for every post that is not matched as it is labelled."""
    for post, matches in _matched():
        found = {(match.entity, match.key) for match in matches}
        if found != post.about:
            missed = " ".join(key for _, key in sorted(post.about - found))
            false = " ".join(key for _, key in sorted(found - post.about))
            yield f"missed [{missed}] false [{false}] {post.caption!r}"


def _matched() -> Iterator[tuple[Labelled, list[Match]]]:
    cards = index()
    for post in posts():
        yield post, match_post(post.caption, post.attached, cards)


def _count(score: Score, post: Labelled, matches: list[Match]) -> None:
    _add(score, len(post.about), matches, post)


def _add(score: Score, labels: int, matches: list[Match], post: Labelled) -> None:
    score.labels += labels
    score.found += len(matches)
    score.right += sum((match.entity, match.key) in post.about for match in matches)


def _place(name: str) -> tuple[int, str]:
    order = ("all", "half:", "about", "language", "by")
    return order.index(name.split(maxsplit=1)[0]), name
