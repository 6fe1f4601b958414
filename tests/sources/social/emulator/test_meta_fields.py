"""The parser of ``fields`` expressions."""

import pytest

from sources.social.emulator.errors import GraphError
from sources.social.emulator.fields import MAX_DEPTH, parse_fields, write_fields


def test_names_nesting_modifiers_and_aliases_are_read():
    first, second, third, fourth = parse_fields("a, b{c} ,d.limit(5).after(X=){e,f{g}},h.type(LIKE).as(like)")
    assert (first.name, first.children) == ("a", ())
    assert [below.name for below in second.children] == ["c"]
    assert third.args == {"limit": "5", "after": "X="}
    assert [below.name for below in third.children] == ["e", "f"]
    assert (fourth.name, fourth.key) == ("h", "like")


@pytest.mark.parametrize(
    "text",
    ["id", "a,b{c,d},e.limit(5).after(X){f}", "business_discovery.username(a.b_c){media.limit(2){id}}"],
)
def test_a_written_expression_reads_back_the_same(text):
    assert write_fields(parse_fields(text)) == text


def test_empty_text_gives_no_selection():
    assert parse_fields("  ") == ()


@pytest.mark.parametrize(
    "text", ["a,", ",a", "a{", "a{}", "a{b", "a}", "a.limit(3", "a.limit", "a b", "1a", "a{b}.limit(2)"]
)
def test_an_unreadable_expression_is_refused_with_2500(text):
    with pytest.raises(GraphError) as caught:
        parse_fields(text)
    assert caught.value.code == 2500


def test_nesting_has_an_end():
    parse_fields("a{" * (MAX_DEPTH - 1) + "a" + "}" * (MAX_DEPTH - 1))
    with pytest.raises(GraphError):
        parse_fields("a{" * 5_000 + "a" + "}" * 5_000)
