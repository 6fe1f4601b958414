"""What the demo's scouts made: which offer, which author, which kind, when, in which state."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Final, TypeVar

from sources.scouts.composing import composed, event, point
from sources.scouts.demo.communities import REGIONAL
from sources.scouts.demo.stops import stops
from sources.scouts.demo.writing import Subject, write_body, write_title, write_translated
from sources.scouts.documents import (
    ContentDocument,
    ContentKindName,
    ContentState,
    Disclosure,
    EventDocument,
    PictureDocument,
    ScoutDocument,
    StatementDocument,
    TerritoryDocument,
    TextsDocument,
)

FIRST_OFFERS = 60
"""So many offers with the lowest keys are served first, so that the first page of a list is not bare."""
DAYS = 548  # eighteen months

_KINDS: Final[tuple[tuple[ContentKindName, int], ...]] = (
    ("STORY", 45),
    ("TIP", 25),
    ("PHOTO_SET", 18),
    ("ARTICLE", 12),
    ("ITINERARY", 8),
)
_STATES: Final[tuple[tuple[ContentState, int], ...]] = (
    ("PUBLISHED", 90),
    ("DRAFT", 3),
    ("SUBMITTED", 3),
    ("WITHDRAWN", 2),
    ("REJECTED", 1),
    ("REMOVED", 1),
)
_DISCLOSURES: Final[tuple[tuple[Disclosure, int], ...]] = (
    ("NONE", 88),
    ("COLLABORATION_COMMERCIALE", 8),
    ("PUBLICITE", 4),
)
_LICENCES = (("PLATFORM_ONLY", 55), ("CC-BY-4.0", 25), ("CC-BY-SA-4.0", 12), ("CC-BY-NC-4.0", 8))
_LANGUAGES: Final[tuple[tuple[tuple[str, ...], int], ...]] = (
    (("en",), 50),
    (("en", "de"), 35),
    (("de",), 15),
)
SEVERAL = ("ARTICLE", "ITINERARY")
"""Kinds that are about more than one offer."""

REASONS: Final[StatementDocument] = {
    "facts": "Le texte de démonstration répète une annonce publiée ailleurs.",
    "ground": "Charte des éclaireurs, article 3 : parler de ce que l’on a vécu.",
    "automated": False,
}
T = TypeVar("T")

_NEVER_POSTED = ("DRAFT", "SUBMITTED", "REJECTED")


@dataclass(frozen=True, slots=True)
class Brief:
    """All that is decided about a content before it is written."""

    number: int
    random: Random
    subjects: list[Subject]
    author: ScoutDocument
    kind: ContentKindName
    posted_at: datetime


def contents(
    seed: str, count: int, subjects: Sequence[Subject], scouts: Sequence[ScoutDocument], now: datetime
) -> list[ContentDocument]:
    """`count` contents about these offers (sorted by key), the same for the same arguments."""
    order = Random(f"{seed}/order")
    chosen = _subjects(subjects, order)
    return [_content(_brief(seed, number, next(chosen), subjects, scouts, now)) for number in range(count)]


def _subjects(subjects: Sequence[Subject], order: Random) -> Iterator[Subject]:
    """The first offers up to four times (every tenth never), then any, without end."""
    first = [subject for rank, subject in enumerate(subjects[:FIRST_OFFERS]) if rank % 10 != 6]
    yield from first
    for round_of in (0.65, 0.4, 0.25):
        yield from (subject for subject in first if order.random() < round_of)
    # a catalogue smaller than the first page has no others
    others = subjects[FIRST_OFFERS:] or first or subjects
    while True:
        yield order.choice(others)


def _brief(
    seed: str,
    number: int,
    subject: Subject,
    subjects: Sequence[Subject],
    scouts: Sequence[ScoutDocument],
    now: datetime,
) -> Brief:
    random = Random(f"{seed}/{number}/{subject.key}")
    kind = _draw(random, _KINDS)
    return Brief(
        number=number,
        random=random,
        subjects=[subject, *_neighbours(random, kind, subject, subjects)],
        author=_author(random, subject, scouts),
        kind=kind,
        posted_at=_daytime(random, now),
    )


def _neighbours(
    random: Random, kind: ContentKindName, subject: Subject, subjects: Sequence[Subject]
) -> list[Subject]:
    """For a kind about several offers one or two more, of the same department where there are any."""
    if kind not in SEVERAL:
        return []
    near = [one for one in subjects if one.key != subject.key and _department(one) == _department(subject)]
    return random.sample(near, min(len(near), random.choice((1, 1, 2))))


def _author(random: Random, subject: Subject, scouts: Sequence[ScoutDocument]) -> ScoutDocument:
    """Somebody who knows the department, else somebody of the regional community."""
    department = _department(subject)
    local = [scout for scout in scouts if any(department in place["departments"] for place in scout["knows"])]
    regional = [scout for scout in scouts if REGIONAL in scout["homes"]]
    return random.choice(local if local and random.random() < 0.9 else regional)


def _department(subject: Subject) -> str:
    return (subject.insee or "")[:2]


def _daytime(random: Random, now: datetime) -> datetime:
    """A moment of the last eighteen months, by day, more often of late."""
    days_ago = 1 + int(DAYS * random.random() ** 1.3)
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight - timedelta(days=days_ago) + timedelta(minutes=random.randint(6 * 60, 21 * 60))


def _content(brief: Brief) -> ContentDocument:
    random, author = brief.random, brief.author
    title, body = _texts(brief)
    state = _draw(random, _STATES)
    communes = [subject.insee for subject in brief.subjects if subject.insee]
    return composed(
        {
            "_id": f"demo-{brief.number:05d}",
            "version": 1,
            "kind": brief.kind,
            "scout": author["_id"],
            "community": author["homes"][0],
            "title": title,
            "source": body,
            # a third of what exists in several languages was written in another one first
            "locale": random.choice(sorted(body)) if len(body) > 1 and random.random() < 0.5 else "fr",
            "createdAt": brief.posted_at,
            "updatedAt": brief.posted_at,
            "postedAt": None if state in _NEVER_POSTED else brief.posted_at,
            "offers": [subject.key for subject in brief.subjects],
            "communes": list(dict.fromkeys(communes)),
            "territories": _territories(brief),
            "providers": sorted({one.provider for one in brief.subjects if one.provider}),
            "at": next((at for one in brief.subjects if (at := point(one.point))), None),
            "stops": stops(Random(brief.number), brief.subjects) if brief.kind == "ITINERARY" else [],
            "pictures": _pictures(brief),
            "licence": _draw(random, _LICENCES),
            "commercialDisclosure": _draw(random, _DISCLOSURES),
            "state": state,
            "review": "COMMUNITY_RULE" if state == "SUBMITTED" else None,
            "last": _last(state, brief),
        }
    )


def _territories(brief: Brief) -> list[TerritoryDocument]:
    """The countries of the author that the offers lie in."""
    departments = {_department(subject) for subject in brief.subjects}
    return [one for one in brief.author["knows"] if departments.intersection(one["departments"])]


def _last(state: ContentState, brief: Brief) -> EventDocument:
    """What brought the content into its state; decisions of managers come with their reasons."""
    act = {"REJECTED": "REJECT", "REMOVED": "REMOVE", "WITHDRAWN": "WITHDRAW"}.get(state, "CREATE")
    decided = act in {"REJECT", "REMOVE"}
    return event(
        act,
        brief.posted_at,
        by=None if decided else brief.author["subject"],
        role="COMMUNITY_MANAGER" if decided else "SCOUT",
        before="SUBMITTED" if decided else None,
        after=state,
        statement=dict(REASONS) if decided else None,  # type: ignore[arg-type]  # a copy of a TypedDict
    )


def _texts(brief: Brief) -> tuple[TextsDocument, TextsDocument]:
    subject = brief.subjects[0]
    if brief.kind not in SEVERAL and subject.commune and brief.random.random() < 0.22:
        return write_translated(brief.random, subject, _draw(brief.random, _LANGUAGES))
    body = write_body(brief.random, brief.kind, brief.subjects, brief.posted_at)
    return write_title(brief.random, subject), body


def _pictures(brief: Brief) -> list[PictureDocument]:
    alts = brief.subjects[0].theme.alts
    most = {"PHOTO_SET": (2, 3), "TIP": (0, 0, 1)}.get(brief.kind, (0, 1, 1, 2))
    chosen = brief.random.sample(alts, brief.random.choice(most))
    return [
        {
            "url": f"https://photos.eclaireurs.example/demo-{brief.number:05d}-{rank}.jpg",
            "credit": brief.author["publicName"],
            "licence": _draw(brief.random, _LICENCES),
            "alt": alt,
            "peopleShown": False,
        }
        for rank, alt in enumerate(chosen, start=1)
    ]


def _draw(random: Random, weighted: Sequence[tuple[T, int]]) -> T:
    return random.choices([value for value, _ in weighted], [weight for _, weight in weighted])[0]
