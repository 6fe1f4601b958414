"""Kinds of nodes: tables of fields and edges, and the answer made from a ``fields`` expression."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from sources.social.emulator import errors

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sources.social.emulator.fields import Selection
    from sources.social.emulator.state import Reading

ABSENT: Final = object()
"""What a field gives when its key does not appear in the answer."""

Field = Callable[["Reading", Any], Any]
Edge = Callable[["Reading", Any, "Selection"], Any]


@dataclass(frozen=True)
class NodeKind:
    """A kind of node: its name in error messages, fields, edges, and the fields given when none is asked."""

    name: str
    fields: Mapping[str, Field]
    edges: Mapping[str, Edge] = field(default_factory=dict)
    default: tuple[str, ...] = ("id",)


def render(reading: Reading, kind: NodeKind, thing: Any, chosen: Iterable[Selection]) -> dict[str, Any]:
    """Answer the asked fields of a node, and always its id; raises `GraphError` 100 for an unknown one."""
    answer: dict[str, Any] = {}
    for selection in chosen:
        if selection.name in kind.fields:
            value = _narrow(kind.fields[selection.name](reading, thing), selection)
        elif selection.name in kind.edges:
            value = kind.edges[selection.name](reading, thing, selection)
        else:
            raise errors.unknown_field(selection.name, kind.name)
        if value is not ABSENT:
            answer[selection.key] = value
    if not answer:
        answer = {name: value for name, value in _defaults(reading, kind, thing) if value is not ABSENT}
    if "id" in kind.fields and "id" not in answer:
        answer["id"] = kind.fields["id"](reading, thing)
    return answer


def _defaults(reading: Reading, kind: NodeKind, thing: Any) -> Iterable[tuple[str, Any]]:
    return ((name, kind.fields[name](reading, thing)) for name in kind.default)


def _narrow(value: Any, selection: Selection) -> Any:
    """Keep the asked keys of a plain object, such as ``target{id}``."""
    if not selection.children or not isinstance(value, dict):
        return value
    return {
        below.key: _narrow(value[below.name], below) for below in selection.children if below.name in value
    }
