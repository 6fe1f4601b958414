"""Meta's error codes, usage headers and paging."""

from typing import Any

import pytest
from social_samples import FOLDER, needs_samples, sample

from gateway.errors import SourceInvalid, SourceMisconfigured, SourceRateLimited, SourceUnavailable
from sources.social.budget.usage import Usage, read_usage
from sources.social.codes import GraphFault, GraphMissing, UnknownAccount, Verdict, read_error, verdict_of
from sources.social.paging import next_cursor, next_place, rows_of


@pytest.mark.parametrize(
    ("code", "subcode", "kind"),
    [
        (1, None, SourceUnavailable),
        (2, 99, SourceUnavailable),
        (3, None, SourceMisconfigured),
        (4, None, SourceRateLimited),
        (10, None, SourceMisconfigured),
        (17, 2446079, SourceRateLimited),
        (24, 2207045, GraphMissing),
        (32, None, SourceRateLimited),
        (100, 33, GraphMissing),
        (100, None, GraphFault),
        (102, None, SourceMisconfigured),
        (110, 2207013, UnknownAccount),
        (190, 463, SourceMisconfigured),
        (200, None, SourceMisconfigured),
        (299, None, SourceMisconfigured),
        (341, None, SourceRateLimited),
        (368, None, SourceRateLimited),
        (613, 1996, SourceRateLimited),
        (803, None, GraphMissing),
        (1705, None, SourceMisconfigured),
        (2500, None, GraphFault),
        (80001, None, SourceRateLimited),
        (80002, 2446079, SourceRateLimited),
        (80004, None, SourceInvalid),
        (18, None, SourceInvalid),
        (110, None, SourceInvalid),
        (24, None, SourceInvalid),
    ],
)
def test_code_and_subcode_decide(code: int, subcode: int | None, kind: type[Exception]):
    # the type and the flag lie: they say the opposite of most codes
    raw = {
        "code": code,
        "error_subcode": subcode,
        "type": "OAuthException",
        "is_transient": True,
        "message": "m",
    }
    error = read_error({"error": raw})
    assert error is not None
    found = error.as_source_error(minutes=12)
    assert type(found) is kind
    assert found.transient == (code in {1, 2})
    assert "m" not in (found.detail or "").replace("code", "")


def test_minutes_become_seconds_of_pause_only_for_throttles():
    throttled, blocked = read_error({"error": {"code": 4}}), read_error({"error": {"code": 368}})
    token = read_error({"error": {"code": 190}})
    assert throttled is not None
    assert blocked is not None
    assert token is not None
    assert throttled.as_source_error(12).retry_after == 720
    assert throttled.as_source_error().retry_after is None
    assert blocked.as_source_error(12).retry_after == 6 * 3600
    assert token.as_source_error(12).retry_after is None


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        {},
        {"error": "text"},
        {"error": {}},
        {"error": {"code": "4"}},
        {"error": {"code": True}},
        "x",
    ],
)
def test_a_body_of_another_shape_is_no_error_we_know(body: Any):
    assert read_error(body) is None


@needs_samples
def test_recorded_errors_are_read():
    verdicts = {path.name: read_error(sample(f"errors/{path.name}")) for path in FOLDER.glob("errors/*.json")}
    assert {name: error and error.verdict for name, error in verdicts.items()} == {
        "100_33_object_missing.json": Verdict.MISSING,
        "100_appsecret_proof_required.json": Verdict.FAULT,
        "100_ids_parameter_removed_http500.json": Verdict.FAULT,
        "10_permission.json": Verdict.RIGHTS,
        "110_2207013_discovery_unknown_user.json": Verdict.UNKNOWN_ACCOUNT,
        "190_460_password_changed.json": Verdict.CREDENTIALS,
        "24_2207045_oembed_not_found.json": Verdict.MISSING,
        "4_app_limit.json": Verdict.THROTTLED,
        "80001_pages_buc.json": Verdict.THROTTLED,
        "oauth_dialog_error.json": None,
    }


def test_unknown_codes_are_told_apart_from_known_ones():
    assert verdict_of(99999, None) is Verdict.UNKNOWN
    assert verdict_of(100, 12345) is Verdict.FAULT


