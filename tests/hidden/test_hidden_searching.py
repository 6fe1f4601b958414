"""The search for hidden offers finds them in every disguise, and does not cry over what the caller sent."""

from __future__ import annotations

import pytest
from hidden_searching import MARK, Detector, Secret

from gateway.graph.connection import encode_cursor
from gateway.graph.ids import encode_id

WORD = f"{MARK}nom5000071vx"
SECRET = Secret(5000071, encode_id("Offer", "5000071"), (WORD,))
DETECTOR = Detector([SECRET])


@pytest.mark.parametrize(
    "text",
    [
        f'{{"id":"{SECRET.id}"}}',
        '{"apidaeId":5000071}',
        f'{{"slug":"{WORD.lower()}-5000071"}}',
        f"un {WORD.upper()} rare",
        f'"endCursor":"{encode_cursor("offers", "mark", 5000071, ["x"], "")}"',
        f"/embed/offer?id={SECRET.id}&lang=fr",
    ],
)
def test_what_is_left_of_an_offer_is_found(text: str) -> None:
    assert DETECTOR.found(text, "{ offers { edges { cursor } } }")


@pytest.mark.parametrize(
    "text", ['{"apidaeId":50000711}', '{"apidaeId":500007}', "zq", encode_id("Offer", "5000072")]
)
def test_others_are_left_alone(text: str) -> None:
    assert not DETECTOR.found(text, "")


def test_what_the_caller_sent_tells_them_nothing_but_hides_no_other_offer() -> None:
    other = Secret(5000099, encode_id("Offer", "5000099"), (f"{MARK}x5000099vx",))
    both = Detector([SECRET, other])
    asked = f'{{ offer(id: "{SECRET.id}") {{ id }} }}'
    assert not both.found(f"no such id: {SECRET.id}", asked)
    assert both.found(f"no such id: {SECRET.id}, but 5000099", asked) == ["5000099"]
