"""The arguments of a page: forward with `first` and `after`, backward with `last` and `before`."""

from __future__ import annotations

import pytest

from gateway.errors import BadInput, LimitExceeded
from gateway.graph.connection import Window, check_window


@pytest.mark.parametrize(
    ("given", "window"),
    [
        ((20, None, None, None), Window(20, None)),
        ((20, "c", None, None), Window(20, "c")),
        ((20, None, 5, None), Window(5, None, backward=True)),
        ((20, None, 5, "c"), Window(5, "c", backward=True)),
        ((1000, None, 5, None), Window(5, None, backward=True)),
    ],
)
def test_a_page_goes_one_way(given: tuple[int, str | None, int | None, str | None], window: Window) -> None:
    assert check_window(*given) == window


@pytest.mark.parametrize(
    ("given", "argument"),
    [
        ((20, "a", 5, None), "after"),
        ((20, "a", 5, "b"), "after"),
        ((20, None, None, "b"), "before"),
        ((0, None, None, None), "first"),
        ((20, None, 0, None), "last"),
        ((20, None, -3, None), "last"),
    ],
)
def test_contradictions_name_the_argument(
    given: tuple[int, str | None, int | None, str | None], argument: str
) -> None:
    with pytest.raises(BadInput) as caught:
        check_window(*given)
    assert (caught.value.code, caught.value.argument) == ("INVALID_ARGUMENT", argument)


@pytest.mark.parametrize("given", [(101, None, None, None), (20, None, 101, None)])
def test_pages_have_a_limit_in_both_directions(
    given: tuple[int, str | None, int | None, str | None],
) -> None:
    with pytest.raises(LimitExceeded) as caught:
        check_window(*given)
    assert (caught.value.code, caught.value.actual) == ("LIMIT_FIRST", 101)
