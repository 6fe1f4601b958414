"""Questionnaires, charters and campaigns as data: what is read, what is refused, and what they decide."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path as File
from typing import Any

import pytest

from gateway.clock import ManualClock
from gateway.mutations import Refused
from gateway.settings import read_source_settings
from sources.apidae.deciding import sending
from sources.apidae.path import steps
from sources.apidae.path.answering import Signature, answer, sign
from sources.apidae.path.answers import hash_of
from sources.apidae.path.model import Answer, Path
from sources.apidae.path.order import Terms
from sources.apidae.path.owners import respondent_of
from sources.apidae.policies.book import own_book
from sources.apidae.policies.model import WrittenBy
from sources.apidae.policies.validity import levels_given
from sources.apidae.policy import Eligibility
from sources.apidae.questionnaires import book as reading
from sources.apidae.questionnaires.book import BadQuestionnaireError, own_questionnaires, read_questionnaires
from sources.apidae.questionnaires.model import CampaignKind, CriterionScope, QuestionnaireKind
from sources.apidae.questionnaires.showing import campaign_of, questionnaire_of
from sources.apidae.source import source
from sources.apidae.tables.levels import LevelTable
from sources.apidae.types.words import Axis
from sources.apidae.workflow.model import Workflow

NOW = datetime(2026, 6, 15, 9, tzinfo=UTC)
OWN = File(reading.__file__).parent
FORM = (OWN / "questionnaire-activity-2021-4.toml").read_text("utf-8")
CAMPAIGNS = """
[[campaign]]
key = "printemps"
kind = "{kind}"
written_by = "PARTIR_ICI"
name = {{ fr = "Printemps", en = "Spring" }}
opens_at = 2026-06-15T00:00:00
closes_at = 2026-06-16T00:00:00
replay_url = "https://example.org/replay"
"""
KEYS = list(own_questionnaires().versions(QuestionnaireKind.ACTIVITY)[0].axes)


def terms(book: Any = None, now: datetime = NOW) -> Terms:
    return Terms(now, own_book().at(now.date()), book or own_questionnaires())


def sent(number: int = 7, given: Terms | None = None) -> Path:
    at = given or terms()
    path = steps.preselect(Path(workflow=Workflow(number=number)), at)
    return steps.send(path, at, "PROVIDER")


def answered(path: Path, value: Any = "YES", given: Terms | None = None) -> Path:
    return answer(path, given or terms(), {key: Answer(value=value) for key in KEYS})


def signed(path: Path, given: Terms | None = None) -> Path:
    at = given or terms()
    form = at.book.questionnaire("ACTIVITY", path.workflow.diagnosis.questionnaire)  # type: ignore[union-attr]
    charter = at.book.charter(at.now)
    found = hash_of(path.number, form, charter, path.private.answers)  # type: ignore[arg-type]
    return sign(path, at, Signature(charter.version, found, "s", "Zoé", "PROVIDER"))


def codes(step: Any) -> list[str]:
    with pytest.raises(Refused) as caught:
        step()
    return [one.code for one in caught.value.refusals]


def test_the_first_questionnaire_has_the_shape_that_is_known_and_says_who_wrote_it() -> None:
    form = own_questionnaires().current(QuestionnaireKind.ACTIVITY, NOW)
    assert form
    for part in form.axis:
        scopes = [one.scope for one in part.criterion]
        assert (scopes.count(CriterionScope.OFFER), scopes.count(CriterionScope.STRUCTURE)) == (3, 2)
        assert all(len(one.indicator) == 3 for one in part.criterion)
    origins = [one.written_by for part in form.axis for c in part.criterion for one in c.indicator]
    assert len(origins) == len(form.axes) == 45
    assert origins.count(WrittenBy.PUBLIC) == 3
    assert origins.count(WrittenBy.PARTIR_ICI) == 42
    assert "not by ATES" in form.preamble.en
    assert "non par l’ATES" in form.preamble.fr
    assert form.co_authors == ("Partir Ici",)


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("form.toml", FORM, "form.toml: names are"),
        ("questionnaire-b.toml", FORM, "two files hold the same version"),
        ("questionnaire-b.toml", FORM.replace('version = "2021-4"', 'version = "next"'), "version: String"),
        ("questionnaire-b.toml", FORM.replace('key = "SOCIAL"', 'key = "HUMAN"'), "axis.2.key: Value error, one of"),
        ("questionnaire-b.toml", FORM.replace('"SOCIAL"', '"ENVIRONMENT"'), "each axis is wanted once"),
        ("questionnaire-b.toml", FORM.replace('"cooperer"', '"produits-d-ici"'), "two criteria have the key"),
        ("questionnaire-b.toml", FORM.replace("number = 3", "number = 4", 1), "numbered 1, 2, 3"),
        ("questionnaire-b.toml", FORM.replace('scope = "OFFER"', 'scope = "BOTH"', 1), "criterion.0.scope"),
        ("questionnaire-b.toml", FORM + "\nnote = 1\n", "note"),
        ("questionnaire-b.toml", "kind = ", "questionnaire-b.toml: Invalid value"),
        ("charter-b.toml", 'version = "2026-1"', "valid_from: Field required"),
        ("campaigns.toml", CAMPAIGNS.format(kind="SUMMER"), "campaign.0.kind"),
        ("campaigns.toml", CAMPAIGNS.format(kind="REVIEW") * 2, "two campaigns have the same key"),
        ("campaigns.toml", CAMPAIGNS.format(kind="REVIEW").replace("06-16", "06-14"), "closes_at comes after"),
        ("campaigns.toml", CAMPAIGNS.format(kind="REVIEW").replace("https:", "ftp:"), "replay_url"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_used_is_named_with_the_place(
    name: str, text: str, told: str, tmp_path: File
) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(BadQuestionnaireError, match=r".") as caught:
        read_questionnaires(tmp_path)
    assert told in str(caught.value)


def test_a_folder_that_is_none_stops_the_start_with_a_sentence(tmp_path: File) -> None:
    environ = {"APIDAE_API_KEY": "k", "APIDAE_PROJECT_ID": "1"}
    with pytest.raises(Exception, match="there is no such folder"):
        read_source_settings(
            source, environ | {"APIDAE_QUESTIONNAIRES_FOLDER": str(tmp_path / "no")}, disabled=False
        )


def test_a_campaign_is_open_to_the_minute_and_tells_its_replay(tmp_path: File) -> None:
    for kind in CampaignKind:
        (tmp_path / "campaigns.toml").write_text(CAMPAIGNS.format(kind=kind.value))
        book = read_questionnaires(tmp_path)
        opens = datetime(2026, 6, 14, 22, tzinfo=UTC)  # midnight in France
        inside = [opens, opens + timedelta(hours=24, microseconds=-1)]
        outside = [opens - timedelta(microseconds=1), opens + timedelta(hours=24)]
        assert all(book.is_open(kind, now) for now in inside)
        assert not any(book.is_open(one, now) for now in outside for one in CampaignKind)
        shown = campaign_of(book.campaigns[0], inside[0])
        assert (shown.replay_url, shown.is_open) == ("https://example.org/replay", True)


def test_outside_of_its_campaign_a_step_is_refused_but_the_truth_may_always_be_told(tmp_path: File) -> None:
    (tmp_path / "campaigns.toml").write_text(CAMPAIGNS.format(kind="PRESELECTION"))
    closed = terms(read_questionnaires(tmp_path))
    chosen = steps.preselect(Path(workflow=Workflow(number=7)), closed)
    assert codes(lambda: steps.send(chosen, closed, "PROVIDER")) == ["CAMPAIGN_CLOSED"]
    assert codes(lambda: answered(sent(), given=closed)) == ["CAMPAIGN_CLOSED"]
    complete = answered(sent())
    assert codes(lambda: signed(complete, closed)) == ["CAMPAIGN_CLOSED"]
    done = signed(complete)
    assert codes(lambda: steps.review(done, closed, "")) == ["CAMPAIGN_CLOSED"]
    changed = answer(done, closed, {KEYS[0]: Answer(value="NO")})
    assert not changed.workflow.charter_holds
    assert signed(changed, closed).workflow.charter_holds
    asked = steps.request_correction(complete, closed, "Précisez", ())
    assert signed(asked, closed).private.correction is None
    late = terms(read_questionnaires(tmp_path), NOW + timedelta(days=2))
    assert codes(lambda: steps.preselect(Path(workflow=Workflow(number=7)), late)) == ["CAMPAIGN_CLOSED"]


def test_a_new_version_changes_no_result_of_an_old_one(tmp_path: File) -> None:
    done = signed(answered(sent()))
    changed = FORM.replace('version = "2021-4"', 'version = "2026-1"').replace(
        "valid_from = 2021-04-01", "valid_from = 2026-01-01\nvalid_to = 2030-01-01"
    )
    (tmp_path / "questionnaire-b.toml").write_text(changed)
    book = read_questionnaires(tmp_path)
    later = terms(book)
    current = book.current(QuestionnaireKind.ACTIVITY, NOW)
    assert current
    assert questionnaire_of(current, book, NOW).valid_to
    assert current.version == "2026-1"
    assert done.workflow.charter_holds
    assert answer(done, later, {}) is done
    again = steps.send(done, later, "PROVIDER")
    assert again.workflow.diagnosis and again.workflow.diagnosis.questionnaire == "2026-1"  # noqa: PT018
    assert again.private.answers == {}
    assert again.private.former[0].diagnosis.questionnaire == "2021-4"
    assert len(again.private.former[0].answers) == 45
    book_of_2031 = terms(book, datetime(2031, 1, 1, tzinfo=UTC)).book
    assert book_of_2031.current(QuestionnaireKind.ACTIVITY, datetime(2031, 1, 1, tzinfo=UTC)) is not current


def test_answers_that_have_expired_are_given_anew() -> None:
    done = signed(answered(sent()))
    assert codes(lambda: steps.send(done, terms(), "PROVIDER")) == ["CONFLICT"]
    later = terms(now=NOW.replace(year=2030))
    assert codes(lambda: signed(done, later)) == ["DIAGNOSIS_EXPIRED"]
    assert codes(lambda: steps.review(done, later, "")) == ["DIAGNOSIS_EXPIRED"]
    assert steps.send(done, later, "PROVIDER").workflow.charter is None


def test_a_signature_holds_for_one_offer_and_one_set_of_answers_in_any_order() -> None:
    at = terms()
    form, charter = own_questionnaires().versions(QuestionnaireKind.ACTIVITY)[0], at.book.charter(NOW)
    answers = {"a": Answer(value="YES"), "b": Answer(value="NO", comment="é", evidence=("x",))}
    found = hash_of(7, form, charter, answers)
    assert found == hash_of(7, form, charter, dict(reversed(answers.items())))
    others = [
        hash_of(8, form, charter, answers),
        hash_of(7, form.model_copy(update={"version": "2022-1"}), charter, answers),
        hash_of(7, form, charter.model_copy(update={"version": "2022-1"}), answers),
        hash_of(7, form, charter, answers | {"b": Answer(value="NO", comment="è", evidence=("x",))}),
        hash_of(7, form, charter, answers | {"b": Answer(value="NO", comment="é")}),
    ]
    assert len({found, *others}) == 6
    one, other = answered(sent(7)), answered(sent(8))
    moved = signed(one).workflow.charter
    assert moved
    signature = Signature(charter.version, moved.answers_hash, "s", "Zoé", "PROVIDER")
    assert codes(lambda: sign(other, at, signature)) == ["CONFLICT"]


@pytest.mark.parametrize(
    ("yes", "no", "level"), [(0, 0, None), (0, 15, None), (2, 13, None), (3, 12, 1), (7, 7, 2), (8, 2, 3)]
)
def test_levels_are_those_of_the_policy_over_what_applies(yes: int, no: int, level: int | None) -> None:
    mine = [
        key
        for key, axis in own_questionnaires().versions(QuestionnaireKind.ACTIVITY)[0].axes.items()
        if axis is Axis.SOCIAL
    ]
    values = ["YES"] * yes + ["NO"] * no + ["NOT_APPLICABLE"] * (15 - yes - no)
    path = answer(answered(sent()), terms(), {k: Answer(value=v) for k, v in zip(mine, values, strict=True)})  # type: ignore[arg-type]
    found = levels_given(path.workflow, own_book().at(NOW.date()))
    assert found.get(Axis.SOCIAL) == level
    assert found[Axis.ENVIRONMENT] == 3


def test_who_answers_is_the_provider_of_what_is_sold_else_the_office() -> None:
    runs = {"informations": {"structureGestion": {"id": 5}}}
    free, sold = ({"descriptionTarif": {"indicationTarif": one}} for one in ("GRATUIT", "PAYANT"))
    assert respondent_of({**runs, **sold}) == respondent_of(runs) == "PROVIDER"
    assert respondent_of({**runs, **free}) == respondent_of(sold) == respondent_of({}) == "OFFICE"


def test_the_region_decides_from_which_day_another_version_is_sent(tmp_path: File) -> None:
    later = FORM.replace('version = "2021-4"', 'version = "2030-1"').replace("2021-04-01", "2030-01-01")
    (tmp_path / "questionnaire-b.toml").write_text(later)
    book = read_questionnaires(tmp_path)
    new = book.questionnaire("ACTIVITY", "2030-1")
    assert new
    rules = Eligibility(LevelTable({}), clock=ManualClock(start=NOW))
    told: list[Any] = []
    for day in (NOW.date() + timedelta(days=2), NOW.date() + timedelta(days=2)):
        decision = sending(book, new, day, "region")(rules)
        told.append(decision)
        if decision:
            rules.follow(rules.rulings.with_one(decision))
    assert told[1] is None, "what is so already is no decision"
    ruled = book.ruled(rules.rulings)
    sent_on = [ruled.on(QuestionnaireKind.ACTIVITY, NOW.date() + timedelta(days=n)).version for n in (1, 2)]  # type: ignore[union-attr]
    assert sent_on == ["2021-4", "2030-1"]
    assert codes(lambda: sending(book, new, NOW.date() - timedelta(days=1), "x")(rules)) == [
        "INVALID_ARGUMENT"
    ]
    ended = new.model_copy(update={"valid_to": NOW.date()})
    assert codes(lambda: sending(book, ended, None, "x")(rules)) == ["INVALID_ARGUMENT"]
