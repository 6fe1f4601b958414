"""Documents parsed, validated and measured once, then kept."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    GraphQLSyntaxError,
    NoSchemaIntrospectionCustomRule,
    OperationDefinitionNode,
    OperationType,
    parse,
    specified_rules,
    validate,
)

from gateway.errors import GatewayError, LimitExceeded
from gateway.execution.hints import enum_hint
from gateway.execution.shape import INTROSPECTION_DEPTH, Shape, shape_of
from gateway.observe.tracing import current_trace, phase

MAX_ERRORS = 10


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may ask at most; see `GatewaySettings`."""

    characters: int = 15_000
    tokens: int = 2_000
    depth: int = 14
    fields: int = 1_000
    aliases: int = 60
    directives: int = 50
    cost: int = 10_000


@dataclass(frozen=True, slots=True)
class Document:
    """A valid document, its operations by name ("" for the one without) and, once made, their plans."""

    text: str
    ast: DocumentNode
    operations: dict[str, OperationDefinitionNode]
    plans: dict[Any, Any] = field(default_factory=dict)

    def named(self, name: str | None) -> OperationDefinitionNode | None:
        """The operation a caller means, if there is one and only one."""
        if name is None and len(self.operations) == 1:
            return next(iter(self.operations.values()))
        return self.operations.get(name or "")


class Documents:
    """Prepares documents for a schema; keeps the latest ones, good or bad, up to a number of characters."""

    def __init__(
        self,
        schema: GraphQLSchema,
        limits: Limits,
        *,
        introspection: bool = True,
        keep_characters: int = 2_000_000,
    ) -> None:
        """Limits are checked before validation, so that a costly document costs little."""
        self._schema = schema
        self._limits = limits
        self._introspection = introspection
        self._rules = [*specified_rules, *(() if introspection else (NoSchemaIntrospectionCustomRule,))]
        self._kept: OrderedDict[str, Document | list[GraphQLError]] = OrderedDict()
        self._room = keep_characters

    def prepare(self, text: str) -> Document | list[GraphQLError]:
        """The document, or the errors (at most ten) that make it unusable."""
        known = self._kept.get(text)
        if known is not None:
            self._kept.move_to_end(text)
            return known
        prepared = self._prepare(text)
        if len(text) <= self._limits.characters:
            self._keep(text, prepared)
        return prepared

    def writes(self, text: str, name: str | None) -> bool:
        """Whether the operation of a document that a caller means is a mutation."""
        prepared = self.prepare(text)
        chosen = prepared.named(name) if isinstance(prepared, Document) else None
        return chosen is not None and chosen.operation is OperationType.MUTATION

    def _keep(self, text: str, prepared: Document | list[GraphQLError]) -> None:
        self._kept[text] = prepared
        self._room -= len(text)
        while self._room < 0:
            oldest, _ = self._kept.popitem(last=False)
            self._room += len(oldest)

    def _prepare(self, text: str) -> Document | list[GraphQLError]:
        if (trace := current_trace()) is not None:
            trace.document = "NEW"
        if len(text) > self._limits.characters:
            return [_refused("LIMIT_CHARACTERS", self._limits.characters, len(text))]
        try:
            with phase("parse"):
                ast = parse(text, max_tokens=self._limits.tokens)
            with phase("validate"):
                return self._checked(text, ast)
        except GraphQLSyntaxError as error:
            return [self._syntax_error(text, error)]
        except RecursionError:  # our own walk recurses too
            return [self._too_deep(text)]

    def _checked(self, text: str, ast: DocumentNode) -> Document | list[GraphQLError]:
        operations = [node for node in ast.definitions if isinstance(node, OperationDefinitionNode)]
        for operation in operations:
            if refusals := self._refusals(shape_of(ast, operation)):
                return refusals
        hidden = not self._introspection  # names are not to be guessed either
        if errors := validate(self._schema, ast, self._rules, max_errors=MAX_ERRORS, hide_suggestions=hidden):
            return [self._unfit(error) for error in errors[:MAX_ERRORS]]
        return Document(text, ast, {op.name.value if op.name else "": op for op in operations})

    def _unfit(self, error: GraphQLError) -> GraphQLError:
        hint = enum_hint(self._schema, error.message) if self._introspection else {}
        return _with_code(error, "INVALID_DOCUMENT", **hint)

    def _too_deep(self, text: str) -> GraphQLError:
        return _refused("LIMIT_DEPTH", self._limits.depth, text.count("{"))

    def _syntax_error(self, text: str, error: GraphQLSyntaxError) -> GraphQLError:
        if "nested too deeply" in error.message:
            return self._too_deep(text)
        if f"more than {self._limits.tokens} tokens" in error.message:
            return _refused("LIMIT_TOKENS", self._limits.tokens, self._limits.tokens + 1)
        return _with_code(error, "INVALID_SYNTAX")

    def _refusals(self, shape: Shape) -> list[GraphQLError]:
        measured = (
            ("LIMIT_DEPTH", self._limits.depth, shape.depth),
            ("LIMIT_DEPTH", INTROSPECTION_DEPTH, shape.introspection),
            ("LIMIT_FIELDS", self._limits.fields, shape.fields),
            ("LIMIT_ALIASES", self._limits.aliases, shape.aliases),
            ("LIMIT_DIRECTIVES", self._limits.directives, shape.directives),
        )
        return [_refused(code, limit, actual) for code, limit, actual in measured if actual > limit]


def _refused(code: str, limit: int, actual: int) -> GraphQLError:
    error = LimitExceeded(code, limit=limit, actual=actual)
    return GraphQLError(error.message, original_error=error, extensions=error.extensions())


def _with_code(error: GraphQLError, code: str, **more: str) -> GraphQLError:
    if isinstance(error.original_error, GatewayError):
        return error  # a scalar of ours says itself what is wrong with a literal
    extensions: dict[str, Any] = {"code": code, **more}
    return GraphQLError(
        error.message,
        nodes=error.nodes,
        source=error.source,
        positions=error.positions,
        extensions=extensions,
    )
