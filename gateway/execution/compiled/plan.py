"""What the compiler makes and the runner runs: functions that write answers, and slots for links."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from graphql import FieldNode, GraphQLError, GraphQLField

from gateway.errors import GatewayError
from gateway.execution.compiled.rendered import PARTS, Key, Rendered
from gateway.graph.reading import Reader
from gateway.source import Link, RootField

if TYPE_CHECKING:
    from gateway.execution.compiled.arguments import ArgumentReader
    from gateway.execution.compiled.selections import Selections

Write = Callable[[Any, "Run"], Any]
"""Turns a value into its part of the answer."""

Join = Callable[[Any, "Run", list[Any]], None]
"""Appends the bytes of a value; lists among them are filled in later."""


Hole = tuple[int, Any, Write]
"""A slot, the parent that waits there, and how the value will be written."""


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
    reader: ArgumentReader | None = None

    def failed(self, error: GatewayError, path: Sequence[str | int]) -> GraphQLError:
        """The error of this field at a path."""
        # graphql-core takes every other collection than a list for a node
        return GraphQLError(error.message, nodes=list(self.nodes), path=path, original_error=error)


@dataclass(slots=True)
class Root:
    """A root field of the operation: a source's, or a resolver of the gateway's own."""

    place: Place
    field: RootField | Callable[..., Any]
    write: Write
    only: bool = False
    """Whether no other root of the operation asks the same field."""


@dataclass(slots=True)
class Slot:
    """A link below other fields; all parents that a run brings to it are asked about together."""

    place: Place
    link: Link
    only: bool = False
    """Whether no other slot of the operation follows the same link."""
    watched: frozenset[str] = field(init=False)
    """Of the selected fields those that the link wants to know of."""

    def __post_init__(self) -> None:
        self.watched = self.place.selected.intersection(self.link.watches)


TRIAL, PAUSE, WORTH = 400, 10_000, 0.3
"""So many runs join bytes on trial; after so many others they try again; this share of hits is worth it."""


@dataclass(slots=True)
class Heat:
    """Whether objects come again: joining bytes costs more than writing the whole answer when they do not."""

    noted: int = 0
    hits: int = 0
    pieces: int = 0
    rest: int = 0

    def joins(self) -> bool:
        """Whether this run is to join bytes."""
        if self.rest == 0:
            return True
        self.rest -= 1
        return False

    def note(self, hits: int, misses: int) -> None:
        """What a joining run found; the second half of a trial decides. Runs may overlap."""
        self.noted += 1
        if self.noted > TRIAL // 2:
            self.hits += hits
            self.pieces += hits + misses
        if self.noted >= TRIAL:
            warm = self.pieces > 0 and self.hits >= self.pieces * WORTH
            self.noted = self.hits = self.pieces = 0
            self.rest = 0 if warm else PAUSE


@dataclass(slots=True)
class Plan:
    """A compiled operation. `arguments` are plain fields' with arguments, worked out once a run.

    `blank` is the answer before anything is known: every response key, in order. `leads_to` names the types
    that its links give.
    """

    blank: dict[str, Any] = field(default_factory=dict)
    roots: list[Root] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)
    arguments: list[Place] = field(default_factory=list)
    source: str = ""
    selections: Selections | None = None
    joined: dict[str, Join] | None = None
    staged: dict[str, Write] | None = None
    leads_to: frozenset[str] = frozenset()
    heat: Heat = field(default_factory=Heat)
    variants: dict[Any, int] = field(default_factory=dict)
    chain: bool | None = None

    @property
    def is_chain(self) -> bool:
        """Whether one thing is asked after the other: a root, a link of what it gave, a link of that."""
        if self.chain is None:
            places = [root.place for root in self.roots] + [slot.place for slot in self.slots]
            self.chain = len(self.roots) <= 1 and all(len(place.children) <= 1 for place in places)
        return self.chain


@dataclass(slots=True)
class Run:
    """One run of a plan: its variables' effects and the parents waiting at each slot.

    `chain` are the tags of languages to look for, best first. `waiting[slot]` holds (object to write
    into, parent, how to write the value), `joins[slot]` the same for bytes: (list, position in it, parent,
    how), `holes` the same in the order of a text. `variant` stands for arguments and languages; `young` are
    the pieces kept lately when the run began, `hits` and `misses` count those that were kept or not.
    """

    reader: Reader
    chain: tuple[str, ...]
    arguments: list[Mapping[str, Any]]
    waiting: list[list[tuple[dict[str, Any], Any, Write]]]
    rendered: Rendered
    young: Mapping[Key, PARTS]
    joins: list[list[tuple[list[Any], int, Any, Join]]] = field(default_factory=list)
    holes: list[Hole] = field(default_factory=list)
    variant: int = 0
    hits: int = 0
    misses: int = 0

    def render(self, token: int, item: Any, make: Callable[[Any, Run], PARTS]) -> PARTS:
        """The pieces of an object that are not among the young ones."""
        key = (token, self.variant, id(item))
        parts = self.rendered.again(key)
        if parts is not None:
            self.hits += 1
            return parts
        self.misses += 1
        parts = make(item, self)
        self.rendered.put(key, item, parts)
        return parts


@dataclass(slots=True)
class Result:
    """What a run gives, like an execution result; with `joined` the data as JSON, and `data` is None."""

    data: dict[str, Any] | None
    errors: list[GraphQLError] = field(default_factory=list)
    joined: bytes | None = None
