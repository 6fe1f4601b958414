"""Composes one Strawberry schema out of what the sources declare, and refuses clashes and orphans."""

from __future__ import annotations

import inspect
import typing
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any

import strawberry
from strawberry.schema.config import StrawberryConfig
from strawberry.tools import create_type
from strawberry.types.base import StrawberryObjectDefinition
from strawberry.types.field import StrawberryField

from gateway.graph.asking import ask_resolver, event_resolver, follow_resolver
from gateway.graph.gateway_fields import GATEWAY_FIELDS, OPEN_TYPES
from gateway.graph.scalars import SCALARS
from gateway.mutations.payload import Payload
from gateway.mutations.performing import KEY, perform_resolver
from gateway.source import Happening, Link, Mutation, RootField, Source, Subscription

IDEMPOTENCY_KEY = inspect.Parameter(
    KEY,
    inspect.Parameter.KEYWORD_ONLY,
    default=None,
    annotation=Annotated[
        str | None,
        strawberry.argument(
            description="A text of your own, up to 100 characters, new for each thing to make. The same key "
            "with the same input gives the same answer for a day, however often it is sent."
        ),
    ],
)


class CompositionError(TypeError):
    """Two declarations that do not fit together; names both."""


class ComposedSchema(strawberry.Schema):
    """A Strawberry schema whose types get the links that sources declared for their names."""

    links: Mapping[str, Sequence[StrawberryField]] = {}

    def process_errors(self, errors: Any, execution_context: Any = None) -> None:
        """Log nothing here, a traceback per field is a storm: `execution.faults` logs the unexpected."""

    def get_fields(self, type_definition: StrawberryObjectDefinition) -> list[StrawberryField]:
        """The type's own fields, then what was contributed to it or to an interface of it."""
        fields = list(super().get_fields(type_definition))
        names = [type_definition.name, *(parent.name for parent in type_definition.interfaces)]
        for name in names:
            fields.extend(self.links.get(name, ()))
        return fields


def compose(sources: Sequence[Source[Any]]) -> ComposedSchema:
    """The schema of these sources; the same whatever the settings say. Raises `CompositionError`."""
    entities = _entities(sources)
    names = {entity: declared.type for entity, declared in entities.items()}
    types = [kind for source in sources for kind in source.types]
    links = _links(sources, names)
    _refuse_orphans(links, [*names.values(), *types, *OPEN_TYPES])
    query = create_type("Query", _root_fields(sources, names), description="What can be asked.")
    schema_class = type("Schema", (ComposedSchema,), {"links": links})
    schema: ComposedSchema = schema_class(
        query=query,
        mutation=_mutation(sources, names),
        subscription=_subscription(sources, names),
        types=[*names.values(), *types],
        config=StrawberryConfig(
            disable_field_suggestions=True,
            scalar_map=SCALARS,
            enable_experimental_incremental_execution=True,
        ),
    )
    return schema


def _entities(sources: Sequence[Source[Any]]) -> dict[str, Any]:
    entities: dict[str, Any] = {}
    for source in sources:
        for entity in source.entities:
            if entity.name in entities:
                raise CompositionError(f"Two sources own the entity {entity.name}.")
            definition = getattr(entity.type, "__strawberry_definition__", None)
            if not entity.name == getattr(entity.type, "entity", "") == getattr(definition, "name", ""):
                raise CompositionError(f"The entity {entity.name} must be the GraphQL type of that name.")
            entities[entity.name] = entity
    return entities


def _root_fields(sources: Sequence[Source[Any]], names: Mapping[str, type]) -> list[StrawberryField]:
    declared = [field for source in sources for field in source.fields]
    made = [*GATEWAY_FIELDS, *(_field(field, field.resolve, names, skip=1) for field in declared)]
    _refuse_twice("Query", [str(field.python_name) for field in made])
    return made


def _mutation(sources: Sequence[Source[Any]], names: Mapping[str, type]) -> type | None:
    declared = [mutation for source in sources for mutation in source.mutations]
    _refuse_twice("Mutation", [mutation.name for mutation in declared])
    made = [_field(mutation, mutation.resolve, names, skip=1) for mutation in declared]
    return create_type("Mutation", made, description="What can be changed.") if made else None


