"""Requests in and answers out: where the query is, how a value or a refusal is written."""

import re
from typing import Any
from urllib.parse import parse_qs

import orjson
from starlette.requests import Request
from starlette.responses import Response

from .errors import ApiError, bad_text

_CALLBACK = re.compile(r"[A-Za-z_$][\w$.]{0,80}")


def json_response(value: Any, callback: str = "") -> Response:
    """The value as JSON, or as a call of a function of the page for JSONP."""
    body = orjson.dumps(value)
    if callback:
        return Response(b"%b(%b)" % (callback.encode(), body), media_type="application/javascript")
    return Response(body, media_type="application/json")


def refusal(error: ApiError) -> Response:
    """A refusal: JSON when it has an `errorType`, else its message as text."""
    if error.error_type:
        body = orjson.dumps({"errorType": error.error_type, "message": error.message})
        return Response(body, error.status, media_type="application/json")
    return Response(error.message, error.status, media_type="text/plain")


async def query_text(request: Request) -> str:
    """The text of the `query` parameter: a form field when posted, else in the query-string."""
    found = request.query_params.get("query")
    if request.method == "POST":
        form = parse_qs((await request.body()).decode("utf-8", "replace"), keep_blank_values=True)
        found = form.get("query", [found])[0]
    if not found:
        raise bad_text("Requête invalide : le paramètre query est absent")
    return found


def callback_of(request: Request) -> str:
    """The name of the JSONP function, empty when there is none. Raises `ApiError` for what is no name."""
    name = request.query_params.get("callback", "")
    if name and not _CALLBACK.fullmatch(name):
        raise bad_text("callback : nom de fonction attendu")
    return name
