"""Compiles a plan once more, for runs in stages: a hole is written where the value of a link will be."""

from __future__ import annotations

from secrets import token_hex

import orjson
from graphql import GraphQLOutputType, get_named_type, is_leaf_type, is_list_type

from gateway.execution.compiled.compiler import Children, Compiler
from gateway.execution.compiled.plan import Plan, Write
from gateway.execution.compiled.selections import Selections, Sets

HOLE = f"hole {token_hex(12)}"
"""Stands in a text where a link's value will be; nobody outside this process can know it."""


class StageCompiler(Compiler):
    """Places, slots and arguments are those of the plan; its functions note holes instead of objects."""

    def __init__(self, selections: Selections, plan: Plan) -> None:
        """`plan` was made of these selections."""
        super().__init__(selections, plan)
        self._names |= {"HOLE": HOLE, "dumps": orjson.dumps, "Fragment": orjson.Fragment}
        self._in_list = False

    def stages(self) -> dict[str, Write]:
        """For each root's key the function that writes its value."""
        return self._of_roots(self._writer, "<staged plan>")

    def _present(self, kind: GraphQLOutputType, value: str, sets: Sets, children: Children) -> str:
        """The items of an outermost list are written one by one: what an item was made of is gone at once."""
        if self._in_list or not is_list_type(kind) or is_leaf_type(get_named_type(kind)):
            return super()._present(kind, value, sets, children)
        self._in_list = True
        item = self._new("i")
        written = f"Fragment(dumps({self._value(kind.of_type, item, sets, children)}))"
        self._in_list = False
        return f"[{written} for {item} in {value}]"

    def _open(self, slot: int, write: str) -> tuple[str, list[str]]:
        """Holes are noted in the order of the keys, which is that of the text."""
        return f"run.holes.append(({slot}, o, {write})) or HOLE", []
