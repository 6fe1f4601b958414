"""What the compiler makes and the runner runs: functions that write answers, and slots for links."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graphql import FieldNode, GraphQLField

from gateway.graph.reading import Reader
from gateway.source import Link, RootField

Write = Callable[[Any, "Run"], Any]
"""Turns a value into its part of the answer."""


class Unsupported(Exception):  # noqa: N818  # not a failure: the ordinary executor takes over
    """Something in the operation is not compiled; it always goes to the ordinary executor."""


class NeedsOrdinary(Exception):  # noqa: N818  # not a failure: the ordinary executor takes over
    """While running, something came up whose exact treatment is left to the ordinary executor."""


@dataclass(slots=True)
class Place:
    """A field whose value comes from a source: where its arguments stand and what lies below it."""

    key: str
    nodes: Sequence[FieldNode]
    definition: GraphQLField
    selected: frozenset[str]
    children: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Root:
    """A root field of the operation: a source's, or a resolver of the gateway's own."""

    place: Place
    field: RootField | Callable[..., Any]
    write: Write


@dataclass(slots=True)
class Slot:
    """A link below other fields; all parents that a run brings to it are asked about together."""

    place: Place
    link: Link


@dataclass(slots=True)
class Plan:
    """A compiled operation. `arguments` are plain fields' with arguments, worked out once a run.

    `blank` is the answer before anything is known: every response key, in order.
    """

    blank: dict[str, Any] = field(default_factory=dict)
    roots: list[Root] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)
    arguments: list[Place] = field(default_factory=list)
    source: str = ""


@dataclass(slots=True)
class Run:
    """One run of a plan: its variables' effects and the parents waiting at each slot.

    `waiting[slot]` holds (object to write into, parent, how to write the value).
    """

    reader: Reader
    locales: tuple[str, ...]
    arguments: list[Mapping[str, Any]]
    waiting: list[list[tuple[dict[str, Any], Any, Write]]]
