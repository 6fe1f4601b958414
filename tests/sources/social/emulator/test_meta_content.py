"""The content: how many posts, which mention what, and that the same recipe gives the same posts."""

from datetime import datetime, timedelta

import pytest
from meta_calls import NOW, Meta, cards, open_meta

from sources.social.emulator import defaults as d
from sources.social.emulator.captions import season_of
from sources.social.emulator.library import Library
from sources.social.emulator.models import InstagramPost
from sources.social.emulator.places import at, of


def texts(library: Library) -> dict[str, str]:
    """Give the text of each post, with the link attached to it."""
    found = {}
    for post in library.posts.values():
        text = post.caption if isinstance(post, InstagramPost) else post.message
        link = None if isinstance(post, InstagramPost) else post.link
        found[post.id] = f"{text or ''} {link.url if link else ''}"
    return found


async def test_it_starts_with_600_posts_that_mention_no_offer(meta: Meta):
    counts = (await meta.control("stats", "GET"))["counts"]
    assert counts["posts"] == 600 == counts["page"] + counts["instagram"] + counts["scouts"]
    assert counts["by_mention"] == {"general": 600}
    assert not any("http" in text for text in texts(meta.emulator.library).values())


async def test_seeding_gives_exactly_the_posts_asked_for_in_the_promised_shares(meta: Meta):
    counts = await meta.seed(posts=900)
    assert counts["posts"] == 900
    shares = {kind: count / 900 for kind, count in counts["by_mention"].items()}
    assert shares["url"] == pytest.approx(1 / 3, abs=0.03)
    assert shares["handle"] == pytest.approx(1 / 3, abs=0.03)
    assert shares["hashtag"] == pytest.approx(1 / 6, abs=0.03)
    assert counts["cards_mentioned"] == 40


async def test_each_scout_has_8_to_15_posts(seeded: Meta):
    scouts = (await seeded.control("stats", "GET"))["scouts"]
    assert tuple(scouts) == d.SCOUT_USERNAMES
    assert all(8 <= count <= 15 for count in scouts.values())


async def test_every_mention_stands_in_the_text_it_is_counted_for(seeded: Meta):
    stats = await seeded.control("stats", "GET")
    written = texts(seeded.emulator.library)
    for card in cards():
        wanted = {"url": card["urls"][0], "handle": card["handles"][0], "hashtag": card["hashtags"][0]}
        for kind, ids in stats["mentions"][card["key"]].items():
            assert all(wanted[kind] in written[identifier] for identifier in ids)
    assert not any("bergerie" in written[identifier].lower() for identifier in stats["general"])
    assert not any("partirici.example" in written[identifier] for identifier in stats["general"])


async def test_the_same_cards_and_seed_give_the_same_answers():
    answers = []
    for _ in range(2):
        async with open_meta() as meta:
            await meta.seed()
            answers.append(
                await meta.read(f"/v26.0/{d.PAGE_ID}/feed", limit="100", fields="id,message,shares")
            )
            answers[-1]["media"] = texts(meta.emulator.library)
    assert answers[0] == answers[1]


async def test_another_seed_gives_other_ids(meta: Meta):
    async with open_meta(seed="autre") as other:
        assert not meta.emulator.library.posts.keys() & other.emulator.library.posts.keys()


async def test_ids_do_not_depend_on_the_cards_or_the_clock(meta: Meta):
    before = set(meta.emulator.library.posts)
    await meta.control("clock", advance_seconds=90_000)
    await meta.seed(7)
    assert set(meta.emulator.library.posts) == before


async def test_cards_that_lack_a_kind_of_mention_leave_general_posts(meta: Meta):
    only_urls = [{"key": 1, "name": "Le Moulin", "urls": ["https://moulin.example/"]}]
    counts = await meta.control("seed", cards=only_urls, posts=600)
    assert counts["by_mention"].keys() == {"url", "general"}


async def test_dates_reach_back_eighteen_months_and_never_forward(seeded: Meta):
    now = datetime.fromisoformat(NOW)
    dates = [post.created for post in seeded.emulator.library.posts.values()]
    assert max(dates) <= now
    assert min(dates) < now - timedelta(days=530)
    assert min(dates) > now - timedelta(days=550)


async def test_ids_of_media_and_shortcodes_are_unique(seeded: Meta):
    library = seeded.emulator.library
    media = list(library.world.media())
    assert len({post.shortcode for post in media}) == len(media)
    assert len(library.posts) == 600 + 8 + 6 + 2
    assert len(library.children) == sum(len(post.children) for post in media)


async def test_captions_vary_in_length_and_some_are_missing(seeded: Meta):
    captions = [post.caption for post in seeded.emulator.library.world.media()]
    lengths = [len(caption) for caption in captions if caption]
    assert None in captions
    assert min(lengths) < 100
    assert max(lengths) > 700
    assert any("\n" in caption for caption in captions if caption)
    assert len(set(captions)) > len(captions) * 0.85


@pytest.mark.parametrize(
    ("month", "season"), [(1, "winter"), (3, "spring"), (8, "summer"), (11, "autumn"), (12, "winter")]
)
def test_months_have_seasons(month, season):
    assert season_of(datetime.fromisoformat(f"2026-{month:02}-15T00:00:00+00:00")) == season


@pytest.mark.parametrize(
    ("place", "there", "its"),
    [
        ("Mens", "à Mens", "de Mens"),
        ("Le Puy-en-Velay", "au Puy-en-Velay", "du Puy-en-Velay"),
        ("Les Vans", "aux Vans", "des Vans"),
        ("l’Oisans", "à l’Oisans", "de l’Oisans"),
        ("Ébreuil", "à Ébreuil", "d’Ébreuil"),
    ],
)
def test_places_take_their_articles(place, there, its):
    assert (at(place), of(place)) == (there, its)
