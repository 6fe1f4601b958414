"""Fields, arguments and values of the graph as lists: signature, description, cost, rights, codes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputField,
    Undefined,
    get_named_type,
    is_composite_type,
    print_ast,
)
from graphql.utilities import ast_from_value

from gateway.console.templates import Html, joined
from gateway.errors import CODES
from gateway.manual.page import render
from gateway.manual.prose import Places, html_of
from gateway.mutations.codes import USER_CODES
from gateway.source import Link, Mutation, RootField, Subscription

ANY_CODE = re.compile(r"`([A-Z][A-Z_]{3,})`")
NAME = re.compile(r"\w+")

Declared = RootField | Link | Mutation | Subscription


@dataclass(frozen=True, slots=True)
class Writing:
    """Where things are explained, and the way from the page to the root."""

    places: Places
    up: str

    def prose(self, text: str | None) -> Html:
        """A description."""
        return html_of(text, self.places, self.up) if text else Html("")

    def type(self, kind: Any) -> Html:
        """`[Offer!]!` with its name as a link."""
        name = NAME.search(str(kind))
        assert name is not None  # noqa: S101  # every type has one
        before, after = str(kind)[: name.start()], str(kind)[name.end() :]
        href = f"{self.up}{self.places[name.group()]}"
        return render("type", before=before, name=name.group(), after=after, href=href)

    def fields(self, fields: Mapping[str, GraphQLField]) -> Html:
        """A list of fields with their arguments."""
        return render("fields", items=joined(self._field(name, field) for name, field in fields.items()))

    def inputs(self, fields: Mapping[str, GraphQLInputField]) -> Html:
        """The fields of an input."""
        items = (
            self._item(
                name, field.type, field.description, _default(field), deprecated=field.deprecation_reason
            )
            for name, field in fields.items()
        )
        return render("fields", items=joined(items))

    def values(self, kind: GraphQLEnumType) -> Html:
        """The values of an enum."""
        items = (
            render(
                "field",
                name=name,
                type="",
                default="",
                about=self.prose(value.description),
                arguments="",
                notes="",
            )
            for name, value in kind.values.items()
        )
        return render("fields", items=joined(items))

    def _field(self, name: str, field: GraphQLField) -> Html:
        arguments = joined(self._argument(key, argument) for key, argument in field.args.items())
        return self._item(
            name,
            field.type,
            field.description,
            "",
            render("arguments", items=arguments) if arguments else Html(""),
            self._notes(field),
            field.deprecation_reason,
        )

    def _item(
        self,
        name: str,
        kind: Any,
        description: str | None,
        default: str,
        arguments: Html = Html(""),  # noqa: B008  # a constant
        notes: Html = Html(""),  # noqa: B008
        deprecated: str | None = None,
    ) -> Html:
        about = f"**Deprecated:** {deprecated}\n\n{description or ''}" if deprecated else description
        return render(
            "field",
            name=name,
            type=Html(f": {self.type(kind)}"),
            default=default,
            about=self.prose(about),
            arguments=arguments,
            notes=notes,
        )

    def _argument(self, name: str, argument: GraphQLArgument) -> Html:
        return render(
            "argument",
            name=name,
            type=self.type(argument.type),
            default=_default(argument),
            about=self.prose(argument.description),
        )

    def _notes(self, field: GraphQLField) -> Html:
        notes = list(notes_of(field))
        return render("notes", text=self.prose(" · ".join(notes))) if notes else Html("")


def declared_of(field: GraphQLField) -> Declared | None:
    """What a source declared for a field; None for a plain one."""
    definition = field.extensions.get("strawberry-definition")
    found = getattr(definition, "metadata", {}).get("declared")
    return found if isinstance(found, Declared) else None


def notes_of(field: GraphQLField) -> Iterable[str]:
    """Cost, lifetime, rights and pace of a field, in Markdown."""
    declared = declared_of(field)
    if declared is not None:
        yield f"cost {max(declared.cost, 1)}"
    elif is_composite_type(get_named_type(field.type)):
        yield "cost 1"
    if "first" in field.args:
        yield "what is below it costs `first` times as much"
    if isinstance(declared, RootField | Link):
        yield f"kept {declared.max_age} s" if declared.max_age else "kept by no cache"
    if isinstance(declared, Mutation | Subscription):
        yield from _rights(declared)
        if codes := codes_of(field):
            yield "codes " + ", ".join(f"`{code}`" for code in codes)


def codes_of(field: GraphQLField) -> list[str]:
    """The codes that a field's description and rights name."""
    declared = declared_of(field)
    named = ANY_CODE.findall(field.description or "")
    guarded = isinstance(declared, Mutation) and not declared.public
    rights = ["UNAUTHENTICATED"] * guarded + ["FORBIDDEN"] * bool(getattr(declared, "roles", ()))
    return [code for code in dict.fromkeys([*rights, *named]) if code in CODES or code in USER_CODES]


def _rights(declared: Mutation | Subscription) -> Iterable[str]:
    if declared.roles:
        yield "for " + " or ".join(f"`{role}`" for role in declared.roles)
    elif isinstance(declared, Mutation) and not declared.public:
        yield "for anybody with a token"
    else:
        yield "for anybody"
    if isinstance(declared, Mutation) and declared.pace:
        yield f"{declared.pace.calls} calls in {declared.pace.seconds:g} s"


def _default(value: GraphQLArgument | GraphQLInputField) -> str:
    """` = 20`; nothing where there is none, or null."""
    if value.default_value is Undefined or value.default_value is None:
        return ""
    node = ast_from_value(value.default_value, value.type)
    return f" = {print_ast(node)}" if node else ""
