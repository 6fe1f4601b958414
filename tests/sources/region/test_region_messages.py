"""Messages and reported problems: from anybody, to those who run the platform, and forgotten in time."""

import os
from datetime import UTC, datetime, timedelta

import pytest

from gateway.__main__ import main
from gateway.graph.ids import decode_id
from gateway.testing.stage import CLEAN

CONTACT = """mutation($input: ContactInput!, $key: String) { contact(input: $input, idempotencyKey: $key) {
  receipt deletedAt userErrors { code field } } }"""
OWN = """query($state: MessageState!) { viewer { messages(state: $state, first: 100) { edges { node {
  receipt topic state text email name note deletedAt } } } } }"""
CLOSE = "mutation($input: CloseMessageInput!) { closeMessage(input: $input) { userErrors { code } message { state text email name note } } }"
LETTER = {
    "topic": "PRESS",
    "text": "Bonjour,\n\u202eje prépare un article [b]x[/b].",
    "email": "a.b@example.org",
    "name": "Ada",
}


def own(region, state="OPEN"):
    edges = region.as_region(OWN, state=state)["viewer"]["messages"]["edges"]
    return {edge["node"]["receipt"]: edge["node"] for edge in edges}


@pytest.fixture
def command(region, monkeypatch, capsys):
    """`python -m gateway ...` over the database of the stage; what it prints."""

    def run(*words, code=0):
        for name in os.environ:
            if name.startswith(CLEAN):
                monkeypatch.delenv(name)
        for name, value in region.stage.environ.items():
            if name.startswith(CLEAN):
                monkeypatch.setenv(name, value)
        monkeypatch.setenv("COLUMNS", "200")
        assert main(list(words)) == code
        return "".join(capsys.readouterr())

    return run


def test_a_message_is_read_by_the_region_alone_and_forgotten_once_it_is_done(region):
    made = region.as_somebody(CONTACT, input=LETTER)["contact"]
    assert made["userErrors"] == []
    told = own(region)[made["receipt"]]
    assert (told["text"], told["email"], told["name"]) == (
        "Bonjour,\nje prépare un article [b]x[/b].",
        "a.b@example.org",
        "Ada",
    )
    days = datetime.fromisoformat(made["deletedAt"]) - datetime.now(UTC)
    assert timedelta(days=89) < days < timedelta(days=91)
    closed = region.as_region(CLOSE, input={"receipt": made["receipt"], "note": "Répondu"})["closeMessage"]
    assert closed["message"] == {
        "state": "DONE",
        "text": None,
        "email": None,
        "name": None,
        "note": "Répondu",
    }
    kept = region.database["region_messages"].find_one({"_id": made["receipt"]})
    assert "example.org" not in str(kept)
    again = region.as_region(CLOSE, input={"receipt": made["receipt"]})["closeMessage"]
    assert again["userErrors"] == [{"code": "CONFLICT"}]
    unknown = region.as_region(CLOSE, input={"receipt": "nothing"})["closeMessage"]
    assert unknown["userErrors"] == [{"code": "NOT_FOUND"}]


def test_the_database_deletes_what_is_due_and_nobody_reads_it_until_then(region):
    made = region.as_somebody(CONTACT, input=LETTER)["contact"]["receipt"]
    messages = region.database["region_messages"]
    index = messages.index_information()["expiresAt_1"]
    assert index["expireAfterSeconds"] == 0
    messages.update_one({"_id": made}, {"$set": {"expiresAt": datetime.now(UTC) - timedelta(seconds=5)}})
    assert made not in own(region)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": "court"}, "text"),
        ({"text": " " * 40}, "text"),
        ({"text": "x" * 4001}, "text"),
        ({"email": "not an address"}, "email"),
        ({"email": "a@b.c\r\nBcc: x@y.z"}, "email"),
        ({"email": "a" * 250 + "@example.org"}, "email"),
        ({"name": "x" * 101}, "name"),
    ],
)
def test_what_cannot_be_answered_is_refused_with_its_place(region, changes, field):
    payload = region.as_somebody(CONTACT, input=LETTER | changes)["contact"]
    assert payload["receipt"] is None
    assert payload["userErrors"] == [{"code": "INVALID_ARGUMENT", "field": ["input", field]}]


def test_the_same_key_sends_once_and_the_sixth_in_an_hour_is_too_many(region):
    token = region.token()
    once = [region.ask(CONTACT, {"input": LETTER, "key": "k"}, token)["data"]["contact"] for _ in range(2)]
    assert once[0] == once[1]
    assert sum(one["email"] == LETTER["email"] for one in own(region).values()) == 1
    codes = []
    for number in range(6):
        payload = region.ask(CONTACT, {"input": LETTER, "key": f"n{number}"}, token)["data"]["contact"]
        codes += [one["code"] for one in payload["userErrors"]]
    assert codes[-1] == "RATE_LIMITED"


def test_operators_list_show_and_close_messages(region, command):
    made = region.as_somebody(CONTACT, input=LETTER)["contact"]["receipt"]
    listed = command("messages", "list")
    assert made in listed
    assert "[b]x[/b]" in listed
    shown = command("messages", "show", made)
    assert "Ada <a.b@example.org>" in shown
    assert "je prépare un article" in shown
    assert "is done" in command("messages", "done", made, "--note", "Répondu")
    assert "Répondu" in command("messages", "list", "--done")
    assert "deleted" in command("messages", "show", made)
    assert "done already" in command("messages", "done", made, code=1)
    assert "no message" in command("messages", "show", "nothing", code=1)


REPORT = """mutation($input: ReportProblemInput!) { reportProblem(input: $input) {
  report { receipt state } userErrors { code } } }"""


def test_a_problem_of_an_offer_or_a_post_is_reported_read_and_answered(region, command):
    data = region.stage.data(
        "{ offers(first: 1) { edges { node { id } } } socialPosts(first: 1) { edges { node { id } } } }"
    )
    receipts = []
    for kind in ("offers", "socialPosts"):
        about = data[kind]["edges"][0]["node"]["id"]
        given = {
            "about": about,
            "ground": "WRONG",
            "text": f"Test: {kind} est faux.",
            "contact": "a@example.org",
        }
        report = region.as_somebody(REPORT, input=given)["reportProblem"]
        assert report["userErrors"] == []
        receipts.append(report["report"]["receipt"])
        listed = command("scouts", "reports")
        assert ":".join(decode_id(about)) in listed.replace("\n", "")
    command("scouts", "answer", receipts[0], "Corrigé dans Apidae.")
    told = region.stage.data(
        "query($r: String!) { problemReport(receipt: $r) { state answer } }", {"r": receipts[0]}
    )
    assert told["problemReport"] == {"state": "ANSWERED", "answer": "Corrigé dans Apidae."}
    kept = region.database["scouts_reports"].find_one({"_id": receipts[0]})
    assert kept["contact"] is None
    assert "waits for an answer" in command("scouts", "answer", receipts[0], "Encore.", code=1)
    assert receipts[1] in command("scouts", "reports")
