"""Builds the whole world of posts from a seed, the cards to mention and a number of posts."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from sources.social.emulator import defaults
from sources.social.emulator.deal import Deal
from sources.social.emulator.ids import digits
from sources.social.emulator.instagram_content import add_stories, build_account, fill_account
from sources.social.emulator.models import Picture, World
from sources.social.emulator.page_content import build_page_posts, build_unpublished, build_visitor_posts

if TYPE_CHECKING:
    from datetime import datetime

    from sources.social.emulator.models import Card


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a world is made from; the same recipe gives the same posts and ids."""

    seed: str
    page_id: str
    ig_user_id: str
    cards: tuple[Card, ...]
    posts: int
    now: datetime


def build_world(recipe: Recipe) -> World:
    """Build exactly ``posts`` posts: scouts first get 8 to 15 each, Page and account share the rest.

    Six drafts, eight visitors' posts and two stories come on top. Dates depend on ``now``, ids do not.
    """
    seed, now = recipe.seed, recipe.now
    shares = scout_shares(seed, recipe.posts)
    rest = recipe.posts - sum(shares)
    deal = Deal(seed, recipe.cards)
    page_posts = build_page_posts(seed, recipe.page_id, deal.mentions("page", rest - rest // 2), now)
    ours = build_account(seed, 0, recipe.ig_user_id)
    fill_account(seed, ours, deal.mentions("instagram", rest // 2), now)
    add_stories(seed, ours, now)
    scouts = [build_account(seed, index) for index in range(len(shares))]
    for scout, share in zip(scouts, shares, strict=True):
        fill_account(seed, scout, deal.mentions(scout.username, share), now)
    return World(
        page_id=recipe.page_id,
        page_picture=Picture(digits(17, seed, "page"), 320, 320),
        fans=Random(f"{seed}|fans").randint(8_000, 60_000),
        page_posts=page_posts,
        visitor_posts=build_visitor_posts(seed, recipe.page_id, now),
        unpublished=build_unpublished(seed, recipe.page_id, now),
        instagram=ours,
        scouts={scout.username: scout for scout in scouts},
    )


def scout_shares(seed: str, posts: int) -> list[int]:
    """Give the number of posts of each scout: 8 to 15, fewer when all posts are under 400."""
    rng = Random(f"{seed}|shares")
    shares = [rng.randint(8, 15) for _ in defaults.SCOUTS]
    if posts >= 400:
        return shares
    return [share * posts // 1_000 for share in shares]
