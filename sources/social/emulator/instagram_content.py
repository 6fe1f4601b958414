"""Builds the Instagram accounts and their posts: pictures, albums, reels, stories."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

from sources.social.emulator import defaults, words
from sources.social.emulator.captions import write_caption
from sources.social.emulator.ids import digits, shortcode
from sources.social.emulator.models import Account, Child, InstagramPost, Picture

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sources.social.emulator.models import MediaKind, Mention

_SIZES = ((480, 480), (480, 600), (640, 360))
_KINDS: tuple[MediaKind, ...] = ("IMAGE", "CAROUSEL_ALBUM", "VIDEO")


def build_account(seed: str, index: int, identifier: str | None = None) -> Account:
    """Make a scout's account, or ours when its id is given; posts come later."""
    if identifier is not None:
        username, name = defaults.IG_USERNAME, defaults.PAGE_NAME
        biography = "Le tourisme bienveillant en Auvergne-Rhône-Alpes 🏔️ Racontez-nous avec #partirici"
    else:
        username, name, biography = defaults.SCOUTS[index]
    rng = Random(f"{seed}|account|{username}")
    return Account(
        id=identifier or "178" + digits(14, seed, "account", username),
        username=username,
        name=name,
        biography=biography,
        website="" if rng.random() < 0.5 else f"https://{username.replace('_', '-')}.example/",
        followers=rng.randint(400, 42_000),
        follows=rng.randint(80, 1_500),
        picture=Picture(digits(17, seed, "profile", username), 320, 320),
    )


def spread(rng: Random, index: int, count: int, now: datetime) -> datetime:
    """Give the date of the index-th newest of ``count`` posts over the last eighteen months."""
    step = defaults.MONTHS_BACK_DAYS * 86_400 / count
    anchor = now.replace(minute=0, second=0, microsecond=0)
    return anchor - timedelta(seconds=int((index + rng.uniform(0.05, 0.95)) * step))


def fill_account(seed: str, account: Account, mentions: Sequence[Mention | None], now: datetime) -> None:
    """Give an account one post per mention, newest first."""
    for index, mention in enumerate(mentions):
        rng = Random(f"{seed}|{account.username}|{index}")
        created = spread(rng, index, len(mentions), now)
        account.posts.append(build_post(seed, account, index, created, mention, rng))


def add_stories(seed: str, account: Account, now: datetime) -> None:
    """Give an account two stories, three and twenty hours old."""
    for index, hours in enumerate((3, 20)):
        rng = Random(f"{seed}|{account.username}|story|{index}")
        created = now.replace(microsecond=0) - timedelta(hours=hours)
        story = build_post(seed, account, 900_000 + index, created, None, rng)
        story.kind, story.product, story.video, story.children = "IMAGE", "STORY", None, ()
        account.stories.append(story)


def build_post(
    seed: str, account: Account, index: int, created: datetime, mention: Mention | None, rng: Random
) -> InstagramPost:
    """Make one post; its ids depend on the seed, the account and the index only."""
    kind = rng.choices(_KINDS, weights=(55, 20, 25))[0]
    stem = (seed, account.username, index)
    likes = int(rng.lognormvariate(4.4, 0.9))
    tags_us = rng.random() < 0.12 and account.username != defaults.IG_USERNAME
    return InstagramPost(
        id="180" + digits(14, *stem),
        account=account,
        shortcode=shortcode(*stem),
        kind=kind,
        product="REELS" if kind == "VIDEO" else "FEED",
        caption=_caption(rng, created, mention, tags_us),
        created=created,
        picture=_picture(rng, *stem),
        video=Picture(digits(17, *stem, "mp4"), 720, 1280, video=True) if kind == "VIDEO" else None,
        children=_children(rng, stem) if kind == "CAROUSEL_ALBUM" else (),
        alt_text=rng.choice(words.ALT_TEXTS) if kind == "IMAGE" and rng.random() < 0.4 else None,
        likes=likes,
        comments=int(likes * rng.uniform(0, 0.12)),
        views=int(likes * rng.uniform(6, 30)) if kind == "VIDEO" else 0,
        hide_likes=rng.random() < 0.1,
        drop_media_url=rng.random() < {"IMAGE": 0.03, "VIDEO": 0.2, "CAROUSEL_ALBUM": 0.15}[kind],
        licensed_audio=rng.random() < 0.3,
        tags_us=tags_us,
        mention=mention,
    )


def _caption(rng: Random, created: datetime, mention: Mention | None, tags_us: bool) -> str | None:
    if mention is None and rng.random() < 0.3:
        return None
    text = write_caption(rng, created, mention, tags=8)
    return f"{text} @{defaults.IG_USERNAME}" if tags_us else text


def _picture(rng: Random, *stem: object) -> Picture:
    width, height = rng.choice(_SIZES)
    return Picture(digits(17, *stem, "picture"), width, height, heic=rng.random() < 0.1)


def _children(rng: Random, stem: tuple[object, ...]) -> tuple[Child, ...]:
    children = []
    for place in range(rng.randint(2, 7)):
        inner = (*stem, "child", place)
        film = Picture(digits(17, *inner, "mp4"), 720, 1280, video=True) if rng.random() < 0.2 else None
        alt = rng.choice(words.ALT_TEXTS) if film is None and rng.random() < 0.2 else None
        children.append(Child("180" + digits(14, *inner), _picture(rng, *inner), film, alt))
    return tuple(children)
