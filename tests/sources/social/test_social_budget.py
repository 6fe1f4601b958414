"""Budgets: who may call at which usage, blocks, and when an account is read again."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from gateway.clock import ManualClock
from gateway.errors import SourceRateLimited
from sources.social.budget.governor import Budget, BudgetPaused, Governor, Urgency
from sources.social.budget.planning import first_death, next_read

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
PAGES = "pages:17"


def headers(percent: float, minutes: int = 0, budget: str = "app") -> dict[str, str]:
    if budget == "app":
        return {"X-App-Usage": f'{{"call_count":1,"total_time":{percent},"total_cputime":0}}'}
    kind, _, owner = budget.partition(":")
    row = f'{{"type":"{kind}","call_count":{percent},"estimated_time_to_regain_access":{minutes}}}'
    return {"X-Business-Use-Case-Usage": f'{{"{owner}":[{row}]}}'}


def governed(percent: float, budget: str = "app", minutes: int = 0) -> tuple[Governor, ManualClock]:
    clock = ManualClock(NOW)
    governor = Governor(clock)
    governor.learn(headers(percent, minutes, budget), budget)
    return governor, clock


@pytest.mark.parametrize(
    ("percent", "background", "on_demand"),
    [(0, True, True), (74.9, True, True), (75, False, True), (94.9, False, True), (95, False, False)],
)
@pytest.mark.parametrize("budget", ["app", PAGES])
def test_background_stops_at_75_percent_and_readers_at_95(
    percent: float, background: bool, on_demand: bool, budget: str
):
    governor, _ = governed(percent, budget)
    for urgency, allowed in ((Urgency.BACKGROUND, background), (Urgency.ON_DEMAND, on_demand)):
        if allowed:
            governor.refuse(budget, urgency)
        else:
            with pytest.raises(BudgetPaused):
                governor.refuse(budget, urgency)
    governor.refuse("instagram:18", Urgency.BACKGROUND)


def test_a_pause_tells_when_the_rolling_hour_has_let_go_of_enough():
    governor, clock = governed(90)
    with pytest.raises(BudgetPaused) as caught:
        governor.refuse("app", Urgency.BACKGROUND)
    assert caught.value.retry_after == 600
    clock.advance(599)
    with pytest.raises(BudgetPaused):
        governor.refuse("app", Urgency.BACKGROUND)
    clock.advance(2)
    governor.refuse("app", Urgency.BACKGROUND)


def test_a_block_lasts_for_the_announced_minutes_and_stops_everybody():
    governor, clock = governed(100, PAGES, minutes=12)
    for urgency in Urgency:
        with pytest.raises(SourceRateLimited) as caught:
            governor.refuse(PAGES, urgency)
        assert caught.value.retry_after == 720
    clock.advance(719)
    with pytest.raises(SourceRateLimited):
        governor.refuse(PAGES, Urgency.ON_DEMAND)
    clock.advance(1)
    governor.refuse(PAGES, Urgency.BACKGROUND)  # what was measured before the block counts no more


@pytest.mark.parametrize(("budget", "seconds"), [("app", 3600), (PAGES, 900)])
def test_a_block_without_a_time_gets_the_usual_one(budget: str, seconds: float):
    assert Governor(ManualClock(NOW)).block(budget) == seconds


def test_a_shorter_block_never_ends_a_longer_one_and_none_lasts_for_ever():
    governor = Governor(ManualClock(NOW))
    governor.block(PAGES, 600)
    assert governor.block(PAGES, 60) == 600
    assert governor.block(PAGES, 10**9) == 86_400


def test_a_clock_that_was_set_back_does_not_prolong_a_block():
    governor, clock = governed(100, PAGES, minutes=12)
    clock.jump(-3 * 86_400)
    governor.refuse(PAGES, Urgency.ON_DEMAND)


def test_what_another_process_learnt_is_merged_by_age_and_length():
    governor, _ = governed(10)
    governor.merge("app", Budget(90, NOW - timedelta(minutes=1), NOW + timedelta(hours=1)))
    assert governor.percent("app") == 10
    with pytest.raises(SourceRateLimited):
        governor.refuse("app", Urgency.ON_DEMAND)


class NoChance(random.Random):
    def random(self) -> float:
        return 0.0


@pytest.mark.parametrize(
    ("percent", "dies_in", "expected"),
    [
        (0, None, 600),
        (25, None, 600),
        (50, None, 2100),
        (75, None, 3600),
        (100, None, 3600),
        (75, 900, 900),
        (0, 900, 600),
        (0, -50, 60),
    ],
)
def test_the_next_reading_comes_before_urls_die_and_later_when_calls_are_scarce(
    percent: float, dies_in: float | None, expected: float
):
    dies = None if dies_in is None else NOW + timedelta(seconds=dies_in)
    assert next_read(NOW, 600, dies, percent, NoChance()) == NOW + timedelta(seconds=expected)


def test_accounts_that_were_added_together_drift_apart_but_are_never_late():
    rng = random.Random(1)
    plans = {next_read(NOW, 600, None, 0, rng) for _ in range(50)}
    assert len(plans) == 50
    assert NOW + timedelta(seconds=540) <= min(plans) <= max(plans) <= NOW + timedelta(seconds=600)


def media(kind: str, url: datetime | None, preview: datetime | None) -> dict[str, Any]:
    return {"kind": kind, "urlExpires": url, "previewExpires": preview}


def test_pictures_are_replaced_twelve_hours_and_videos_two_hours_before_they_die():
    day = timedelta(days=1)
    posts = [
        {"media": [media("IMAGE", NOW + 4 * day, NOW + 4 * day)]},
        {"media": [media("VIDEO", NOW + day, NOW + 3 * day), media("ALBUM", None, None)]},
    ]
    assert first_death(posts) == NOW + timedelta(hours=22)
    assert first_death(posts[:1]) == NOW + timedelta(days=3, hours=12)
    assert first_death([]) is None
