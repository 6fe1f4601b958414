"""Compiles an operation: one Python function per selection set and concrete type, one slot per link."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

from graphql import (
    FieldNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLObjectType,
    GraphQLOutputType,
    InlineFragmentNode,
    is_abstract_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
    is_object_type,
)

from gateway.execution.compiled.leaves import leaf
from gateway.execution.compiled.plan import NeedsOrdinary, Place, Plan, Root, Slot, Unsupported
from gateway.execution.compiled.selections import Selections, Sets, below
from gateway.graph.text import chosen, lookup_chain
from gateway.source import Link

Children = list[int]


def missing() -> NoReturn:
    """A null where the schema promises a value: the ordinary executor knows how far it bubbles."""
    raise NeedsOrdinary


class Compiler:
    """Compiles one operation; make a new one for each."""

    def __init__(self, selections: Selections, plan: Plan | None = None) -> None:
        """`selections` belong to the operation; a `plan` that was made of them is compiled once more."""
        self.plan = plan or Plan()
        self._selections = selections
        self._names: dict[str, Any] = {"missing": missing, "chosen": chosen, "lookup_chain": lookup_chain}
        self._lines: list[str] = []
        self._functions: dict[tuple[Any, ...], str] = {}
        self._count = 0

    def compile(self, sets: Sets, root: GraphQLObjectType) -> Plan:
        """The plan; raises `Unsupported`."""
        fields = self._selections.fields(sets, root)
        self.plan.blank = {key: root.name if is_typename(nodes) else None for key, nodes in fields.items()}
        drafts = [self._root(key, nodes, root) for key, nodes in fields.items() if not is_typename(nodes)]
        self.plan.source = self._executed("<plan>")
        self.plan.roots = [Root(place, declared, self._names[write]) for place, declared, write in drafts]
        self._count_askers()
        return self.plan

    def _of_roots(
        self, make: Callable[[GraphQLOutputType, Sets, Children], str], title: str
    ) -> dict[str, Any]:
        """For each root's key the function of which `make` gives the name."""
        names = {
            place.key: make(place.definition.type, below(place.nodes), place.children)
            for place in (root.place for root in self.plan.roots)
        }
        self._executed(title)
        return {key: self._names[name] for key, name in names.items()}

    def _executed(self, title: str) -> str:
        """The text of all functions, which are there from now on."""
        text = "\n".join(self._lines)
        exec(compile(text, title, "exec"), self._names)  # noqa: S102  # our own text only
        return text

    def _count_askers(self) -> None:
        """Note of which fields and links there is one place only: nobody else needs what they gave."""
        fields = Counter(id(root.field) for root in self.plan.roots)
        for one in self.plan.roots:
            one.only = fields[id(one.field)] == 1
        links = Counter(id(slot.link) for slot in self.plan.slots)
        for slot in self.plan.slots:
            slot.only = links[id(slot.link)] == 1

    def _root(self, key: str, nodes: Sequence[FieldNode], root: GraphQLObjectType) -> tuple[Place, Any, str]:
        definition = self._definition(root, nodes)
        declared = metadata(definition, "declared") or metadata(definition, "gateway")
        if declared is None:
            raise Unsupported(f"the root field {nodes[0].name.value} is nobody's")
        place = self._place(key, nodes, definition)
        return place, declared, self._writer(definition.type, below(nodes), place.children)

    def _place(self, key: str, nodes: Sequence[FieldNode], definition: GraphQLField) -> Place:
        names = frozenset(self._selected(below(nodes)))
        return Place(key, tuple(nodes), definition, names)

    def _selected(self, sets: Sets) -> set[str]:
        names: set[str] = set()
        for node in (node for selection in sets for node in selection.selections):
            if isinstance(node, FieldNode):
                names.add(node.name.value)
            elif isinstance(node, InlineFragmentNode):
                names |= self._selected((node.selection_set,))
            elif isinstance(node, FragmentSpreadNode):
                names |= self._selected((self._selections.fragments[node.name.value].selection_set,))
        return names

    def _writer(self, kind: GraphQLOutputType, sets: Sets, children: Children) -> str:
        """The name of a function `(value, run) -> part of the answer` for a type."""
        name = self._new("w")
        text = self._value(kind, "v", sets, children)
        self._lines.append(f"def {name}(v, run):\n return {text}")
        return name

    def _object(self, sets: Sets, kind: GraphQLObjectType, children: Children) -> str:
        """The name of a function `(object, run) -> dict` for a selection on a concrete type."""
        known = (tuple(map(id, sets)), kind.name, id(children))
        if known not in self._functions:
            name = self._functions[known] = self._new("o")
            self._lines.append(self._object_text(name, sets, kind, children))
        return self._functions[known]

    def _object_text(self, name: str, sets: Sets, kind: GraphQLObjectType, children: Children) -> str:
        entries, waits = [], list[str]()
        for key, nodes in self._selections.fields(sets, kind).items():
            if is_typename(nodes):
                entries.append(f"{key!r}: {kind.name!r}")
                continue
            definition = self._definition(kind, nodes)
            if isinstance(declared := metadata(definition, "declared"), Link):
                slot = self._slot(key, nodes, definition, declared, children)
                write = self._writer(definition.type, below(nodes), self.plan.slots[slot].place.children)
                entry, wait = self._open(slot, write)
                entries.append(f"{key!r}: {entry}")
                waits += wait
            else:
                entries.append(f"{key!r}: {self._plain(nodes, definition, children)}")
        body = ", ".join(entries)
        if not waits:
            return f"def {name}(o, run):\n return {{{body}}}"
        return "\n ".join([f"def {name}(o, run):", f"d = {{{body}}}", *waits, "return d"])

    def _open(self, slot: int, write: str) -> tuple[str, list[str]]:
        """What stands for a link's value at first, and lines that put the object before the slot.

        All concrete types behind one field share a slot.
        """
        return "None", [f"run.waiting[{slot}].append((d, o, {write}))"]

    def _slot(
        self, key: str, nodes: Sequence[FieldNode], definition: GraphQLField, link: Link, children: Children
    ) -> int:
        place = self._place(key, nodes, definition)
        for number in children:
            known = self.plan.slots[number]
            if (known.link, known.place.key, known.place.nodes) == (link, key, place.nodes):
                return number
        self.plan.slots.append(Slot(place, link))
        children.append(len(self.plan.slots) - 1)
        return children[-1]

    def _plain(self, nodes: Sequence[FieldNode], definition: GraphQLField, children: Children) -> str:
        value = self._new("v")
        read = self._read(nodes, definition)
        text = self._value(definition.type, value, below(nodes), children)
        return _bound(text, value, read)

    def _read(self, nodes: Sequence[FieldNode], definition: GraphQLField) -> str:
        """An expression that reads a plain field of `o`."""
        field = definition.extensions.get("strawberry-definition")
        if field is None or field.extensions or field.permission_classes:
            raise Unsupported("a field with extensions of its own")
        localized = field.metadata.get("localized")
        if localized is not None:
            given = self._argument(nodes, definition)
            chain = f"(lookup_chain(({given}['locale'],)) if {given}.get('locale') else run.chain)"
            return f"chosen({self._name(localized)}(o), {chain})"
        if (personal := field.metadata.get("reader")) is not None:
            given = f", **{self._argument(nodes, definition)}" if definition.args else ""
            return f"{self._name(personal)}(o, run.reader{given})"
        if field.base_resolver is None:
            return f"o.{field.python_name}"
        return self._call(nodes, definition, field.base_resolver)

    def _call(self, nodes: Sequence[FieldNode], definition: GraphQLField, resolver: Any) -> str:
        reserved = {resolver.info_parameter, resolver.root_parameter, resolver.parent_parameter} - {None}
        if resolver.is_async or reserved or not resolver.self_parameter:
            raise Unsupported("a resolver that wants more than its object and arguments")
        given = f", **{self._argument(nodes, definition)}" if resolver.arguments else ""
        return f"{self._name(resolver.wrapped_func)}(o{given})"

    def _argument(self, nodes: Sequence[FieldNode], definition: GraphQLField) -> str:
        for number, place in enumerate(self.plan.arguments):
            if place.nodes == tuple(nodes):
                return f"run.arguments[{number}]"
        self.plan.arguments.append(Place("", tuple(nodes), definition, frozenset()))
        return f"run.arguments[{len(self.plan.arguments) - 1}]"

    def _value(self, kind: GraphQLOutputType, value: str, sets: Sets, children: Children) -> str:
        """An expression for the answer of `value`, a name, as a type says."""
        if is_non_null_type(kind):
            inner: Any = kind.of_type
            return f"missing() if {value} is None else {self._present(inner, value, sets, children)}"
        return f"None if {value} is None else {self._present(kind, value, sets, children)}"

    def _present(self, kind: GraphQLOutputType, value: str, sets: Sets, children: Children) -> str:
        if is_list_type(kind):
            item = self._new("i")
            inner: GraphQLOutputType = kind.of_type
            return f"[({self._value(inner, item, sets, children)}) for {item} in {value}]"
        if is_leaf_type(kind):
            return leaf(kind, value, self._name)
        if is_object_type(kind):
            return f"{self._object(sets, kind, children)}({value}, run)"
        if is_abstract_type(kind):
            return f"{self._by_class(kind, sets, children)}[{value}.__class__]({value}, run)"
        raise Unsupported("an unknown kind of type")

    def _by_class(self, kind: Any, sets: Sets, children: Children) -> str:
        """The name of a table runtime class -> function, filled once all functions exist."""
        table = self._new("t")
        entries = []
        for possible in self._selections.schema.get_possible_types(kind):
            origin = possible.extensions["strawberry-definition"].origin
            entries.append(f"{self._name(origin)}: {self._object(sets, possible, children)}")
        self._lines.append(f"{table} = {{{', '.join(entries)}}}")
        return table

    def _definition(self, kind: GraphQLObjectType, nodes: Sequence[FieldNode]) -> GraphQLField:
        definition: GraphQLField | None = kind.fields.get(nodes[0].name.value)
        if definition is None:
            raise Unsupported("introspection")
        return definition

    def _name(self, value: Any) -> str:
        for name, known in self._names.items():
            if known is value:
                return name
        name = self._new("n")
        self._names[name] = value
        return name

    def _new(self, prefix: str) -> str:
        self._count += 1
        return f"{prefix}{self._count}"


def _bound(text: str, name: str, read: str) -> str:
    """The expression reading `name` at its first use: `None if (v1 := o.x) is None else ...`."""
    return "(" + text.replace(f"if {name} is None", f"if ({name} := {read}) is None", 1) + ")"


def metadata(definition: GraphQLField, name: str) -> Any:
    """What the declaration of a field carries under a name; None without it."""
    field = definition.extensions.get("strawberry-definition")
    return getattr(field, "metadata", {}).get(name)


def is_typename(nodes: Sequence[FieldNode]) -> bool:
    """Whether a field is `__typename`."""
    return nodes[0].name.value == "__typename"
