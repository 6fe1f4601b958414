"""Builds the posts of the Facebook Page: photos, albums, links, videos, plain messages, visitors' posts."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

from sources.social.emulator import defaults, words
from sources.social.emulator.captions import write_caption
from sources.social.emulator.ids import digits
from sources.social.emulator.instagram_content import spread
from sources.social.emulator.models import Link, PagePost, Picture, Tag

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sources.social.emulator.models import Mention, WallKind

REACTIONS = ("LIKE", "LOVE", "WOW", "HAHA", "SAD", "ANGRY")
_KINDS: tuple[WallKind, ...] = ("photo", "album", "video", "status")


def build_page_posts(
    seed: str, page_id: str, mentions: Sequence[Mention | None], now: datetime
) -> list[PagePost]:
    """Make the Page's own published posts, one per mention, newest first."""
    posts = []
    for index, mention in enumerate(mentions):
        rng = Random(f"{seed}|page|{index}")
        created = spread(rng, index, len(mentions), now)
        posts.append(build_page_post(seed, page_id, index, created, mention, rng))
    return posts


def build_unpublished(seed: str, page_id: str, now: datetime) -> list[PagePost]:
    """Make six drafts: ``/feed`` lists them, ``/published_posts`` does not."""
    drafts = []
    for index in range(6):
        rng = Random(f"{seed}|draft|{index}")
        draft = build_page_post(seed, page_id, 700_000 + index, spread(rng, index, 60, now), None, rng)
        draft.published = False
        drafts.append(draft)
    return drafts


def build_visitor_posts(seed: str, page_id: str, now: datetime) -> list[PagePost]:
    """Make eight messages left by visitors."""
    posts = []
    for index in range(8):
        rng = Random(f"{seed}|visitor|{index}")
        post = build_page_post(seed, page_id, 800_000 + index, spread(rng, index, 24, now), None, rng)
        post.author_id, post.author_name = digits(16, seed, "visitor", index), f"Visiteur {index + 1}"
        post.message, post.kind, post.video, post.pictures = (
            rng.choice(words.VISITOR_MESSAGES),
            "status",
            None,
            (),
        )
        posts.append(post)
    return posts


def build_page_post(
    seed: str, page_id: str, index: int, created: datetime, mention: Mention | None, rng: Random
) -> PagePost:
    """Make one post; its id depends on the seed, the Page and the index only."""
    link = _link(rng, mention)
    kind: WallKind = "link" if link else rng.choices(_KINDS, weights=(52, 17, 18, 13))[0]
    message, tags = _message(rng, seed, created, mention, link)
    stem = (seed, page_id, index)
    total = int(rng.lognormvariate(3.6, 1.0))
    return PagePost(
        id=f"{page_id}_122{digits(15, *stem)}",
        kind=kind,
        message=message,
        created=created,
        updated=created + timedelta(seconds=rng.randint(0, 259_200)),
        author_id=page_id,
        author_name=defaults.PAGE_NAME,
        pictures=_pictures(rng, kind, stem),
        video=Picture(digits(17, *stem, "mp4"), 1280, 720, video=True) if kind == "video" else None,
        link=link,
        tags=tags,
        reactions=_reactions(rng, total),
        comments=int(total * rng.uniform(0, 0.2)),
        shares=rng.choice((0, 0, 1, 2, 5, 12)),
        published=True,
        mention=mention,
    )


def _link(rng: Random, mention: Mention | None) -> Link | None:
    """Attach the offer's page to half of the posts that carry a url; some urls are tracked."""
    if mention is None or mention.kind != "url" or rng.random() < 0.5:
        return None
    url = mention.value
    if rng.random() < 0.3:
        url += ("&" if "?" in url else "?") + "utm_source=facebook&utm_medium=social"
    return Link(url, mention.card.name, f"{mention.card.name} : présentation, horaires et accès.")


def _message(
    rng: Random, seed: str, created: datetime, mention: Mention | None, link: Link | None
) -> tuple[str | None, tuple[Tag, ...]]:
    """Write the message and its tags; a fifth of the attached links stand without words."""
    if link is not None:
        return (write_caption(rng, created, None, tags=3) if rng.random() < 0.8 else None), ()
    return _tagged(rng, seed, write_caption(rng, created, mention, tags=3), mention)


def _tagged(rng: Random, seed: str, message: str, mention: Mention | None) -> tuple[str, tuple[Tag, ...]]:
    """Name the offer's own Page at the head of half of the posts that carry a handle."""
    if mention is None or mention.kind != "handle" or rng.random() < 0.5:
        return message, ()
    head = "Avec "
    tag = Tag(digits(15, seed, "tagged", mention.card.key), mention.card.name, len(head))
    return f"{head}{mention.card.name}\n{message}", (tag,)


def _pictures(rng: Random, kind: str, stem: tuple[object, ...]) -> tuple[Picture, ...]:
    count = {"status": 0, "album": rng.randint(2, 7)}.get(kind, 1)
    sizes = ((720, 480), (540, 720), (720, 405))
    return tuple(Picture(digits(17, *stem, place), *rng.choice(sizes)) for place in range(count))


def _reactions(rng: Random, total: int) -> dict[str, int]:
    drawn = rng.choices(REACTIONS, weights=(80, 14, 3, 1, 1, 1), k=total)
    return {name: drawn.count(name) for name in REACTIONS}
