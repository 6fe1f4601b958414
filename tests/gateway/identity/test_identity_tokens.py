"""Tokens: which ones prove a caller, which do not, and what each refusal says."""

import hashlib
import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from gateway.clock import ManualClock
from gateway.errors import SourceError
from gateway.identity import ANONYMOUS, Role
from gateway.identity.authenticator import Authenticator
from gateway.identity.claims import BadToken, roles_of
from gateway.identity.configured import check_identity, open_authenticator
from gateway.settings import SettingsError, read_gateway_settings
from gateway.testing.issuer import AUDIENCE, Issuer
from gateway.testing.servers import ServerThread

CANARY = "canary-4c1d"


@pytest.fixture(scope="module")
def issuer() -> Iterator[Issuer]:
    made = Issuer(ManualClock())
    server = ServerThread(made.app).start()
    made.url = server.url
    yield made
    server.stop()


@pytest.fixture(autouse=True)
def fresh(issuer: Issuer) -> None:
    issuer.clock, issuer.calls, issuer.failing, issuer.foreign_keys = ManualClock(), 0, False, ""
    issuer.rotate("k1")


@asynccontextmanager
async def checking(issuer: Issuer, **more: str) -> Any:
    values = {"auth_issuer": issuer.url, "auth_audience": AUDIENCE, **more}
    settings = read_gateway_settings({f"GATEWAY_{name.upper()}": value for name, value in values.items()})
    check_identity(settings)
    async with open_authenticator(settings, issuer.clock) as made:
        yield made


async def why(made: Authenticator, token: str) -> str:
    with pytest.raises(BadToken) as refused:
        await made.caller([f"Bearer {token}"])
    return str(refused.value)


async def test_a_good_token_names_its_subject_its_roles_and_its_end(issuer: Issuer) -> None:
    roles = [{"role": "COMMUNITY_MANAGER", "scope": "greeters"}, {"role": "KING"}, {"role": "SCOUT"}]
    async with checking(issuer) as made:
        caller = await made.caller([f"bearer {issuer.token(roles=roles)}"])
        assert await made.caller([]) is ANONYMOUS
    assert (caller.subject, caller.roles) == ("s1", (("COMMUNITY_MANAGER", "greeters"), ("SCOUT", None)))
    assert (caller.until - issuer.clock.now()).total_seconds() == 3630
    assert [caller.has("COMMUNITY_MANAGER", "greeters"), caller.has("COMMUNITY_MANAGER", "other")] == [
        True,
        False,
    ]
    assert (caller.has("COMMUNITY_MANAGER"), caller.scopes("COMMUNITY_MANAGER")) == (True, ("greeters",))


@pytest.mark.parametrize("algorithm", ["RS256", "ES256", "EdDSA"])
async def test_each_algorithm_of_the_list_is_accepted(issuer: Issuer, algorithm: str) -> None:
    issuer.rotate("other", algorithm)
    async with checking(issuer, auth_jwks_url=f"{issuer.url}/keys") as made:
        assert (await made.caller([f"Bearer {issuer.token()}"])).subject == "s1"


HOUR = 3600
CLAIMS = [
    ({"iss": "https://evil.example"}, "another issuer"),
    ({"iss": None}, "another issuer"),
    ({"aud": "https://other.example"}, "another service"),
    ({"aud": None}, "another service"),
    ({"exp": None}, "does not say when it ends"),
    ({"exp": "tomorrow"}, "exp is not a moment"),
    ({"exp": True}, "exp is not a moment"),
    ({"exp": 10**12}, "exp is not a moment"),
    ({"sub": None}, "no subject"),
    ({"sub": ""}, "no subject"),
    ({"sub": "x" * 256}, "no subject"),
    ({"sub": "a\nb"}, "no subject"),
]


@pytest.mark.parametrize(("changes", "reason"), CLAIMS)
async def test_every_claim_is_needed_and_checked(
    issuer: Issuer, changes: dict[str, Any], reason: str
) -> None:
    async with checking(issuer) as made:
        token = issuer.token(**changes)
        assert reason in await why(made, token)


async def test_clocks_may_differ_by_the_leeway_and_no_more(issuer: Issuer) -> None:
    now = int(issuer.clock.now().timestamp())
    async with checking(issuer, auth_leeway_seconds="30") as made:
        for changes in ({"exp": now - 29}, {"nbf": now + 30}, {"iat": now + 30}, {"aud": [AUDIENCE, "x"]}):
            assert (await made.caller([f"Bearer {issuer.token(**changes)}"])).subject == "s1"
        assert "expired" in await why(made, issuer.token(exp=now - 30))
        assert "not valid yet" in await why(made, issuer.token(nbf=now + 31))
        assert "not valid yet" in await why(made, issuer.token(iat=now + 31))


def forged(issuer: Issuer, header: dict[str, Any], key: bytes = b"") -> str:
    def part(value: Any) -> str:
        return urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()

    text = f"{part(header)}.{part(issuer.claims())}"
    signature = hmac.new(key, text.encode(), hashlib.sha256).digest() if key else b"x"
    return f"{text}.{urlsafe_b64encode(signature).rstrip(b'=').decode()}"


