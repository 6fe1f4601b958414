"""Apidae counts by the rules in force: what it is asked for is exactly what the policy lets through."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from apidae_bench import Emu

from sources.apidae.catalogue import OfferQuery

LANDMARK = 770_002
AUDIENCES = '["URBAN_ADULTS", "COUPLE", "FRIENDS", "SOLO", "SENIOR"]'
PHASES = (
    '[[phase]]\nkey = "adults"\nname = { fr = "x", en = "x" }\nwritten_by = "PARTIR_ICI"\n'
    "opens_at = 2021-10-01T00:00:00\nkinds = ['DAY_OFFER']\n"
    f"audiences = {AUDIENCES}\ndurations = ['HALF_DAY', 'DAY', 'SHORT_STAY', 'STAY']\n"
)
CLOSED = (
    'version = "2025-9"\nvalid_from = 2025-09-01\ntitle = "x"\n[diagnosis]\nvalid_months = 1\n'
    '[unknown]\naudience = "OUT"\n'
)


@pytest.mark.parametrize("version", ["2021-10", "2022-11", "2026-1", "2025-9"])
@pytest.mark.parametrize("phased", [False, True])
async def test_live_counts_what_the_version_and_the_phases_let_through(
    version: str, phased: bool, whole: Emu, open_bench: Any, tmp_path: Path
) -> None:
    (tmp_path / "closed.toml").write_text(CLOSED)
    if phased:
        (tmp_path / "phases.toml").write_text(PHASES)
    settings = {"APIDAE_POLICIES_FOLDER": str(tmp_path), "APIDAE_POLICY": version}
    async with open_bench(whole, APIDAE_MODE="live", **settings) as bench:
        rules = bench.runtime.eligibility
        public = [one["id"] for one in whole.visible() if rules.verdict(one).is_public]
        page = await bench.runtime.catalogue.search(OfferQuery(), 100)
        assert page.total == len(public)
        assert [one.offer.apidae_id for one in page.listed] == sorted(public)[:100]
        left_out = phased or version in {"2022-11", "2025-9"}
        assert (page.total < len(whole.public())) == left_out or version == "2021-10"
        assert public or (phased and version == "2025-9")


async def test_landmarks_are_left_out_of_counts_but_not_events_in_them(small: Emu, open_bench: Any) -> None:
    store = small.world.store
    event = next(n for n in small.public() if store.item(n)["type"] == "FETE_ET_MANIFESTATION")
    site = next(n for n in small.public() if store.item(n)["type"] == "PATRIMOINE_CULTUREL")
    for number in (event, site):
        small.control(f"objects/{number}", {"criteresInternes": [{"id": LANDMARK, "libelle": "x"}]})
    settings = {"APIDAE_MODE": "live", "APIDAE_LANDMARK_CRITERION": str(LANDMARK)}
    async with open_bench(small, **settings) as bench:
        total = (await bench.runtime.catalogue.search(OfferQuery(), 1)).total
        found = await bench.runtime.catalogue.load([str(event), str(site)])
        assert total == len(small.public()) - 1
        assert set(found.offers) == {str(event)}
