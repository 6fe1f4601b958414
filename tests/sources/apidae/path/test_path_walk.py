"""One offer on its way from preselection to publication and out again, by people with their tokens over HTTP."""

from __future__ import annotations

from typing import Any

from path_people import INDICATORS, Ground, all_yes

from gateway.graph.ids import encode_id

OFFER = "query ($id: ID!) { offer(id: $id) { apidaeId } node(id: $id) { id } }"
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

    def sees(self) -> bool:
        """Whether it is public, by both ways to one offer."""
        answer = self.stage.ask(OFFER, {"id": self.id}).json()["data"]
        assert (answer["offer"] is None) == (answer["node"] is None)
        return answer["offer"] is not None


def test_an_offer_walks_from_preselection_to_publication_and_out_again(ground: Ground) -> None:
    offer = ground.take(ground.by_provider)
    number = offer.number
    public = Public(ground, number)
    office = ground.person("office-1", ("OFFICE", offer.office))
    other_office = ground.person("office-2", ("OFFICE", 1))
    provider = ground.person("provider-1", ("PROVIDER", offer.provider))
    other_provider = ground.person("provider-2", ("PROVIDER", number + 1))
    region = ground.person("region-1", ("REGION_ADMIN", None))
    agency = ground.person("agency-1", ("DEPARTMENT_AGENCY", offer.department))
    scout = ground.person("scout-1", ("SCOUT", None))
    nobody = ground.person("somebody")

    # before anything was done: Apidae alone decides, and each step but the first is out of order
    assert public.sees()
    before = office.dossier(number)
    assert before["path"] | {"charterVersion": ""} == {
        "version": 0, "stage": "NONE", "respondent": None, "applicable": 0, "answered": 0, "answers": [],
        "answersHash": None, "charterVersion": "", "withdrawalNote": None, "correction": None,
        "reviewComment": None,
    }  # fmt: skip
    wrong: list[tuple[str, str, str, list[str]]] = []

    def refused(who: Any, step: str, codes: list[str], role: str = "", **input: Any) -> None:
        shown = region.dossier(number)
        assert who.refused(step, number, **input) == codes
        assert region.dossier(number) == shown, "a wrong step leaves no trace but the journal"
        if role:
            wrong.append((step, role, "", codes))

    early = ["NOT_PRESELECTED", "DIAGNOSIS_MISSING"]
    refused(office, "withdrawPreselection", ["NOT_PRESELECTED"], "OFFICE")
    refused(office, "sendQuestionnaire", ["NOT_PRESELECTED"], "OFFICE")
    refused(provider, "answerSelfDiagnosis", early, "PROVIDER", expectedVersion=0, answers=all_yes()[:1])
    refused(provider, "signCharter", early, "PROVIDER", charterVersion="1", answersHash="x", signatoryName="Zoé Q")
    refused(office, "requestCorrection", early, "OFFICE", expectedVersion=0, comment="Relisez")
    refused(office, "reviewSelfDiagnosis", early, "OFFICE", expectedVersion=0)

    # preselection: by the own office only
    refused(ground.person(""), "preselectOffer", ["FORBIDDEN"])
    assert ground.stage.ask(
        "mutation ($n: Int!) { preselectOffer(input: {apidaeId: $n}) { userErrors { code } } }", {"n": number}
    ).json()["data"]["preselectOffer"]["userErrors"] == [{"code": "UNAUTHENTICATED"}]
    refused(nobody, "preselectOffer", ["FORBIDDEN"])
    refused(scout, "preselectOffer", ["FORBIDDEN"])
    refused(other_office, "preselectOffer", ["NOT_FOUND"], "OFFICE")
    refused(other_provider, "preselectOffer", ["NOT_FOUND"], "PROVIDER")
    refused(agency, "preselectOffer", ["FORBIDDEN"], "DEPARTMENT_AGENCY")
    refused(region, "preselectOffer", ["FORBIDDEN"], "REGION_ADMIN")
    refused(provider, "preselectOffer", ["FORBIDDEN"], "PROVIDER")
    refused(office, "preselectOffer", ["CONFLICT"], "OFFICE", expectedVersion=7)
    after = office.done("preselectOffer", number, expectedVersion=0, key="k1")
    assert after["path"]["stage"] == "PRESELECTED"
    assert [one["code"] for one in after["reasons"]] == ["DIAGNOSIS_INCOMPLETE", "CHARTER_NOT_SIGNED"]
    assert office.done("preselectOffer", number, expectedVersion=0, key="k1")["path"]["version"] == 1
    assert office.done("preselectOffer", number)["path"]["version"] == 1, "twice is once"
    assert not public.sees()
    assert public.told() == ["REMOVED"]

    # the questionnaire
    after = office.done("sendQuestionnaire", number)
    assert after["path"]["respondent"] == "PROVIDER"
    assert after["path"]["applicable"] == 45
    assert after["diagnosis"]["questionnaireVersion"] == "2021-4"
    assert office.done("sendQuestionnaire", number)["path"]["version"] == 3, "a reminder"
    refused(office, "answerSelfDiagnosis", ["FORBIDDEN"], "OFFICE", expectedVersion=3, answers=all_yes()[:1])
    refused(region, "answerSelfDiagnosis", ["FORBIDDEN"], "REGION_ADMIN", expectedVersion=3, answers=all_yes()[:1])
    stale = {"expectedVersion": 2, "answers": all_yes()[:1]}
    refused(provider, "answerSelfDiagnosis", ["CONFLICT"], "PROVIDER", **stale)
    unknown = [{"indicator": "nothing-01", "value": "YES"}]
    refused(provider, "answerSelfDiagnosis", ["INVALID_ARGUMENT"], "PROVIDER", expectedVersion=3, answers=unknown)

    # answers, a part at a time
    told = {"value": "YES", "comment": " Arrêt à 300 m\u0007 ", "evidence": ["https://example.org/a.pdf"]}
    part = [{"indicator": INDICATORS[0], **told}, {"indicator": INDICATORS[1], "value": "NOT_APPLICABLE"}]
    after = provider.done("answerSelfDiagnosis", number, expectedVersion=3, answers=part)
    assert after["path"]["answers"][0] == part[0] | {"comment": "Arrêt à 300 m"}
    assert (after["path"]["applicable"], after["path"]["answered"]) == (44, 1)
    assert after["path"]["answersHash"] is None
    sign = {"charterVersion": after["path"]["charterVersion"], "signatoryName": "Zoé Quincampoix"}
    refused(provider, "signCharter", ["DIAGNOSIS_INCOMPLETE"], "PROVIDER", answersHash="x", **sign)
    refused(office, "requestCorrection", ["DIAGNOSIS_INCOMPLETE"], "OFFICE", expectedVersion=4, comment="Relisez")
    review = {"expectedVersion": 4}
    refused(office, "reviewSelfDiagnosis", ["DIAGNOSIS_INCOMPLETE"], "OFFICE", **review)
    rest = [one for one in all_yes() if one["indicator"] not in INDICATORS[:2]]
    after = provider.done("answerSelfDiagnosis", number, expectedVersion=4, answers=rest)
    assert after["path"]["stage"] == "ANSWERED"
    assert [one["code"] for one in after["reasons"]] == ["CHARTER_NOT_SIGNED"]
    assert all(one["fromWorkflow"] == 3 for one in after["levels"])
    differs = any(one["fromApidae"] != 3 for one in after["levels"])
    assert ("LEVEL_MISMATCH" in [one["code"] for one in after["notices"]]) == differs
    refused(office, "reviewSelfDiagnosis", ["CHARTER_NOT_SIGNED"], "OFFICE", expectedVersion=5)

    # the charter: exactly these answers of this offer
    good = after["path"]["answersHash"]
    refused(provider, "signCharter", ["CONFLICT"], "PROVIDER", answersHash="0" * 64, **sign)
    refused(provider, "signCharter", ["CONFLICT"], "PROVIDER", answersHash=good, **{**sign, "charterVersion": "1999-1"})
    refused(office, "signCharter", ["FORBIDDEN"], "OFFICE", answersHash=good, **sign)
    refused(region, "signCharter", ["FORBIDDEN"], "REGION_ADMIN", answersHash=good, **sign)
    after = provider.done("signCharter", number, answersHash=good, **sign)
    assert after["diagnosis"]["charter"] == {"isValid": True, "signatoryRole": "PROVIDER"}
    assert after["reasons"] == []
    assert after["offer"]
    again = provider.done("signCharter", number, answersHash=good, **sign)
    assert again["path"]["version"] == after["path"]["version"] == 6, "signing twice changes nothing"
    assert public.sees()
    assert public.told() == ["UPSERT"]

    # the office follows up
    after = office.done(
        "requestCorrection", number, expectedVersion=6, comment="Précisez", indicators=INDICATORS[:1]
    )
    assert provider.dossier(number)["path"]["correction"] == {
        "comment": "Précisez", "indicators": INDICATORS[:1],
    }  # fmt: skip
    refused(other_office, "reviewSelfDiagnosis", ["NOT_FOUND"], "OFFICE", expectedVersion=7)
    refused(provider, "reviewSelfDiagnosis", ["FORBIDDEN"], "PROVIDER", expectedVersion=7)
    after = office.done("reviewSelfDiagnosis", number, expectedVersion=7, comment="Bien")
    assert after["path"]["stage"] == "REVIEWED"
    assert (after["path"]["correction"], after["path"]["reviewComment"]) == (None, "Bien")
    assert public.sees()
    public.told()

    # an answer changes: out, and a signature does not come back with the answer
    changed = [{"indicator": INDICATORS[5], "value": "NO"}]
    after = provider.done("answerSelfDiagnosis", number, expectedVersion=8, answers=changed)
    assert [one["code"] for one in after["reasons"]] == ["CHARTER_NOT_SIGNED"]
    assert after["diagnosis"] == {
        "questionnaireVersion": "2021-4", "reviewedAt": None,
        "charter": {"isValid": False, "signatoryRole": "PROVIDER"},
    }  # fmt: skip
    assert not public.sees()
    assert public.told() == ["REMOVED"]
    refused(provider, "signCharter", ["CONFLICT"], "PROVIDER", answersHash=good, **sign)
    back = [{"indicator": INDICATORS[5], "value": "YES"}]
    after = provider.done("answerSelfDiagnosis", number, expectedVersion=9, answers=back)
    assert after["path"]["answersHash"] == good
    assert [one["code"] for one in after["reasons"]] == ["CHARTER_NOT_SIGNED"]
    assert provider.done("signCharter", number, answersHash=good, **sign)["offer"]

    # the office takes it out and lets it in again
    refused(region, "withdrawOffer", ["FORBIDDEN"], "REGION_ADMIN")
    after = office.done("withdrawOffer", number, note="Fermé pour travaux")
    assert [one["code"] for one in after["reasons"]] == ["WITHDRAWN_BY_OFFICE"]
    assert after["path"]["withdrawalNote"] == "Fermé pour travaux"
    assert provider.dossier(number)["path"]["withdrawalNote"] is None
    assert not public.sees()
    refused(office, "sendQuestionnaire", ["WITHDRAWN_BY_OFFICE"], "OFFICE")
    assert office.done("reinstateOffer", number)["offer"]
    refused(office, "sendQuestionnaire", ["CONFLICT"], "OFFICE")
    assert office.done("withdrawPreselection", number)["reasons"] == [{"code": "NOT_PRESELECTED"}]
    assert not public.sees()

    # the journal holds every step in its order, and what was refused between them
    entries = office.journal(number)
    done = [one for one in entries if one["isDone"]]
    assert [one["step"] for one in done] == [
        "PRESELECT", "SEND_QUESTIONNAIRE", "SEND_QUESTIONNAIRE", "ANSWER", "ANSWER", "SIGN_CHARTER",
        "REQUEST_CORRECTION", "REVIEW", "ANSWER", "ANSWER", "SIGN_CHARTER", "WITHDRAW_OFFER", "REINSTATE_OFFER",
        "WITHDRAW_PRESELECTION",
    ]  # fmt: skip
    assert [one["version"] for one in done] == list(range(1, 15))
    assert [one["at"] for one in entries] == sorted(one["at"] for one in entries)
    assert [one["version"] for one in entries] == sorted(one["version"] for one in entries)
    shouted = {"preselectOffer": "PRESELECT", "signCharter": "SIGN_CHARTER", "answerSelfDiagnosis": "ANSWER"}
    kept = [(one["step"], one["role"], one["codes"]) for one in entries if not one["isDone"]]
    assert len(kept) == len(wrong)
    for (step, role, _, codes), (kept_step, kept_role, kept_codes) in zip(wrong, kept, strict=True):
        assert (role, codes) == (kept_role, kept_codes)
        assert shouted.get(step, kept_step) == kept_step
    assert done[3]["indicators"] == sorted(INDICATORS[:2])
    assert {one["subject"] for one in entries if one["role"] == "PROVIDER"} == {None}
    assert {one["subject"] for one in done if one["role"] == "OFFICE"} == {"office-1"}
    assert {one["subject"] for one in region.journal(number)} == {None, "region-1"}
    assert [one["step"] for one in agency.journal(number)] == [one["step"] for one in entries]
    for person in (other_office, other_provider, scout, nobody):
        assert person.dossier(number) is None
