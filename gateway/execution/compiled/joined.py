"""Compiles an operation to functions that join bytes: what does not change of an object is written once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from graphql import (
    FieldNode,
    GraphQLField,
    GraphQLObjectType,
    GraphQLOutputType,
    get_named_type,
    is_abstract_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
    is_object_type,
)

from gateway.execution.compiled.compiler import Children, Compiler, is_typename, metadata
from gateway.execution.compiled.plan import Join, Plan
from gateway.execution.compiled.rendered import tokens
from gateway.execution.compiled.selections import Selections, Sets, below
from gateway.graph.node import Node
from gateway.source import Link

NULL = b"null"


@dataclass(slots=True)
class Segments:
    """The members of an object in order: runs of constant ones, and between them what is filled in later."""

    texts: list[str] = field(default_factory=list)
    holes: list[str] = field(default_factory=list)
    _members: list[str] = field(default_factory=list)

    def member(self, key: str, expression: str) -> None:
        """One that goes into the bytes."""
        self._members.append(f"{key!r}: {expression}")

    def hole(self, key: str, line: str) -> None:
        """One that `line` appends."""
        self.texts.append(self._text(f'"{key}":'))
        self.holes.append(line)

    def end(self) -> None:
        """The object ends."""
        self.texts.append(self._text("}"))

    def _text(self, after: str) -> str:
        begin, members = "," if self.texts else "{", self._members
        self._members = []
        if members:
            tail = f",{after}" if after != "}" else after
            return f"{begin.encode()!r} + dumps({{{', '.join(members)}}})[1:-1] + {tail.encode()!r}"
        alone = "}" if self.texts else "{}"  # nothing of this object was asked for
        return repr((alone if after == "}" else begin + after).encode())


class JoinCompiler(Compiler):
    """Compiles the same plan a second time; places, slots and arguments are those of the first."""

    def __init__(self, selections: Selections, plan: Plan) -> None:
        """`plan` was made of these selections."""
        super().__init__(selections, plan)
        self._names |= {"dumps": orjson.dumps, "NULL": NULL}
        self._changing: dict[tuple[Any, ...], bool] = {}

    def join(self) -> dict[str, Join]:
        """For each root's key the function that appends its bytes."""
        return self._of_roots(self._joiner, "<joined plan>")

    def _joiner(self, kind: GraphQLOutputType, sets: Sets, children: Children) -> str:
        """The name of a function `(value, run, out)` that appends the bytes of a value."""
        known = ("join", str(kind), tuple(map(id, sets)), id(children))
        if known not in self._functions:
            name = self._functions[known] = self._new("j")
            lines = [f"def {name}(v, run, out):", *self._joined(kind, sets, children)]
            self._lines.append("\n ".join(lines))
        return self._functions[known]

    def _joined(self, kind: GraphQLOutputType, sets: Sets, children: Children) -> Iterator[str]:
        inner: Any = kind.of_type if is_non_null_type(kind) else kind
        if not self._changes(inner, sets, inside=False):
            yield f"out.append(dumps({self._writer(kind, sets, children)}(v, run)))"
            return
        yield from self._joined_value("v", kind, sets, children)

    def _joined_value(
        self, name: str, kind: GraphQLOutputType, sets: Sets, children: Children
    ) -> Iterator[str]:
        """Lines that append the bytes of a variable."""
        inner: Any = kind.of_type if is_non_null_type(kind) else kind
        if inner is not kind:
            yield f"if {name} is None: missing()"
            yield from self._joined_present(name, inner, sets, children)
        else:
            yield f"if {name} is None: out.append(NULL)"
            yield "else:"
            yield from (f" {line}" for line in self._joined_present(name, inner, sets, children))

    def _joined_present(self, name: str, kind: Any, sets: Sets, children: Children) -> Iterator[str]:
        if is_list_type(kind):
            item = self._new("i")
            yield "out.append(b'[')"
            yield "s = False"
            yield f"for {item} in {name}:"
            yield " if s: out.append(b',')"
            yield " s = True"
            yield from (f" {line}" for line in self._joined_item(item, kind.of_type, sets, children))
            yield "out.append(b']')"
        elif is_object_type(kind):
            yield f"{self._joined_object(sets, kind, children)}({name}, run, out)"
        elif is_abstract_type(kind):
            yield f"{self._joined_by_class(kind, sets, children)}[{name}.__class__]({name}, run, out)"

    def _joined_item(
        self, item: str, kind: GraphQLOutputType, sets: Sets, children: Children
    ) -> Iterator[str]:
        """Lists in lists need a function of their own, for their own variables."""
        if is_list_type(kind.of_type if is_non_null_type(kind) else kind):
            yield f"{self._joiner(kind, sets, children)}({item}, run, out)"
        else:
            yield from self._joined_value(item, kind, sets, children)

    def _joined_object(self, sets: Sets, kind: GraphQLObjectType, children: Children) -> str:
        known = ("joined", tuple(map(id, sets)), kind.name, id(children))
        if known not in self._functions:
            name = self._functions[known] = self._new("b")
            self._lines.append(self._joined_text(name, sets, kind, children))
        return self._functions[known]

    def _joined_text(self, name: str, sets: Sets, kind: GraphQLObjectType, children: Children) -> str:
        segments, kept = Segments(), is_entity(kind)
        for key, nodes in self._selections.fields(sets, kind).items():
            if is_typename(nodes):
                segments.member(key, repr(kind.name))
                continue
            definition = self._definition(kind, nodes)
            if self._field_changes(nodes, definition, inside=kept):
                segments.hole(key, self._hole(key, nodes, definition, children))
            else:
                segments.member(key, self._plain(nodes, definition, children))
        segments.end()
        made = f"def m{name}(o, run):\n return ({', '.join(segments.texts)},)"
        lines = [f"def {name}(o, run, out):"]
        if kept:
            token = next(tokens)
            lines.append(f"p = run.young.get(({token}, run.variant, id(o)))")
            lines.append(f"if p is None: p = run.render({token}, o, m{name})")
            lines.append("else: run.hits += 1")
        else:
            lines.append(f"p = m{name}(o, run)")
        for number, line in enumerate(segments.holes):
            lines += [f"out.append(p[{number}])", line]
        lines.append(f"out.append(p[{len(segments.holes)}])")
        return made + "\n" + "\n ".join(lines)

    def _hole(
        self, key: str, nodes: Sequence[FieldNode], definition: GraphQLField, children: Children
    ) -> str:
        declared = metadata(definition, "declared")
        if not isinstance(declared, Link):
            join = self._joiner(definition.type, below(nodes), children)
            return f"{join}({self._read(nodes, definition)}, run, out)"
        slot = self._slot(key, nodes, definition, declared, children)
        join = self._joiner(definition.type, below(nodes), self.plan.slots[slot].place.children)
        return f"run.joins[{slot}].append((out, len(out), o, {join})); out.append(NULL)"

    def _joined_by_class(self, kind: Any, sets: Sets, children: Children) -> str:
        table, entries = self._new("t"), []
        for possible in self._selections.schema.get_possible_types(kind):
            origin = possible.extensions["strawberry-definition"].origin
            entries.append(f"{self._name(origin)}: {self._joined_object(sets, possible, children)}")
        self._lines.append(f"{table} = {{{', '.join(entries)}}}")
        return table

    def _changes(self, kind: GraphQLOutputType, sets: Sets, *, inside: bool) -> bool:
        """Whether a part must stay open: it has links or depends on the reader, or is better kept alone."""
        named: Any = get_named_type(kind)
        if is_leaf_type(named):
            return False
        known = (named.name, tuple(map(id, sets)), inside)
        if known not in self._changing:
            self._changing[known] = any(
                self._any_changes(one, sets, inside=inside) for one in self._selections.kinds(named)
            )
        return self._changing[known]

    def _any_changes(self, kind: GraphQLObjectType, sets: Sets, *, inside: bool) -> bool:
        if is_entity(kind) and not inside:
            return True
        return any(
            self._field_changes(nodes, self._definition(kind, nodes), inside=inside)
            for nodes in self._selections.fields(sets, kind).values()
            if not is_typename(nodes)
        )

    def _field_changes(self, nodes: Sequence[FieldNode], definition: GraphQLField, *, inside: bool) -> bool:
        if isinstance(metadata(definition, "declared"), Link) or metadata(definition, "reader") is not None:
            return True
        return self._changes(definition.type, below(nodes), inside=inside)


def is_entity(kind: GraphQLObjectType) -> bool:
    """Whether a type is one of those that sources keep from request to request."""
    origin = getattr(kind.extensions.get("strawberry-definition"), "origin", None)
    return isinstance(origin, type) and issubclass(origin, Node)
