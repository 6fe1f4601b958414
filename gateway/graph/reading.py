"""Plain fields that depend on who reads and when: computed from the object, the moment and the languages."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

import strawberry


class Reader(Protocol):
    """What such a field may know of the request: its moment (UTC), the wanted languages, best first, and
    where pictures are.
    """

    @property
    def now(self) -> datetime:
        """One moment for the whole request."""
        ...

    @property
    def locales(self) -> tuple[str, ...]:
        """Tags of the wanted languages; none when the caller named none."""
        ...

    def picture_url(self, source: str, ref: str, width: int) -> str:
        """The address of a source's picture in one of the widths of `gateway.media`."""
        ...


def field_for_reader(*, description: str, name: str | None = None) -> Callable[[Callable[..., Any]], Any]:
    """Turn a method `(self, reader, **arguments)` into a field; it must not await anything.

    The compiled executor calls it as straight as an attribute.
    """

    def wrap(function: Callable[..., Any]) -> Any:
        @functools.wraps(function)
        def resolve(self: Any, info: strawberry.Info, **arguments: Any) -> Any:
            return function(self, info.context, **arguments)

        _give_signature(resolve, function)
        field: Any = strawberry.field(resolver=resolve, description=description, name=name)
        field.metadata = {"reader": function}
        return field

    return wrap


def _give_signature(resolve: Any, function: Callable[..., Any]) -> None:
    """Strawberry reads arguments from the signature, where the reader's place is taken by its `info`."""
    told = inspect.signature(function)
    owner, _, *rest = told.parameters.values()
    info = inspect.Parameter("info", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=strawberry.Info)
    del resolve.__wrapped__
    resolve.__signature__ = told.replace(parameters=[owner, info, *rest])
    annotations = dict(function.__annotations__)
    annotations.pop(list(told.parameters)[1], None)
    resolve.__annotations__ = {**annotations, "info": strawberry.Info}
