"""Phases: who is in which, what is unknown, when they open in France, and what the graph tells of them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from apidae_objects import RULES, raw

from gateway.graph.request import RequestScope
from sources.apidae.opening.span import PARIS
from sources.apidae.policies.book import BadPolicyError, own_book, read_book
from sources.apidae.policies.model import Policy
from sources.apidae.policies.phases import OfferKind, Reach
from sources.apidae.types.words import Audience, DurationClass

BOOK = own_book()
FIRST, SECOND, LODGING = BOOK.schedule.phase
CURRENT = BOOK.versions["2026-1"]
STRICT = Policy.model_validate(
    {**CURRENT.model_dump(), "unknown": {"audience": "OUT", "duration": "OUT"}},
)
DAY, STAY = DurationClass.DAY, DurationClass.STAY


@pytest.mark.parametrize(
    ("audiences", "duration", "usual", "strict"),
    [
        ({Audience.COUPLE}, DAY, True, True),
        ({Audience.FAMILY}, DAY, False, False),
        ({Audience.FAMILY, Audience.COUPLE}, DAY, True, True),
        ({Audience.COUPLE}, STAY, False, False),
        (set(), DAY, True, False),
        ({Audience.COUPLE}, None, True, False),
        (set(), None, True, False),
    ],
)
def test_an_offer_is_in_the_first_phase(
    audiences: set[Audience], duration: DurationClass | None, usual: bool, strict: bool
) -> None:
    reach = Reach(frozenset(audiences), duration)
    assert FIRST.holds(OfferKind.DAY_OFFER, reach, CURRENT) is usual
    assert FIRST.holds(OfferKind.DAY_OFFER, reach, STRICT) is strict
    assert not FIRST.holds(OfferKind.LODGING, reach, CURRENT)


def test_an_offer_appears_with_the_first_phase_it_is_in() -> None:
    family = Reach(frozenset({Audience.FAMILY}), DAY)
    assert BOOK.schedule.opens(OfferKind.DAY_OFFER, family, CURRENT) == SECOND.opens_at
    assert BOOK.schedule.opens(OfferKind.LODGING, family, CURRENT) is None, "nothing is planned"


def test_phases_open_at_midnight_in_france() -> None:
    assert (
        SECOND.opens_at == datetime(2022, 4, 1, 0, 0, tzinfo=PARIS) == datetime(2022, 3, 31, 22, tzinfo=UTC)
    )
    before = datetime(2022, 3, 31, 21, 59, 59, tzinfo=UTC)
    assert BOOK.schedule.current(before) is FIRST
    assert BOOK.schedule.current(datetime(2022, 3, 31, 22, tzinfo=UTC)) is SECOND
    assert BOOK.schedule.current(datetime(2021, 1, 1, tzinfo=UTC)) is None


def test_reach_is_read_from_clients_and_durations() -> None:
    found = RULES.verdict(
        raw(
            prestations={"typesClientele": [{"id": 513}, {"id": 4813}, {"id": 99}]},
            ouverture={"dureeSeance": 120},
        )
    ).facts
    assert found.audiences == {Audience.FAMILY, Audience.SENIOR}
    assert found.duration is DurationClass.HALF_DAY
    assert (
        RULES.verdict(raw(informationsActivite={"nombreJours": 3})).facts.duration is DurationClass.SHORT_STAY
    )
    assert RULES.verdict(raw()).facts.duration is None


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("2021-10-18T00:00:00", "2021-10-18T00:00:00Z"), "without a zone"),
        (('"sorties-a-la-journee"', '"familles-et-groupes"'), "same key"),
        (('"HALF_DAY"', '"A_WHILE"'), "not known here"),
    ],
)
def test_phases_that_cannot_be_are_refused(change: tuple[str, str], told: str, tmp_path: Path) -> None:
    text = (Path(read_book.__code__.co_filename).parent / "phases.toml").read_text("utf-8")
    (tmp_path / "phases.toml").write_text(text.replace(change[0], change[1], 1))
    with pytest.raises(BadPolicyError, match=told):
        read_book(tmp_path)


async def test_the_graph_tells_phases_with_their_origin(bench: Any) -> None:
    query = """{
      phases { key name { value } opensAt isOpen audiences durations writtenBy }
      currentPhase { key isOpen }
    }"""
    result = await bench.schema.execute(query, context_value=RequestScope(bench.opened))
    assert not result.errors
    phases = result.data["phases"]
    assert [one["isOpen"] for one in phases] == [True, True, False]
    assert [one["writtenBy"] for one in phases] == ["PUBLIC", "PARTIR_ICI", "PARTIR_ICI"]
    assert phases[0]["opensAt"] == "2021-10-18T00:00:00+02:00"
    assert phases[2]["opensAt"] is None
    assert result.data["currentPhase"] == {"key": "familles-et-groupes", "isOpen": True}
