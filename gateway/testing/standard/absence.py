"""A graph in which one source is switched off, or the database away (standards 12 and 10)."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping

from gateway.testing.standard.asking import Asking
from gateway.testing.standard.faulty import all_roots
from gateway.testing.standard.ground import Ground
from gateway.testing.standard.served import Served, served


def changed_without(ground: Ground, asking: Asking, missed: Mapping[str, str]) -> Iterator[str]:
    """What changes for others when the source is off, and what of its own does not say so.

    `missed` names what must change, as `source.field`, with the reason.
    """
    source = asking.source
    with served(ground.environ | {"GATEWAY_DISABLED_SOURCES": source.name}) as one:
        schemas = [gate.client.get(f"{gate.url}/schema.graphql").text for gate in (ground.plain, one)]
        if schemas[0] != schemas[1]:
            yield "the schema changes"
        for other in ground.sources:
            if other.name != source.name:
                changed = set(_changed(ground, ground.asking(other), one))
                named = {name for name in missed if name.startswith(f"{other.name}.")}
                yield from (f"{name} changes" for name in sorted(changed - named))
                yield from (f"{name} is exempt, and does not change" for name in sorted(named - changed))
        yield from _silent(ground, asking, one)


def _changed(ground: Ground, asking: Asking, one: Served) -> Iterator[str]:
    for field in asking.source.fields:
        query = asking.root(field, first=20, known=ground.known)
        if query and ground.plain.ask(query).content != one.ask(query).content:
            yield f"{asking.source.name}.{field.name}"


def _silent(ground: Ground, asking: Asking, one: Served) -> Iterator[str]:
    for field in asking.source.fields:
        name, _ = asking.field_of(field)
        if query := asking.root(field, first=3, known=ground.known):
            answer = one.answer(query)
            codes = [error["extensions"]["code"] for error in answer.get("errors", ())]
            if (answer.get("data") or {}).get(name, "") is not None or codes != ["SOURCE_DISABLED"]:
                yield f"{name} gives {codes or 'data'} instead of null and SOURCE_DISABLED"


def lost_without_database(ground: Ground, asking: Asking, seconds: float) -> Iterator[str]:
    """Root fields that give neither data nor a typed error when the database is away."""
    started = time.monotonic()
    answer = ground.without_database.answer(all_roots(ground, asking, 5))
    took = time.monotonic() - started
    codes = {error["extensions"]["code"] for error in answer.get("errors", ())}
    if took > seconds:
        yield f"the answer takes {took:.1f} s"
    if codes - {"SOURCE_UNAVAILABLE", "SOURCE_TIMEOUT"}:
        yield f"the answer has {sorted(codes)}"
    if not codes and any(value is None for value in (answer.get("data") or {"": None}).values()):
        yield "a field is null without a code"
