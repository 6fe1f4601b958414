"""The table of codes and the shape of every error."""

import re

import pytest

from gateway import errors
from gateway.errors import (
    CODES,
    BadInput,
    GatewayError,
    Internal,
    LimitExceeded,
    NotFound,
    SourceDisabled,
    SourceError,
    SourceInvalid,
    SourceMisconfigured,
    SourceRateLimited,
    SourceTimeout,
    SourceUnavailable,
    StreamLost,
)

SOURCE_ERRORS = {
    SourceUnavailable: "SOURCE_UNAVAILABLE",
    SourceTimeout: "SOURCE_TIMEOUT",
    SourceRateLimited: "SOURCE_RATE_LIMITED",
    SourceMisconfigured: "SOURCE_MISCONFIGURED",
    SourceInvalid: "SOURCE_INVALID",
    SourceDisabled: "SOURCE_DISABLED",
    StreamLost: "STREAM_LOST",
}


@pytest.mark.parametrize("code", CODES)
def test_each_code_says_in_one_sentence_what_it_means(code):
    info = CODES[code]
    assert re.fullmatch(r"[A-Z]+(_[A-Z]+)*", code)
    assert re.fullmatch(r"[A-Z][^.]+\.", info.meaning)
    assert 400 <= info.http <= 504


def test_the_table_cannot_be_changed():
    with pytest.raises(TypeError):
        CODES["NEW"] = CODES["INTERNAL"]


def test_every_class_with_a_code_of_its_own_is_in_the_table():
    classes = [
        value
        for value in vars(errors).values()
        if isinstance(value, type) and issubclass(value, GatewayError)
    ]
    assert len(classes) == 14
    assert {value.code for value in classes} <= set(CODES)


@pytest.mark.parametrize(("kind", "code"), SOURCE_ERRORS.items())
def test_a_source_error_says_code_and_source_and_keeps_its_detail_to_itself(kind, code):
    error = kind(source="apidae", detail="host 10.0.0.7 said no")
    assert isinstance(error, SourceError)
    assert error.extensions() == {"code": code, "source": "apidae"}
    assert str(error) == error.message == CODES[code].meaning
    assert "10.0.0.7" in repr(error)


def test_a_source_error_without_anything_is_complete():
    assert SourceTimeout().extensions() == {"code": "SOURCE_TIMEOUT"}
    assert repr(SourceTimeout()) == "<SOURCE_TIMEOUT: The source did not answer within its time budget.>"


def test_what_means_that_a_source_is_down():
    down = {kind for kind in SOURCE_ERRORS if kind.means_down}
    assert down == {SourceUnavailable, SourceTimeout, SourceMisconfigured}


@pytest.mark.parametrize(("seconds", "shown"), [(30, 30), (0.2, 1), (1.01, 2)])
def test_a_pause_is_shown_in_whole_seconds(seconds, shown):
    error = SourceRateLimited(source="social", retry_after=seconds)
    assert error.extensions()["retryAfter"] == shown


def test_bad_input_helps_the_caller():
    error = BadInput("INVALID_LOCALE", "No such language.", hint="fr", argument="locale")
    assert error.extensions() == {"code": "INVALID_LOCALE", "argument": "locale", "hint": "fr"}
    assert BadInput("INVALID_ID", "No.").extensions() == {"code": "INVALID_ID"}


def test_an_exceeded_limit_says_both_numbers():
    error = LimitExceeded("LIMIT_DEPTH", limit=10, actual=14)
    assert error.extensions() == {"code": "LIMIT_DEPTH", "limit": 10, "actual": 14}
    assert error.message == "The query nests fields too deeply. At most 10, got 14."


def test_a_limit_that_passes_with_time_says_when():
    error = LimitExceeded("LIMIT_RATE", limit=60, actual=61, retry_after=7.5)
    assert error.extensions()["retryAfter"] == 8


def test_not_found_does_not_tell_what_is_hidden():
    assert NotFound().extensions() == {"code": "NOT_FOUND"}


def test_an_internal_fault_shows_nothing_but_its_reference():
    error = Internal("k7f3")
    assert error.extensions() == {"code": "INTERNAL", "reference": "k7f3"}
    assert "k7f3" not in error.message
