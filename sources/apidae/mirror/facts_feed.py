"""What tells whether an object has changed for the public: the change feed compares it."""

from __future__ import annotations

import hashlib
from typing import Any

import orjson

from sources.apidae.mapping.reading import Raw
from sources.apidae.policy import Verdict


def digest_of(item: Raw, verdict: Verdict) -> dict[str, Any]:
    """`digest` of an object: of all that Apidae says of it and of what the policy makes of that."""
    judged = [verdict.type and verdict.type.name, [one.name for one, _ in verdict.families]]
    told = orjson.dumps([item, judged, *(verdict.declared or ())], option=orjson.OPT_SORT_KEYS)
    return {"digest": hashlib.blake2b(told, digest_size=12).hexdigest()}
