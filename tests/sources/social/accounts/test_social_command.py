"""`python -m gateway social`: accounts are shown, connected, refreshed and revoked by hand."""

from __future__ import annotations

import argparse
import base64
import io
import logging

import orjson
import pytest
from social_world import CANARIES, SCOUTS, Meta, World, opened_world, ours

from sources.social.accounts.command import COMMAND
from sources.social.accounts.connecting import revoke
from sources.social.emulator import defaults

OLD, NEW = (base64.b64encode(letter * 32).decode() for letter in (b"o", b"n"))
PAGE = f"FACEBOOK:{defaults.PAGE_ID}"
LEA = f"INSTAGRAM:@{SCOUTS[0]}"


async def command(world: World, *words: str) -> int:
    parser = argparse.ArgumentParser()
    COMMAND.configure(parser)
    return await COMMAND.run(parser.parse_args(words), world.context())


def token_on_stdin(monkeypatch: pytest.MonkeyPatch, token: str = defaults.PAGE_TOKEN) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{token}\n"))


CONNECT = ("connect", "page", defaults.PAGE_ID, "--kind", "owned", "--token")


async def test_a_connected_account_has_a_sealed_token_its_person_and_its_end(
    graph_api: Meta,
    mongo_uri: str,
    database_name: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
):
    caplog.set_level(logging.DEBUG)
    async with opened_world(graph_api, mongo_uri, database_name, token_keys=OLD) as world:
        await world.sync()
        token_on_stdin(monkeypatch)
        assert await command(world, *CONNECT) == 0
        record = await world.runtime.book.get(PAGE)
        assert record is not None
        assert record.subject == defaults.USER_ID
        assert record.token is not None
        assert world.runtime.clients.token_of(record) == defaults.PAGE_TOKEN
        assert "posts of 5 accounts" in await world.sync()  # due at once, beside the others
        assert await command(world, "accounts") == 0
        stored = orjson.dumps(await world.documents("accounts"), default=repr).decode()
        first = record.token
    async with opened_world(graph_api, mongo_uri, database_name, token_keys=f"{NEW},{OLD}") as world:
        assert await command(world, "accounts", "--rotate") == 0
    async with opened_world(graph_api, mongo_uri, database_name, token_keys=NEW) as world:
        record = await world.runtime.book.get(PAGE)
        assert record is not None
        assert record.token not in {None, first}
        assert world.runtime.clients.token_of(record) == defaults.PAGE_TOKEN
    seen = capsys.readouterr().out
    assert "1 tokens were sealed again" in seen
    assert "sealed" in seen
    text = stored + seen + "".join(ours(caplog))
    assert not any(canary in text for canary in CANARIES)


@pytest.mark.parametrize(
    ("words", "keys", "sentence"),
    [
        (CONNECT, "", "SOCIAL_TOKEN_KEYS is empty"),
        (("connect", "page", "12x", "--kind", "owned"), OLD, "digits only"),
        (("connect", "page", "17", "--kind", "owned"), OLD, "needs a token"),
        (("connect", "discovery", "bon,mau){vais", "--kind", "owned"), OLD, "user name"),
        (("connect", "discovery", "lea", "--kind", "scout"), OLD, "Without a consent"),
        (
            ("connect", "discovery", "lea", "--kind", "partner", "--consent-by", "OT"),
            OLD,
            "Without a consent",
        ),
        (("refresh", "INSTAGRAM:@nobody"), OLD, "no such account"),
        (("revoke", "INSTAGRAM:@nobody"), OLD, "no such account"),
    ],
)
async def test_what_is_not_right_is_refused_with_a_sentence_and_changes_nothing(
    graph_api: Meta,
    mongo_uri: str,
    database_name: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    keys: str,
    sentence: str,
):
    token_on_stdin(monkeypatch)
    async with opened_world(graph_api, mongo_uri, database_name, token_keys=keys) as world:
        assert await command(world, *words) == 1
        assert await world.documents("accounts") == []
    assert sentence in capsys.readouterr().out.replace("\n", " ")
    assert graph_api.calls == 0


@pytest.mark.parametrize("token", ["another-token", defaults.PAGE_TOKEN])
async def test_a_dead_or_unknown_token_is_not_kept(
    graph_api: Meta, mongo_uri: str, database_name: str, monkeypatch: pytest.MonkeyPatch, token: str
):
    graph_api.control("tokens", token=defaults.PAGE_TOKEN, state="revoked")
    token_on_stdin(monkeypatch, token)
    async with opened_world(graph_api, mongo_uri, database_name, token_keys=OLD) as world:
        assert await command(world, *CONNECT) == 1
        assert await world.documents("accounts") == []


async def test_a_partner_is_connected_with_a_consent_and_read_by_name(
    graph_api: Meta, mongo_uri: str, database_name: str
):
    async with opened_world(graph_api, mongo_uri, database_name, discover="") as world:
        await world.sync()
        consent = ("--consent-by", "OT du Forez", "--consent-version", "2026-01", "--proof", "contrat 17")
        words = ("connect", "discovery", f"@{SCOUTS[0].upper()}", "--kind", "partner", *consent)
        assert await command(world, *words) == 0
        await world.sync()
        posts = await world.documents("posts", **{"account.key": LEA})
        assert {post["origin"] for post in posts} == {"INSTITUTIONAL"}
        await world.sync()  # stays, though no card names it
        assert len(await world.documents("posts", **{"account.key": LEA})) == len(posts) > 0


async def test_a_revoked_account_has_no_posts_and_no_token_and_is_never_read_again(world: World):
    await world.sync()
    assert await command(world, "revoke", LEA) == 0
    assert await world.documents("posts", **{"account.key": LEA}) == []
    asked = world.meta.look("journal")["discovery"][SCOUTS[0]]
    await world.sync()
    await world.sync()
    assert world.meta.look("journal")["discovery"][SCOUTS[0]] == asked
    record = await world.runtime.book.get(LEA)
    assert record is not None
    assert (record.state.value, record.reason, record.token) == ("REVOKED", "CONSENT_WITHDRAWN", None)
    assert await command(world, "refresh", LEA) == 1


async def test_consent_that_is_withdrawn_while_an_account_is_read_wins(
    world: World, monkeypatch: pytest.MonkeyPatch
):
    await world.sync()
    save = world.runtime.store.save

    async def withdrawn_meanwhile(posts: object) -> None:
        await revoke(world.runtime, LEA, "CONSENT_WITHDRAWN")
        await save(posts)  # type: ignore[arg-type]

    monkeypatch.setattr(world.runtime.store, "save", withdrawn_meanwhile)
    assert await command(world, "refresh", LEA) == 0
    assert await world.documents("posts", **{"account.key": LEA}) == []


async def test_refreshing_by_hand_reads_at_once(world: World, capsys: pytest.CaptureFixture[str]):
    await world.sync()
    for key in [row["_id"] for row in await world.documents("posts", **{"account.key": PAGE})][:1]:
        world.meta.delete(f"posts/{key.partition(':')[2]}")
    assert await command(world, "refresh", PAGE) == 0
    assert "1 removed" in capsys.readouterr().out
