"""No secret in any text that leaves the client."""

import logging
import traceback

import pytest
from upstream_servers import answer, cut, serving

from gateway.errors import SourceError, SourceUnavailable
from gateway.upstream import place_of, redact

SECRET = "canary+k3y/with=odd&signs"  # noqa: S105  # a canary


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("key canary+k3y/with=odd&signs refused", "key [removed] refused"),
        ("key canary%2Bk3y%2Fwith%3Dodd%26signs refused", "key [removed] refused"),
        ("GET https://u:p@api.example.org:8443/v1/x?apiKey=abc#f failed", "GET api.example.org/v1/x failed"),
        ("mongodb://user:pass@127.0.0.1:27017/db?w=1", "127.0.0.1/db"),
        ("?apiKey=abc&projetId=12", "?apiKey=[removed]&projetId=12"),
        ('{"access_token": "abc", "n": 1}', '{"access_token": "[removed]", "n": 1}'),
        ("appsecret_proof=123abc", "appsecret_proof=[removed]"),
        ("Authorization: Bearer abc.def.ghi", "Authorization: [removed]"),
        ("sent Bearer abcdef.ghi", "sent Bearer [removed]"),
        ("password: hunter2, then", "password: [removed], then"),
        ("EAAGm0PX4ZCpsBAKZCjZBZCxYzZAhtokenlikeopaquetext12345 expired", "[removed] expired"),
        ("two\nlines\r\n\x1b of log", "two lines \x1b of log"),
        ("nothing to hide: objet 12 (SITRA2_EVE_12)", "nothing to hide: objet 12 (SITRA2_EVE_12)"),
    ],
)
def test_a_text_is_cleaned(text, clean):
    assert redact(text, (SECRET,)) == clean


def test_a_text_is_cut():
    assert redact("a b " * 1000) == ("a b " * 1000)[:299] + "…"


def test_secrets_too_short_to_be_secrets_are_left_in_peace():
    assert redact("a text about a key", ("", "a", "key")) == "a text about a key"


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("http://a.example:80/b/c?d=e", "a.example/b/c"),
        ("http://[::1]:80/b", "::1/b"),
        ("http://[::1/b", "[removed]"),
    ],
)
def test_a_place_is_host_and_path(url, place):
    assert place_of(url) == place


@pytest.mark.parametrize("status", [400, 403, 404, 429, 500, 503])
async def test_a_key_in_the_query_or_the_path_is_in_no_error_and_no_log(upstream, caplog, status):
    caplog.set_level(logging.DEBUG)

    def classify(got):
        return SourceUnavailable(detail=got.body.decode())

    body = f"key {SECRET} at https://api.example.org/?apiKey={SECRET}".encode()
    async with serving(answer(status, body)) as service:
        for options in ({}, {"classify": classify}):
            client = upstream(service.base_url, secrets=(SECRET, "path-token"), **options)
            for _ in range(6):
                with pytest.raises(SourceError) as caught:
                    await client.get("path-token/x", {"apiKey": SECRET})
                error = caught.value
                shown = "".join(traceback.format_exception(error)) + repr(error) + str(error.extensions())
                assert "canary" not in shown
                assert "path-token" not in repr(error) + str(error)
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("gateway")]
    assert not any("canary" in line or "path-token" in line for line in ours)


async def test_an_exception_of_the_library_shows_neither_url_nor_query(upstream):
    async with serving(cut) as service:
        client = upstream(service.base_url, secrets=(SECRET,))
        with pytest.raises(SourceUnavailable) as caught:
            await client.get("x", {"apiKey": SECRET})
    assert "canary" not in "".join(traceback.format_exception(caught.value))
    assert caught.value.detail == "ServerDisconnectedError from 127.0.0.1/api/x"
