"""Text for people: every language the source has, one chosen per reader, fallbacks flagged."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Annotated, Any

import strawberry

from gateway.graph.scalars import Locale

DEFAULT_LOCALE = "fr"

Texts = Mapping[str, str]
"""Language tag -> text, e.g. `{"fr": "Marche", "en": "Walk"}`; blank texts are left out."""

LocaleArgument = Annotated[
    Locale | None,
    strawberry.argument(
        description="Wanted language; wins over the Accept-Language header. Without a text in it, French."
    ),
]


@strawberry.type(description="A text for people, in the language that fits the reader best.")
class LocalizedText:
    """One text in one language."""

    value: str = strawberry.field(description="The text itself, without markup.")
    locale: Locale = strawberry.field(description="The language of `value`.")
    is_fallback: bool = strawberry.field(
        description="True when none of the wanted languages exists and another one is given."
    )


def lookup_chain(tags: Sequence[str]) -> tuple[str, ...]:
    """RFC 4647 lookup: each wanted tag followed by its shorter forms (`de-AT` -> `de-at`, `de`)."""
    return _chain(tuple(tags))


@lru_cache(maxsize=1_000)
def _chain(tags: tuple[str, ...]) -> tuple[str, ...]:
    chain: list[str] = []
    for tag in tags:
        parts = tag.lower().split("-")
        while parts:
            candidate = "-".join(parts)
            if candidate not in chain:
                chain.append(candidate)
            parts.pop()
            if parts and len(parts[-1]) == 1:  # a single letter only introduces what was cut
                parts.pop()
    return tuple(chain)


def choose(texts: Texts, wanted: Sequence[str]) -> LocalizedText | None:
    """The text for a reader who wants `wanted` (most wanted first), else French, else any; None if none."""
    return chosen(texts, lookup_chain(wanted))


def chosen(texts: Texts | None, chain: Sequence[str]) -> LocalizedText | None:
    """As `choose`, for a chain that `lookup_chain` made."""
    if not texts:
        return None
    for candidate in chain:
        if candidate in texts:
            return _text(texts, candidate, is_fallback=False)
        for tag in texts:
            if tag.lower() == candidate:
                return _text(texts, tag, is_fallback=False)
    last_resort = DEFAULT_LOCALE if DEFAULT_LOCALE in texts else min(texts)
    return _text(texts, last_resort, is_fallback=bool(chain))


def _text(texts: Texts, tag: str, *, is_fallback: bool) -> LocalizedText:
    return LocalizedText(value=texts[tag], locale=Locale(tag), is_fallback=is_fallback)


def localized(read: Callable[[Any], Texts | None], *, description: str, required: bool = False) -> Any:
    """A plain field that answers the text of `read(object)` in the reader's language.

    `required` makes it non-null: then `read` must give at least one text.
    """

    def resolve(self: Any, info: strawberry.Info, locale: LocaleArgument = None) -> LocalizedText | None:
        wanted = (locale,) if locale else info.context.locales
        return choose(read(self) or {}, wanted)

    if required:
        resolve.__annotations__["return"] = LocalizedText
    field: Any = strawberry.field(resolver=resolve, description=description)
    field.metadata = {"localized": read}
    return field


def accepted_locales(header: str | None) -> tuple[str, ...]:
    """Language tags of an Accept-Language header, most wanted first; malformed parts are passed over."""
    weighted: list[tuple[float, int, str]] = []
    for position, part in enumerate((header or "").split(",")[:20]):
        tag, _, parameter = part.strip().partition(";")
        quality = _quality(parameter)
        if tag and tag != "*" and quality > 0 and tag.replace("-", "").isalnum() and len(tag) <= 35:
            weighted.append((-quality, position, tag))
    return tuple(tag for _, _, tag in sorted(weighted))


def _quality(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return min(max(float(value), 0.0), 1.0)
    except ValueError:
        return 0.0
