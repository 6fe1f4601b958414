"""One offer on its way from preselection to publication and out again, by people with their tokens over HTTP."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from path_people import INDICATORS, Ground, Person, all_yes

from gateway.graph.ids import encode_id

OFFER = "query ($id: ID!) { offer(id: $id) { apidaeId } node(id: $id) { id } }"
FORM = """query ($n: Int!) { viewer { dossiers(apidaeId: $n) { edges { node { path { questionnaire {
  version axes { criteria { key } } } } } } } } }"""
CHANGES = """query ($since: String) { changes(since: $since, first: 100) {
  edges { node { kind id } } pageInfo { endCursor hasNextPage } } }"""


class Public:
    """Anybody, who looks whether the offer is there and follows the changes."""

    def __init__(self, ground: Ground, number: int) -> None:
        self.stage = ground.stage
        self.id = encode_id("Offer", str(number))
        self.mark: str | None = None
        self.told()

    def told(self) -> list[str]:
        """What the feed has said of the offer since it was asked last."""
        found: list[str] = []
        while True:
            page = self.stage.data(CHANGES, {"since": self.mark})["changes"]
            found += [edge["node"]["kind"] for edge in page["edges"] if edge["node"]["id"] == self.id]
            self.mark = page["pageInfo"]["endCursor"]
            if not page["pageInfo"]["hasNextPage"]:
                return found

    def commitment(self) -> Any:
        """What visitors read of the path."""
        query = "query ($id: ID!) { offer(id: $id) { commitment { basis declaredAt reviewedAt questionnaireVersion } } }"
        return self.stage.data(query, {"id": self.id})["offer"]["commitment"]

    def sees(self) -> bool:
        """Whether it is public, by both ways to one offer."""
        answer = self.stage.ask(OFFER, {"id": self.id}).json()["data"]
        assert (answer["offer"] is None) == (answer["node"] is None)
        return answer["offer"] is not None


class Walk:
    """The people around one offer. What is refused must leave everything as the Region saw it before."""

    def __init__(self, ground: Ground) -> None:
        offer = ground.take(ground.by_provider)
        self.number = number = offer.number
        self.public = Public(ground, number)
        self.stranger = Person(ground.stage)
        self.office = ground.person("office-1", ("OFFICE", offer.office))
        self.other_office = ground.person("office-2", ("OFFICE", 1))
        self.provider = ground.person("provider-1", ("PROVIDER", offer.provider))
        self.other_provider = ground.person("provider-2", ("PROVIDER", number + 1))
        self.region = ground.person("region-1", ("REGION_ADMIN", None))
        self.agency = ground.person("agency-1", ("DEPARTMENT_AGENCY", offer.department))
        self.other_agency = ground.person(
            "agency-2", ("DEPARTMENT_AGENCY", "26" if offer.department != "26" else "38")
        )
        self.scout = ground.person("scout-1", ("SCOUT", None))
        self.nobody = ground.person("somebody")
        self.wrong: list[tuple[str, list[str]]] = []
        self.seen = self.region.dossier(number)

    def done(self, who: Person, step: str, **input: Any) -> Any:
        """A step that is done: the dossier after it."""
        after = who.done(step, self.number, **input)
        self.seen = self.region.dossier(self.number)
        return after

    def refused(self, who: Person, step: str, *codes: str, role: str = "", **input: Any) -> None:
        """A step that is refused; `role` is what the journal tells of who tried, "" when it tells nothing."""
        assert who.refused(step, self.number, **input) == list(codes)
        assert self.region.dossier(self.number) == self.seen
        if role:
            self.wrong.append((role, list(codes)))


EARLY = ("NOT_PRESELECTED", "DIAGNOSIS_MISSING")
SIGN = {"charterVersion": "2021-4", "signatoryName": "Zoé Quincampoix"}


def nothing_but_the_first_step_is_in_order(walk: Walk) -> None:
    assert walk.public.sees(), "Apidae alone decides"
    assert walk.seen["path"]["stage"] == "NONE"
    answers, office, provider = all_yes()[:1], walk.office, walk.provider
    walk.refused(office, "withdrawPreselection", "NOT_PRESELECTED", role="OFFICE")
    walk.refused(office, "sendQuestionnaire", "NOT_PRESELECTED", role="OFFICE")
    walk.refused(provider, "answerSelfDiagnosis", *EARLY, role="PROVIDER", expectedVersion=0, answers=answers)
    walk.refused(provider, "signCharter", *EARLY, role="PROVIDER", answersHash="x", **SIGN)
    walk.refused(office, "requestCorrection", *EARLY, role="OFFICE", expectedVersion=0, comment="Relisez")
    walk.refused(office, "reviewSelfDiagnosis", *EARLY, role="OFFICE", expectedVersion=0)


def the_own_office_alone_preselects(walk: Walk) -> None:
    walk.refused(walk.stranger, "preselectOffer", "UNAUTHENTICATED")
    walk.refused(walk.nobody, "preselectOffer", "FORBIDDEN")
    walk.refused(walk.scout, "preselectOffer", "FORBIDDEN")
    walk.refused(walk.other_office, "preselectOffer", "NOT_FOUND", role="OFFICE")
    walk.refused(walk.other_provider, "preselectOffer", "NOT_FOUND", role="PROVIDER")
    walk.refused(walk.other_agency, "preselectOffer", "NOT_FOUND", role="DEPARTMENT_AGENCY")
    walk.refused(walk.agency, "preselectOffer", "FORBIDDEN", role="DEPARTMENT_AGENCY")
    walk.refused(walk.region, "preselectOffer", "FORBIDDEN", role="REGION_ADMIN")
    walk.refused(walk.provider, "preselectOffer", "FORBIDDEN", role="PROVIDER")
    walk.refused(walk.office, "preselectOffer", "CONFLICT", role="OFFICE", expectedVersion=7)
    after = walk.done(walk.office, "preselectOffer", expectedVersion=0, key="k1")
    assert [one["code"] for one in after["reasons"]] == ["DIAGNOSIS_INCOMPLETE", "CHARTER_NOT_SIGNED"]
    again = walk.done(walk.office, "preselectOffer", expectedVersion=0, key="k1")
    assert again["path"]["version"] == 1, "the same call once more is answered from the first"
    assert walk.done(walk.office, "preselectOffer")["path"]["version"] == 1, "twice is once"
    assert not walk.public.sees()
    assert walk.public.told() == ["REMOVED"]


def the_questionnaire_goes_to_the_provider(walk: Walk) -> None:
    after = walk.done(walk.office, "sendQuestionnaire")
    path, answers = after["path"], all_yes()[:1]
    assert (path["stage"], path["respondent"], path["applicable"]) == ("SENT", "PROVIDER", 45)
    assert walk.done(walk.office, "sendQuestionnaire")["path"]["version"] == 3, "a reminder"
    form = walk.provider.ask(FORM, n=walk.number)["data"]["viewer"]["dossiers"]["edges"][0]["node"]["path"]
    assert form["questionnaire"]["version"] == "2021-4", "what is to be answered comes with the path"
    assert len(form["questionnaire"]["axes"][2]["criteria"]) == 5
    given = {"expectedVersion": 3, "answers": answers}
    walk.refused(walk.office, "answerSelfDiagnosis", "FORBIDDEN", role="OFFICE", **given)
    walk.refused(walk.region, "answerSelfDiagnosis", "FORBIDDEN", role="REGION_ADMIN", **given)
    walk.refused(walk.other_provider, "answerSelfDiagnosis", "NOT_FOUND", role="PROVIDER", **given)
    stale, unknown = given | {"expectedVersion": 2}, [{"indicator": "nothing-01", "value": "YES"}]
    walk.refused(walk.provider, "answerSelfDiagnosis", "CONFLICT", role="PROVIDER", **stale)
    for wrong in ([], answers * 2, unknown, [{**answers[0], "comment": "x" * 2001}]):
        bad = given | {"answers": wrong}
        walk.refused(walk.provider, "answerSelfDiagnosis", "INVALID_ARGUMENT", role="PROVIDER", **bad)


def answers_are_given_in_parts(walk: Walk) -> None:
    told = {"value": "YES", "comment": " Arrêt à 300 m\u0007 ", "evidence": ["https://example.org/a.pdf"]}
    part = [{"indicator": INDICATORS[0], **told}, {"indicator": INDICATORS[1], "value": "NOT_APPLICABLE"}]
    path = walk.done(walk.provider, "answerSelfDiagnosis", expectedVersion=3, answers=part)["path"]
    assert path["answers"][0] == part[0] | {"comment": "Arrêt à 300 m"}
    assert (path["applicable"], path["answered"], path["answersHash"]) == (44, 1, None)
    incomplete = "DIAGNOSIS_INCOMPLETE"
    walk.refused(walk.provider, "signCharter", incomplete, role="PROVIDER", answersHash="x", **SIGN)
    given = {"expectedVersion": 4, "comment": "Relisez"}
    walk.refused(walk.office, "requestCorrection", incomplete, role="OFFICE", **given)
    walk.refused(walk.office, "reviewSelfDiagnosis", incomplete, role="OFFICE", **given)
    rest = [one for one in all_yes() if one["indicator"] not in INDICATORS[:2]]
    after = walk.done(walk.provider, "answerSelfDiagnosis", expectedVersion=4, answers=rest)
    assert [one["code"] for one in after["reasons"]] == ["CHARTER_NOT_SIGNED"]
    assert all(one["fromWorkflow"] == 3 for one in after["levels"])
    differs = any(one["fromApidae"] != 3 for one in after["levels"])
    assert ("LEVEL_MISMATCH" in [one["code"] for one in after["notices"]]) == differs
    walk.refused(walk.office, "reviewSelfDiagnosis", "CHARTER_NOT_SIGNED", role="OFFICE", expectedVersion=5)


def the_provider_signs_exactly_these_answers(walk: Walk) -> None:
    provider, good = walk.provider, walk.seen["path"]["answersHash"]
    walk.refused(provider, "signCharter", "CONFLICT", role="PROVIDER", answersHash="0" * 64, **SIGN)
    other = SIGN | {"charterVersion": "1999-1"}
    walk.refused(provider, "signCharter", "CONFLICT", role="PROVIDER", answersHash=good, **other)
    nameless = SIGN | {"signatoryName": " "}
    walk.refused(provider, "signCharter", "INVALID_ARGUMENT", role="PROVIDER", answersHash=good, **nameless)
    walk.refused(walk.office, "signCharter", "FORBIDDEN", role="OFFICE", answersHash=good, **SIGN)
    walk.refused(walk.region, "signCharter", "FORBIDDEN", role="REGION_ADMIN", answersHash=good, **SIGN)
    after = walk.done(provider, "signCharter", answersHash=good, **SIGN)
    assert after["diagnosis"]["charter"] == {"isValid": True, "signatoryRole": "PROVIDER"}
    assert (after["reasons"], after["path"]["version"]) == ([], 6)
    again = walk.done(provider, "signCharter", answersHash=good, **SIGN)
    assert again["path"]["version"] == 6, "signing twice changes nothing"
    assert walk.public.sees()
    assert walk.public.commitment()["basis"] == "SELF_DECLARED"
    assert walk.public.told() == ["UPSERT"]


def the_office_follows_up(walk: Walk) -> None:
    given = {"comment": "Précisez", "indicators": INDICATORS[:1]}
    walk.done(walk.office, "requestCorrection", expectedVersion=6, **given)
    assert walk.provider.dossier(walk.number)["path"]["correction"] == given
    version = {"expectedVersion": 7}
    walk.refused(walk.other_office, "reviewSelfDiagnosis", "NOT_FOUND", role="OFFICE", **version)
    walk.refused(walk.provider, "reviewSelfDiagnosis", "FORBIDDEN", role="PROVIDER", **version)
    path = walk.done(walk.office, "reviewSelfDiagnosis", comment="Bien", **version)["path"]
    assert (path["stage"], path["correction"], path["reviewComment"]) == ("REVIEWED", None, "Bien")
    assert walk.public.told() == ["UPSERT"]
    told = walk.public.commitment()
    assert (
        told["declaredAt"] == told["reviewedAt"] == datetime.now(ZoneInfo("Europe/Paris")).date().isoformat()
    )
    assert (told["basis"], told["questionnaireVersion"]) == ("OFFICE_REVIEWED", "2021-4")


def a_changed_answer_takes_it_out_until_it_is_signed_again(walk: Walk) -> None:
    good = walk.seen["path"]["answersHash"]
    no = [{"indicator": INDICATORS[5], "value": "NO"}]
    after = walk.done(walk.provider, "answerSelfDiagnosis", expectedVersion=8, answers=no)
    assert [one["code"] for one in after["reasons"]] == ["CHARTER_NOT_SIGNED"]
    assert after["diagnosis"] == {
        "questionnaireVersion": "2021-4",
        "reviewedAt": None,
        "charter": {"isValid": False, "signatoryRole": "PROVIDER"},
    }
    assert not walk.public.sees()
    assert walk.public.told() == ["REMOVED"]
    walk.refused(walk.provider, "signCharter", "CONFLICT", role="PROVIDER", answersHash=good, **SIGN)
    yes = [no[0] | {"value": "YES"}]
    after = walk.done(walk.provider, "answerSelfDiagnosis", answers=yes)
    assert after["path"]["answersHash"] == good
    assert [one["code"] for one in after["reasons"]] == ["CHARTER_NOT_SIGNED"], (
        "it does not come back by itself"
    )
    assert walk.done(walk.provider, "signCharter", answersHash=good, **SIGN)["offer"]


def the_office_takes_it_out_and_lets_it_in_again(walk: Walk) -> None:
    walk.refused(walk.region, "withdrawOffer", "FORBIDDEN", role="REGION_ADMIN")
    after = walk.done(walk.office, "withdrawOffer", note="Fermé pour travaux")
    assert [one["code"] for one in after["reasons"]] == ["WITHDRAWN_BY_OFFICE"]
    assert after["path"]["withdrawalNote"] == "Fermé pour travaux"
    assert walk.provider.dossier(walk.number)["path"]["withdrawalNote"] is None
    assert not walk.public.sees()
    walk.refused(walk.office, "sendQuestionnaire", "WITHDRAWN_BY_OFFICE", role="OFFICE")
    assert walk.done(walk.office, "reinstateOffer")["offer"]
    walk.refused(walk.office, "sendQuestionnaire", "CONFLICT", role="OFFICE")
    assert walk.done(walk.office, "withdrawPreselection")["reasons"] == [{"code": "NOT_PRESELECTED"}]
    assert not walk.public.sees()


def the_journal_holds_it_all_in_its_order(walk: Walk) -> None:
    entries = walk.office.journal(walk.number)
    done = [one for one in entries if one["isDone"]]
    assert [one["step"] for one in done] == [
        "PRESELECT", "SEND_QUESTIONNAIRE", "SEND_QUESTIONNAIRE", "ANSWER", "ANSWER", "SIGN_CHARTER",
        "REQUEST_CORRECTION", "REVIEW", "ANSWER", "ANSWER", "SIGN_CHARTER", "WITHDRAW_OFFER", "REINSTATE_OFFER",
        "WITHDRAW_PRESELECTION",
    ]  # fmt: skip
    assert [one["version"] for one in done] == list(range(1, 15))
    assert [one["at"] for one in entries] == sorted(one["at"] for one in entries)
    assert [(one["role"], one["codes"]) for one in entries if not one["isDone"]] == walk.wrong
    assert done[3]["indicators"] == sorted(INDICATORS[:2])
    assert {one["subject"] for one in done if one["role"] == "PROVIDER"} == {None}, "who signed is nobody's"
    assert {one["subject"] for one in done if one["role"] == "OFFICE"} == {"office-1"}
    assert {one["subject"] for one in walk.region.journal(walk.number)} == {None, "region-1"}
    assert [one["step"] for one in walk.agency.journal(walk.number)] == [one["step"] for one in entries]
    for person in (walk.other_office, walk.other_provider, walk.other_agency, walk.scout, walk.nobody):
        assert person.dossier(walk.number) is None


def test_an_offer_walks_from_preselection_to_publication_and_out_again(ground: Ground) -> None:
    walk = Walk(ground)
    nothing_but_the_first_step_is_in_order(walk)
    the_own_office_alone_preselects(walk)
    the_questionnaire_goes_to_the_provider(walk)
    answers_are_given_in_parts(walk)
    the_provider_signs_exactly_these_answers(walk)
    the_office_follows_up(walk)
    a_changed_answer_takes_it_out_until_it_is_signed_again(walk)
    the_office_takes_it_out_and_lets_it_in_again(walk)
    the_journal_holds_it_all_in_its_order(walk)
