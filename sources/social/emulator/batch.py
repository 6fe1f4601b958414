"""The batch endpoint: at most fifty calls in one, answered in order, each counted and each failing alone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl

from sources.social.emulator import errors
from sources.social.emulator.calls import Answer, Call, write_json
from sources.social.emulator.errors import GraphError
from sources.social.emulator.graph import answer
from sources.social.emulator.versions import split_version

if TYPE_CHECKING:
    from sources.social.emulator.state import Emulator

MOST: Final = 50
_PAGE = (
    "<!DOCTYPE html><html><head><title>Error</title></head><body>Sorry, something went wrong.</body></html>"
)


def run_batch(emulator: Emulator, envelope: Call) -> Answer:
    """Answer a batch: an array in request order; only a bad envelope or its token fails the whole."""
    version = emulator.versions.served(envelope.asked, emulator.clock.now())
    trace = emulator.trace()
    headers = {"facebook-api-version": version, "x-fb-trace-id": trace, "x-fb-rev": "1000000000"}
    try:
        token = emulator.tokens.check(envelope.token, emulator.now())
        emulator.tokens.check_proof(token, envelope.proof, required=emulator.modes.proof)
        items = read_items(envelope.params["batch"])
    except GraphError as fault:
        emulator.journal.errors[fault.code] += 1
        return Answer(fault.status, fault.body(trace), headers)
    emulator.journal.batch([_bare_path(item) for item in items])
    with_headers = envelope.params.get("include_headers", "true") not in {"false", "0"}
    rows = [_answer_item(emulator, envelope, item, with_headers) for item in items]
    return Answer(200, [_spoil(emulator, place, row) for place, row in enumerate(rows)], headers)


def read_items(text: str) -> list[dict[str, Any]]:
    """Read the ``batch`` parameter; raises `GraphError` 100 when it is no list of one to fifty requests."""
    try:
        items = json.loads(text)
    except (ValueError, RecursionError) as fault:
        raise errors.bad_parameter("Param batch must be a valid JSON array") from fault
    if not isinstance(items, list) or not items:
        raise errors.bad_parameter("Param batch must be a non-empty array")
    if len(items) > MOST:
        raise errors.bad_parameter(f"Too many requests in batch message. Maximum batch size is {MOST}")
    if not all(isinstance(item, dict) and _is_url(item.get("relative_url")) for item in items):
        raise errors.bad_parameter("Each request in a batch needs a relative_url")
    return items


def _is_url(value: Any) -> bool:
    """Tell whether a value is a text of plain characters, as a percent-encoded url is."""
    return isinstance(value, str) and value.isprintable()


def _answer_item(
    emulator: Emulator, envelope: Call, item: dict[str, Any], with_headers: bool
) -> dict[str, Any]:
    found = _answer_url(emulator, envelope, str(item.get("method", "GET")).upper(), item["relative_url"])
    row: dict[str, Any] = {"code": found.status}
    if with_headers:
        names = {**found.headers, "content-type": "application/json; charset=UTF-8"}
        row["headers"] = [{"name": _title(name), "value": value} for name, value in names.items()]
    return row | {"body": write_json(found.body)}


def _answer_url(emulator: Emulator, envelope: Call, method: str, url: str) -> Answer:
    """Answer one item; braces that are not percent-encoded are refused, to find careless clients."""
    path, _, query = url.partition("?")
    asked, bare = split_version(path)
    params = dict(parse_qsl(query, keep_blank_values=True))
    own = params.get("access_token")
    call = Call(
        method=method,
        asked=asked or envelope.asked,
        path=bare,
        params=params,
        token=own or envelope.token,
        proof=params.get("appsecret_proof") if own else envelope.proof,
        base=envelope.base,
    )
    if "{" in url or "}" in url:
        fault = errors.bad_parameter("relative_url must be percent-encoded: it contains a brace")
        trace = emulator.trace()
        return Answer(fault.status, fault.body(trace), {"x-fb-trace-id": trace})
    return answer(emulator, call)


def _spoil(emulator: Emulator, place: int, row: dict[str, Any]) -> dict[str, Any] | None:
    """Spoil each n-th item when a mode says so: null, no body, or a body of HTML."""
    modes = emulator.modes
    if modes.batch == "ok" or (place + 1) % modes.batch_every:
        return row
    if modes.batch == "null":
        return None
    if modes.batch == "html":
        return row | {"body": _PAGE}
    return {name: value for name, value in row.items() if name != "body"}


def _bare_path(item: dict[str, Any]) -> str:
    return "/" + split_version(item["relative_url"].partition("?")[0])[1]


def _title(name: str) -> str:
    return {"facebook-api-version": "Facebook-API-Version"}.get(name, name.title())