BUC = (
    '{"1":[{"type":"instagram","call_count":100,"total_cputime":23,"total_time":23,'
    '"estimated_time_to_regain_access":12}],"2":[{"type":"pages","call_count":1}]}'
)


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, {}),
        ({"X-App-Usage": '{"call_count":28,"total_time":25,"total_cputime":25}'}, {"app": Usage(28)}),
        ({"X-Page-Usage": '{"call_count":5,"total_time":95.5}'}, {"pages:7": Usage(95.5)}),
        (
            {"X-Business-Use-Case-Usage": BUC, "X-App-Usage": '{"call_count":3}'},
            {"app": Usage(3), "instagram:1": Usage(100, 12), "pages:2": Usage(1)},
        ),
        ({"X-App-Usage": "{call_count: many"}, {}),
        ({"X-App-Usage": "[1,2]", "X-Business-Use-Case-Usage": '{"1":[3,null],"2":"x"}'}, {}),
        ({"X-App-Usage": '{"call_count":"9","total_time":null,"total_cputime":true}'}, {}),
    ],
)
def test_usage_headers_are_read_with_patience(headers: dict[str, str], expected: dict[str, Usage]):
    assert read_usage(headers, "pages:7") == expected


NEXT_URL = "https://graph.example/v26.0/1/media?access_token=SECRET&limit=50"


@pytest.mark.parametrize(
    "paging",
    [
        {"cursors": {"before": "b"}},
        {"cursors": {"before": "b", "after": "a"}, "previous": NEXT_URL},
        {"previous": NEXT_URL},
        None,
    ],
)
def test_the_four_shapes_of_a_last_page_end_the_list(paging: Any):
    assert next_place({"data": [{"id": "1"}], "paging": paging}) is None
    assert next_place({"data": []}) is None


def test_an_empty_page_with_a_next_goes_on():
    page = {"data": [], "paging": {"cursors": {"after": "QVF="}, "next": f"{NEXT_URL}&after=QVF="}}
    assert next_place(page) == {"after": "QVF="}


def test_older_paging_is_followed_by_its_own_parameters_without_the_token():
    old = f"{NEXT_URL}&until=1624385168&since&__paging_token=abc&__previous"
    assert next_place({"paging": {"next": old}}) == {"until": "1624385168", "__paging_token": "abc"}


@pytest.mark.parametrize(
    "paging",
    [
        {"next": NEXT_URL},
        {"next": "https://[broken"},
        {"next": NEXT_URL, "cursors": {"after": "a){evil"}},
        {"next": NEXT_URL, "cursors": {"after": 3}},
    ],
)
def test_a_list_that_goes_on_without_a_usable_place_is_an_error_and_not_an_end(paging: Any):
    with pytest.raises(SourceInvalid):
        next_place({"data": [], "paging": paging})


@pytest.mark.parametrize("page", [None, [], {}, {"data": None}, {"data": {"id": "1"}}])
def test_a_page_without_rows_is_an_error_and_not_an_empty_page(page: Any):
    with pytest.raises(SourceInvalid):
        rows_of(page)


@pytest.mark.parametrize(
    ("media", "cursor"),
    [
        ({"data": [1], "paging": {"cursors": {"after": "a"}}}, "a"),
        ({"data": [1], "paging": {"cursors": {"before": "b"}}}, None),
        ({"data": [1], "paging": {"cursors": {"after": ""}}}, None),
        ({"data": [], "paging": {"cursors": {"after": "a"}}}, None),
        ({"data": [1]}, None),
    ],
)
def test_a_discovered_list_ends_without_after_or_rows(media: Any, cursor: str | None):
    assert next_cursor(media) == cursor


@needs_samples
def test_recorded_pages_are_followed():
    assert next_place(sample("ig/media_list_first_page.json")) == {"after": "after"}
    assert next_place(sample("ig/media_list_last_page_reel_carousel.json")) is None
    assert next_place(sample("ig/tagged_media_no_paging.json")) is None
    old = next_place(sample("fb/feed_old_paging_token.json"))
    assert old == {"until": "1624385168", "__paging_token": "MASKED"}
