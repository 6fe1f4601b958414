"""The standard tests: a source's own test module inherits them all."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, ClassVar

import pytest

from gateway.source import Sample, Source
from gateway.testing.standard import (
    absence,
    composed,
    damage,
    declared,
    drift,
    faulty,
    filling,
    keys,
    opening,
    snapshots,
    upstream,
)
from gateway.testing.standard.asking import Asking
from gateway.testing.standard.ground import Ground, Grounds


def none(problems: Iterable[str]) -> None:
    """Fail with all sentences that a check gives."""
    if found := list(problems):
        pytest.fail("\n".join(found), pytrace=False)


class SourceTests:
    """`class TestStandard(SourceTests): source = source` runs every standard test on a source.

    `arguments`: what a root field needs to be asked, e.g. `{"town": 'slug: "aven"'}`. `samples`: more raw
    objects than the source declares. `empty`: fields (`Type.field`) that demo content need not fill, and
    `volatile`: keys of answers that change from run to run, each with the reason. `snapshots`: the folder
    of kept answers. `missed`: fields of other sources (`source.field`) that show less without this one,
    with the reason. `unasked`: root fields that such content has no answer to, with the reason. `seconds`:
    how long an answer may take while the upstream fails.
    """

    source: ClassVar[Source[Any]]
    arguments: ClassVar[Mapping[str, str]] = {}
    samples: ClassVar[tuple[Sample, ...]] = ()
    empty: ClassVar[Mapping[str, str]] = {}
    missed: ClassVar[Mapping[str, str]] = {}
    unasked: ClassVar[Mapping[str, str]] = {}
    volatile: ClassVar[Mapping[str, str]] = {}
    snapshots: ClassVar[Path | None] = None
    seconds: ClassVar[float] = 3.0

    @pytest.fixture
    def ground(self, grounds: Grounds) -> Ground:
        """Everything real: emulators, a filled database, gateways."""
        return grounds.of(self.source)

    @pytest.fixture
    def asking(self, ground: Ground) -> Asking:
        """The writer of this source's queries."""
        return ground.asking(self.source, self.arguments)

    @pytest.fixture
    def emulated(self) -> None:
        """Skip where there is no upstream to misbehave."""
        if self.source.emulator is None:
            pytest.skip(f"{self.source.name} has no upstream but the database")

    def test_01_its_name_is_its_folder_and_it_says_what_it_is(self) -> None:
        """Standard 1."""
        none(declared.unnamed(self.source))

    def test_02_settings_have_help_secrets_are_hidden_mistakes_are_a_sentence(self, ground: Ground) -> None:
        """Standard 2."""
        none(declared.unhelpful_settings(self.source, ground.environ))

    def test_03_closing_leaves_no_task_and_no_descriptor(self, ground: Ground, asking: Asking) -> None:
        """Standard 3."""
        none(opening.leftovers(ground, asking))

    def test_04_fields_are_nullable_and_costed(self, asking: Asking) -> None:
        """Standard 4: a failure costs only its field."""
        none(composed.careless_fields(asking))

    def test_04_everything_is_described(self, asking: Asking) -> None:
        """Standard 4: types, fields, arguments, values."""
        none(composed.undescribed(asking))

    def test_04_pages_are_capped(self, ground: Ground, asking: Asking) -> None:
        """Standard 4: `first` lies in 1..100."""
        none(composed.uncapped(asking, ground.known, ground.plain))

    def test_05_entities_load_by_key(self, ground: Ground) -> None:
        """Standards 5 and 13: order, duplicates, unknown keys, sizes of batches."""
        none(problem for one in self.source.entities for problem in keys.misloaded(ground, self.source, one))

    def test_06_demo_content_fills_every_field(self, ground: Ground, asking: Asking) -> None:
        """Standard 6."""
        none(filling.unfilled(asking, ground.known, ground.plain, self.empty))

    def test_07_damaged_samples_give_an_object_or_source_invalid(self) -> None:
        """Standard 7, on the mapping alone."""
        samples = (*self.source.samples, *self.samples)
        if not samples:
            pytest.skip(f"{self.source.name} declares no samples")
        none(damage.misread(samples))

    @pytest.mark.usefixtures("emulated")
    def test_07_a_damaged_record_costs_only_itself(self, ground: Ground, asking: Asking) -> None:
        """Standard 7, through the whole gateway."""
        none(drift.broken_by_damage(ground, asking))

    @pytest.mark.usefixtures("emulated")
    def test_08_every_fault_has_its_code_in_time_and_ends(self, ground: Ground, asking: Asking) -> None:
        """Standard 8."""
        none(faulty.badly_failing(ground, asking, self.seconds))

    @pytest.mark.usefixtures("emulated")
    def test_09_equal_questions_at_once_cost_one(self, ground: Ground, asking: Asking) -> None:
        """Standard 9."""
        none(upstream.crowded(ground, asking))

    @pytest.mark.usefixtures("emulated")
    def test_10_an_older_copy_is_given_and_marked_while_the_upstream_is_down(
        self, ground: Ground, asking: Asking
    ) -> None:
        """Standard 10."""
        none(upstream.lost_when_down(ground, asking))

    def test_10_without_the_database_there_is_data_or_a_typed_error(
        self, ground: Ground, asking: Asking
    ) -> None:
        """Standard 10 for what is stored."""
        none(absence.lost_without_database(ground, asking, self.seconds))

    def test_11_no_secret_and_no_words_of_the_upstream_get_out(
        self, ground: Ground, asking: Asking, caplog: pytest.LogCaptureFixture
    ) -> None:
        """Standard 11."""
        with caplog.at_level(logging.DEBUG):
            none(faulty.leaks(ground, asking, caplog.records))

    def test_12_switched_off_it_changes_nothing_for_others(self, ground: Ground, asking: Asking) -> None:
        """Standard 12."""
        none(absence.changed_without(ground, asking, self.missed))

    def test_13_links_are_batched(self, ground: Ground, asking: Asking) -> None:
        """Beside standard 13: many parents cost as much as one."""
        none(upstream.unbatched(ground, asking))

    def test_14_answers_are_the_kept_ones(
        self, ground: Ground, asking: Asking, request: pytest.FixtureRequest
    ) -> None:
        """Standard 14."""
        folder = self.snapshots or request.path.parent / "snapshots"
        none(snapshots.differing(ground, asking, folder, self.volatile, self.unasked))
