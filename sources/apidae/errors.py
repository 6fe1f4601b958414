"""What Apidae's refusals mean: it answers 404 to most of them, as JSON with an `errorType` or as text."""

from __future__ import annotations

import re
from typing import Any

from gateway.errors import SourceError, SourceInvalid, SourceMisconfigured
from gateway.upstream import Answer

NOT_FOUND = "OBJET_TOURISTIQUE_NOT_FOUND"

_ACCESS = re.compile(r"ACCESS|DENIED|FORBIDDEN|UNAUTHORI|CREDENTIAL|API_?KEY|PROJET", re.IGNORECASE)
_NAME = re.compile(r"[A-Z][A-Z0-9_]{2,80}")


class ObjectUnknown(SourceInvalid):
    """The object does not exist or the project may not see it: for a read of one object, no error at all."""


def classify(answer: Answer) -> SourceError | None:
    """The meaning of an answer that is not 2xx; None leaves it to its status.

    The message is never kept: it may repeat the query, and the query holds the key.
    """
    if answer.status not in {400, 404}:
        return None
    if is_json(answer):
        return refusal(answer.json())
    about_access = _ACCESS.search(answer.body[:2000].decode("utf-8", "replace"))
    return SourceMisconfigured(detail="refused in plain text") if about_access else None


def refusal(value: Any) -> SourceError | None:
    """The error that a JSON value tells of; None for a value that is no refusal."""
    kind = value.get("errorType") if isinstance(value, dict) else None
    if not isinstance(kind, str):
        return None
    name = kind if _NAME.fullmatch(kind) else "an unknown errorType"
    if kind == NOT_FOUND:
        return ObjectUnknown(detail=name)
    if _ACCESS.search(kind):
        return SourceMisconfigured(detail=name)
    return SourceInvalid(detail=f"refused: {name}")


def is_json(answer: Answer) -> bool:
    """Whether an answer says that it is JSON; a page of maintenance or a message is none."""
    kind = next((text for name, text in answer.headers.items() if name.lower() == "content-type"), "")
    return kind.partition(";")[0].strip().lower().endswith("json")
