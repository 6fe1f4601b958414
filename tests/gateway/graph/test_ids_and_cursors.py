"""Ids and cursors are opaque, survive a round trip, and refuse everything that is not theirs."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.errors import BadInput, LimitExceeded
from gateway.graph.connection import check_first, decode_cursor, encode_cursor, page_info
from gateway.graph.ids import decode_id, encode_id, key_of


@given(st.text(min_size=1, max_size=80))
def test_an_id_gives_back_what_it_was_made_of(key: str) -> None:
    if "\ud800" <= max(key) <= "\udfff":
        return
    assert decode_id(encode_id("Offer", key)) == ("Offer", key)


@pytest.mark.parametrize("text", ["", "é", "T2ZmZXI", "Offer:1", "a" * 500, "T2ZmZXI6", "OjE", "%%%"])
def test_what_is_no_id_is_refused(text: str) -> None:
    with pytest.raises(BadInput) as caught:
        decode_id(text)
    assert caught.value.code == "INVALID_ID"


def test_an_id_of_another_type_is_refused_by_name() -> None:
    with pytest.raises(BadInput, match="belongs to Scout, not to Offer"):
        key_of(encode_id("Scout", "s1"), "Offer")


def test_a_cursor_gives_back_its_place() -> None:
    assert decode_cursor(encode_cursor("scouts", "Zoé", 12), "scouts", str, int) == ["Zoé", 12]


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "x",
        "bm90IGpzb24",
        "W10",
        "a" * 2000,
        encode_cursor("posts", "a", 1),
        encode_cursor("scouts", 1, 1),
        encode_cursor("scouts", "a"),
        encode_cursor("scouts", "a", True),
        encode_cursor("scouts", "a", None),
    ],
)
def test_a_cursor_of_anything_else_is_refused(cursor: str) -> None:
    with pytest.raises(BadInput) as caught:
        decode_cursor(cursor, "scouts", str, int)
    assert caught.value.code == "INVALID_CURSOR"


@given(st.text(max_size=60))
def test_no_text_makes_reading_ids_or_cursors_fail_otherwise(text: str) -> None:
    for read in (decode_id, lambda t: decode_cursor(t, "scouts", str)):
        with contextlib.suppress(BadInput):
            read(text)


def test_first_is_between_one_and_a_hundred() -> None:
    assert check_first(100) == 100
    with pytest.raises(LimitExceeded, match="At most 100, got 101"):
        check_first(101)
    with pytest.raises(BadInput, match="at least 1"):
        check_first(0)


def test_page_info_of_an_empty_page_has_no_cursors() -> None:
    info = page_info([], more=False, before=True)
    assert (info.start_cursor, info.end_cursor, info.has_previous_page) == (None, None, True)