async def test_no_other_algorithm_is_accepted_whatever_the_header_says(issuer: Issuer) -> None:
    public = json.dumps(issuer.jwks()["keys"][1]).encode()
    async with checking(issuer) as made:
        for algorithm in ("none", "None", "HS256", "PS256", "ES384", "", 5, None):
            token = forged(issuer, {"alg": algorithm, "kid": "k1"}, public)
            assert "not accepted" in await why(made, token) or "not a signed JWT" in await why(made, token)
        assert "key is used" in await why(made, forged(issuer, {"alg": "RS256", "kid": "k1"}))
        assert "signature" in await why(made, forged(issuer, {"alg": "EdDSA", "kid": "k1"}))
        assert "does not have" in await why(made, forged(issuer, {"alg": "EdDSA", "kid": "symmetric"}))
        assert "not a signed JWT" in await why(made, issuer.token(header={"crit": ["exp"]}))


async def test_what_is_no_token_says_so_and_repeats_nothing(issuer: Issuer) -> None:
    async with checking(issuer) as made:
        for text in (CANARY, f"a.{CANARY}.c", "..", "é.é.é", "x" * 9000, "", f"{CANARY} {CANARY}"):
            assert CANARY not in await why(made, text)
        for headers in (["Basic dTpw"], ["Bearer"], ["Bearer a.b.c", "Bearer a.b.c"], [CANARY]):
            with pytest.raises(BadToken) as refused:
                await made.caller(headers)
            assert CANARY not in str(refused.value)
    assert issuer.calls == 0


async def test_keys_are_read_once_and_an_unknown_one_makes_one_question_in_a_while(issuer: Issuer) -> None:
    async with checking(issuer) as made:
        for _ in range(3):
            await made.caller([f"Bearer {issuer.token()}"])
        assert issuer.calls == 1
        old = issuer.token()
        issuer.rotate("k2")
        assert "does not have" in await why(made, issuer.token())  # asked half a minute ago at most
        issuer.clock.advance(30)
        assert (await made.caller([f"Bearer {issuer.token()}"])).subject == "s1"
        assert "does not have" in await why(made, old)
        for number in range(5):
            await why(made, issuer.token(header={"kid": f"invented {number}"}))
    assert issuer.calls == 2


async def test_while_the_issuer_is_away_its_last_keys_are_good_for_a_day(issuer: Issuer) -> None:
    async with checking(issuer) as made:
        await made.caller([f"Bearer {issuer.token()}"])
        issuer.failing = True
        issuer.clock.advance(23 * HOUR)
        assert (await made.caller([f"Bearer {issuer.token()}"])).subject == "s1"
        issuer.clock.advance(HOUR)
        with pytest.raises(SourceError):
            await made.caller([f"Bearer {issuer.token()}"])
        issuer.failing = False
        issuer.clock.advance(30)
        assert (await made.caller([f"Bearer {issuer.token()}"])).subject == "s1"


async def test_keys_that_discovery_names_on_another_host_are_not_read(issuer: Issuer) -> None:
    issuer.foreign_keys = f"{issuer.url.replace('127.0.0.1', 'localhost')}/keys"
    async with checking(issuer) as made:
        with pytest.raises(SourceError):
            await made.caller([f"Bearer {issuer.token()}"])
    assert issuer.calls == 0


def test_roles_that_cannot_be_read_give_nothing() -> None:
    crooked = [None, "SCOUT", {"role": 1}, {"role": "OFFICE", "scope": 7}, {"role": "OFFICE", "scope": ""}]
    assert roles_of(
        [*crooked, {"role": "OFFICE", "scope": "x" * 101}, {"role": "SCOUT"}, {"role": "SCOUT"}]
    ) == (Role("SCOUT"),)
    assert roles_of({"role": "SCOUT"}) == roles_of("SCOUT") == roles_of(None) == ()


async def test_roles_may_stand_deeper_or_under_a_name_with_dots(issuer: Issuer) -> None:
    for path, claims in (
        ("realm.deep", {"realm": {"deep": [{"role": "SCOUT"}]}}),
        ("https://x.example/roles", {"https://x.example/roles": [{"role": "SCOUT"}]}),
    ):
        async with checking(issuer, auth_roles_claim=path) as made:
            caller = await made.caller([f"Bearer {issuer.token(roles=None, **claims)}"])
            assert caller.roles == (("SCOUT", None),)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"auth_issuer": "https://i.example"}, "needs GATEWAY_AUTH_AUDIENCE"),
        ({"auth_audience": "x"}, "need GATEWAY_AUTH_ISSUER"),
        ({"auth_issuer": "http://i.example", "auth_audience": "x"}, "https address"),
        ({"auth_issuer": "https://u:p@i.example", "auth_audience": "x"}, "https address"),
        ({"auth_issuer": "https://i.example", "auth_audience": "x", "dev_tokens": "1"}, "exclude each other"),
        ({"auth_issuer": "https://i.example", "auth_audience": "x", "auth_leeway_seconds": "301"}, "LEEWAY"),
    ],
)
def test_settings_that_would_accept_the_wrong_tokens_stop_the_start(
    values: dict[str, str], words: str
) -> None:
    with pytest.raises(SettingsError, match=words):
        check_identity(
            read_gateway_settings({f"GATEWAY_{name.upper()}": text for name, text in values.items()})
        )
