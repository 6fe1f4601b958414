"""The standard tests on every source of the repository that does not bring them itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from gateway.registry import find_sources
from gateway.testing.standard import SourceTests
from tests import source_samples

pytest_plugins = ["gateway.testing.standard.plugin"]

ROOT = Path(__file__).parents[1]

APIDAE_ARGUMENTS = {
    "communes": 'prefix: "s"',
    "stations": 'near: {insee: "38185"}',
    "suggest": 'prefix: "s"',
    "events": 'between: {from: "2026-06-01", to: "2027-05-31"}',
    "facets": "by: [FAMILY, TYPE]",
    "Offer.distance": 'from: {insee: "38185"}, mode: CAR',
}

MORE: dict[str, dict[str, Any]] = {
    "apidae": {
        "samples": source_samples.APIDAE,
        "arguments": APIDAE_ARGUMENTS,
        "empty": {
            "OfferEdge.distance": "needs a place: tests/sources/apidae/mirror/test_mirror_places.py",
            "Change.node": "a link of what is no entity: tests/sources/apidae/mirror/test_mirror_feed.py",
            "Change.removal": "nothing is gone in a catalogue that was filled once: as above",
            "Change.replacedBy": "as above",
            "Campaign.replayUrl": "no replay is public: tests/sources/apidae/path/test_path_forms.py",
            "Questionnaire.validTo": "none has ended yet: tests/sources/apidae/path/test_path_forms.py",
        },
        "unasked": {"removal": "nothing is gone in a catalogue that was filled once: tests/gateway/feeds"},
        "missed": {
            "region.highlights": "they are offers",
            "region.organizations": "nobody else knows the tourist offices",
            "social.socialPosts": "matches are told of public objects only, and nobody can tell which are",
        },
    },
    "region": {
        "arguments": {
            "page": 'slug: "prestataires"',
            "editorialCollection": 'slug: "douze-idees-pour-revenir"',
        },
        "empty": {
            "Channel.url": "no address is known, they are the Region's: tests/sources/region/test_region_site.py",
            "Organization.url": "as above",
            "Site.url": "as above",
        },
    },
    "partners": {
        "empty": {"Offer.statistics": "only for those with a token: tests/gateway/partners"},
    },
    "scouts": {
        "arguments": {"problemReport": 'receipt: "demo-report-2"'},
        "empty": {
            "ScoutMembership.community": "a link of what is no entity: tests/sources/scouts/test_scouts_own.py",
            "ScoutMembership.scout": "as above",
        },
        "missed": {
            "social.socialPosts": "posts of a scout need their consent, and nobody can tell of it",
            "social.socialAccounts": "as above",
        },
    },
    "social": {
        "samples": source_samples.SOCIAL,
        "arguments": {"socialEmbed": 'url: "https://www.instagram.com/p/Dug-kSX97iC/"'},
        "empty": {
            "SocialMedia.dominantColor": "known after the first request for a picture: "
            "tests/sources/social/test_social_pictures.py",
        },
    },
}

UPSTREAM = ("test_07_a_", "test_08", "test_09", "test_10_an")
"""Standard tests that mean something else where every question goes to the upstream."""

LIVE = {"offers", "offer", "families"}
"""Root fields that Apidae alone answers; the others, and links to them, are refused without a mirror."""

apidae: Any = next(source for source in find_sources() if source.name == "apidae")

for _source in find_sources():
    if not (ROOT / "sources" / _source.name / "tests").is_dir():
        _parts = {
            "source": _source,
            "snapshots": ROOT / "tests" / "snapshots" / _source.name,
            "__module__": __name__,
            **MORE.get(_source.name, {}),
        }
        _class = type(f"Test{_source.name.title()}", (SourceTests,), _parts)
        globals()[_class.__name__] = _class
del _class


def _live(base_url: str) -> dict[str, str]:
    return {**apidae.emulator.environment(base_url), "APIDAE_MODE": "live"}


class TestApidaeLive(SourceTests):
    """What depends on the upstream, once more without the mirror."""

    source = replace(
        apidae,
        emulator=replace(apidae.emulator, environment=_live),
        fields=tuple(field for field in apidae.fields if field.name in LIVE),
        links=(),
    )


for _name in [name for name in vars(SourceTests) if name.startswith("test_")]:
    if not _name.startswith(UPSTREAM):
        setattr(TestApidaeLive, _name, None)
