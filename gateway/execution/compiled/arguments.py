"""Arguments of fields: constants are worked out once, plain variables are passed on as they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from graphql import (
    ArgumentNode,
    FieldNode,
    GraphQLField,
    VariableNode,
    VariableValues,
    Visitor,
    get_argument_values,
    is_non_null_type,
    visit,
)
from graphql.pyutils import Undefined
from graphql.utilities.coerce_input_value import coerce_default_value
from strawberry.types.arguments import convert_arguments

from gateway.execution.variables import PLAIN
from gateway.graph.compose import ComposedSchema

Values = Mapping[str, Any]


class ArgumentReader:
    """Reads the arguments of one field in one operation."""

    def __init__(self, schema: ComposedSchema, nodes: Sequence[FieldNode], definition: GraphQLField) -> None:
        """`schema` turns what callers wrote into the objects that sources expect."""
        self._schema = schema
        self._node = nodes[0]
        self._definition = definition
        self._field = definition.extensions["strawberry-definition"]
        self._constant: Values | None = None
        self._is_constant = not _uses_variables(self._node)
        self._plain = None if self._is_constant else self._plain_parts()

    def read(self, variables: VariableValues) -> Values:
        """The arguments by their Python names; raises `GraphQLError` for one that does not fit."""
        if self._constant is not None:
            return self._constant
        if self._plain is not None:
            values = self._passed_on(variables.coerced)
            if values is not None:
                return values
        values = self._converted(variables)
        if self._is_constant:
            self._constant = values
        return values

    def _converted(self, variables: VariableValues) -> Values:
        values = get_argument_values(self._definition, self._node, variables)
        converted: Values = convert_arguments(
            values,
            self._field.arguments,
            self._schema.schema_converter.scalar_registry,
            self._schema.config,
        )
        return converted

    def _plain_parts(self) -> list[tuple[str, str, bool, Any]] | None:
        """Python name, variable, whether null is refused, and the default; None when conversion is needed."""
        given = {node.name.value: node for node in self._node.arguments or ()}
        parts = []
        for argument in self._field.arguments:
            name = self._schema.config.name_converter.from_argument(argument)
            declared = self._definition.args[name]
            kind: Any = declared.type
            required = is_non_null_type(kind)
            kind = kind.of_type if required else kind
            node = given.get(name)
            default = coerce_default_value(declared)
            if getattr(kind, "name", "") not in PLAIN or not _is_passed_on(node):
                return None
            variable = node.value.name.value if node and isinstance(node.value, VariableNode) else ""
            parts.append((argument.python_name, variable, required, default))
        return parts

    def _passed_on(self, variables: Mapping[str, Any]) -> Values | None:
        values: dict[str, Any] = {}
        for name, variable, required, default in self._plain or ():
            value = variables.get(variable, Undefined) if variable else Undefined
            if value is Undefined:
                if default is Undefined:
                    if required:
                        return None
                    continue
                value = default
            elif value is None and required:
                return None
            values[name] = value
        return values


def _is_passed_on(node: ArgumentNode | None) -> bool:
    return node is None or isinstance(node.value, VariableNode)


def _uses_variables(node: FieldNode) -> bool:
    finder = _VariableFinder()
    for argument in node.arguments or ():
        visit(argument, finder)
    return finder.found


class _VariableFinder(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.found = False

    def enter_variable(self, *_: Any) -> None:
        self.found = True
