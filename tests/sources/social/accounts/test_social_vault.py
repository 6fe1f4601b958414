"""Sealing tokens."""

import base64

import pytest

from gateway.errors import SourceMisconfigured
from sources.social.accounts.vault import Vault, print_of, read_keys

OLD, NEW = b"o" * 32, b"n" * 32
TOKEN, ACCOUNT = "canary-token", "FACEBOOK:17"


def test_a_sealed_token_holds_no_trace_of_it_and_opens_again():
    vault = Vault([NEW])
    sealed = vault.seal(ACCOUNT, TOKEN)
    assert TOKEN.encode() not in sealed
    assert vault.seal(ACCOUNT, TOKEN) != sealed
    assert vault.open(ACCOUNT, sealed) == TOKEN


def test_an_older_key_still_opens_and_the_newest_one_seals():
    sealed = Vault([OLD]).seal(ACCOUNT, TOKEN)
    both = Vault([NEW, OLD])
    assert both.open(ACCOUNT, sealed) == TOKEN
    assert not both.is_current(sealed)
    assert both.is_current(both.seal(ACCOUNT, TOKEN))


@pytest.mark.parametrize("damage", ["another account", "another key", "a changed bit", "cut off", "empty"])
def test_what_is_not_exactly_right_does_not_open(damage: str):
    sealed = Vault([NEW]).seal(ACCOUNT, TOKEN)
    vault = Vault([OLD]) if damage == "another key" else Vault([NEW])
    changed = {
        "a changed bit": sealed[:-1] + bytes([sealed[-1] ^ 1]),
        "cut off": sealed[:20],
        "empty": b"",
    }.get(damage, sealed)
    with pytest.raises(SourceMisconfigured) as caught:
        vault.open("FACEBOOK:18" if damage == "another account" else ACCOUNT, changed)
    assert TOKEN not in repr(caught.value)


def test_without_a_key_nothing_is_sealed():
    assert not Vault([]).can_seal
    with pytest.raises(SourceMisconfigured):
        Vault([]).seal(ACCOUNT, TOKEN)


def test_keys_are_read_in_their_order():
    first, second = read_keys(" first-key-of-many-letters , second-key-of-many-letters,")
    assert len(first) == len(second) == 32
    assert read_keys("second-key-of-many-letters") == [second]
    assert read_keys("") == []


def test_a_short_key_is_refused_without_being_repeated():
    with pytest.raises(ValueError, match="16 characters") as caught:
        read_keys("canary")
    assert "canary" not in str(caught.value)


def test_a_key_named_twice_is_a_mistake():
    text = base64.b64encode(NEW).decode()
    with pytest.raises(ValueError, match="twice"):
        read_keys(f"{text},{text}")


def test_the_print_of_a_token_tells_tokens_apart_and_nothing_more():
    assert print_of("a") != print_of("b")
    assert TOKEN not in print_of(TOKEN)