def _subscription(sources: Sequence[Source[Any]], names: Mapping[str, type]) -> type | None:
    declared = [subscription for source in sources for subscription in source.subscriptions]
    _refuse_twice("Subscription", [subscription.name for subscription in declared])
    made = [_field(subscription, subscription.follow, names, skip=1) for subscription in declared]
    return create_type("Subscription", made, description="What can be followed.") if made else None


def _links(sources: Sequence[Source[Any]], names: Mapping[str, type]) -> dict[str, list[StrawberryField]]:
    links: dict[str, list[StrawberryField]] = {}
    for source in sources:
        for link in source.links:
            links.setdefault(link.on, []).append(_field(link, link.batch, names, skip=2))
    return links


def _refuse_orphans(links: Mapping[str, Sequence[StrawberryField]], types: Iterable[type]) -> None:
    own_fields = {
        definition.name: [field.python_name for field in definition.fields]
        for definition in _reachable_definitions(types)
    }
    for on, fields in links.items():
        if on not in own_fields:
            raise CompositionError(f"A link is declared on {on}, a type that no source owns.")
        _refuse_twice(on, [*own_fields[on], *(str(field.python_name) for field in fields)])


def _reachable_definitions(types: Iterable[type]) -> Iterable[StrawberryObjectDefinition]:
    for kind in types:
        definition: StrawberryObjectDefinition = kind.__strawberry_definition__  # type: ignore[attr-defined]
        yield definition
        yield from definition.interfaces


def _refuse_twice(owner: str, names: Sequence[str]) -> None:
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise CompositionError(f"{owner} is given the field {twice[0]} twice.")


def _field(
    declared: RootField | Link | Mutation | Subscription,
    function: Any,
    names: Mapping[str, type],
    *,
    skip: int,
) -> StrawberryField:
    """A Strawberry field whose arguments and type are those of the declared function."""
    try:
        hints = typing.get_type_hints(function, localns=dict(names), include_extras=True)
    except NameError as error:
        raise CompositionError(f"{declared.name} speaks of {error.name}, which no source owns.") from error
    parameters = list(inspect.signature(function).parameters.values())[skip:]
    result = hints["return"]
    if isinstance(declared, Link):
        (result,) = typing.get_args(result)
    if isinstance(declared, Subscription):
        result = _happening(declared, result)
    if type(None) not in typing.get_args(result):
        raise CompositionError(f"{declared.name} can fail, so its result must allow None.")
    resolver = _resolver(declared, result)
    arguments = [p.replace(annotation=hints[p.name], kind=inspect.Parameter.KEYWORD_ONLY) for p in parameters]
    if isinstance(declared, Mutation) and declared.replay is not None:
        arguments.append(IDEMPOTENCY_KEY)
    _give_signature(resolver, arguments, result)
    field: Any = strawberry.field(resolver=resolver, description=declared.description)
    field.python_name = declared.name
    field.name = declared.name
    field.metadata = {"declared": declared}
    made: StrawberryField = field
    return made


def _happening(declared: Subscription, result: Any) -> Any:
    """The type of the field for `AsyncIterator[Happening[T]]`: an event that fails is null."""
    (happening,) = typing.get_args(result)[:1] or (None,)
    if typing.get_origin(happening) is not Happening:
        raise CompositionError(f"{declared.name} must give an AsyncIterator of Happening.")
    return typing.get_args(happening)[0] | None


def _resolver(declared: RootField | Link | Mutation | Subscription, result: Any) -> Any:
    if isinstance(declared, Link):
        return follow_resolver(declared)
    if isinstance(declared, RootField):
        return ask_resolver(declared)
    if isinstance(declared, Subscription):
        return event_resolver()
    payload = next(kind for kind in typing.get_args(result) if kind is not type(None))
    if not (inspect.isclass(payload) and issubclass(payload, Payload)):
        raise CompositionError(f"{declared.name} must answer a type that extends Payload.")
    return perform_resolver(declared, payload)


def _give_signature(resolver: Any, arguments: Sequence[inspect.Parameter], result: Any) -> None:
    kept = list(inspect.signature(resolver).parameters.values())[:2]
    annotated = [kept[0], kept[1].replace(annotation=strawberry.Info)]
    resolver.__signature__ = inspect.Signature([*annotated, *arguments], return_annotation=result)
    resolver.__annotations__ = {p.name: p.annotation for p in [*annotated[1:], *arguments]} | {
        "return": result
    }
