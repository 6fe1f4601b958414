"""What a source declares about its collections: names, validators and indexes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass
from typing import Any

from gateway.store.terms import Document, given

Direction = int | str


@dataclass(frozen=True, slots=True)
class IndexSpec:
    """One index: `IndexSpec((("city", 1), ("at", -1)))`.

    A direction is 1, -1, "text", "2dsphere" or "hashed". `partial` is a filter, `collation` a mapping such
    as `{"locale": "fr", "strength": 1}`, `expire_after` seconds after the date in the field. The last three
    are for text indexes: `language_override` names the field that says a document's language.
    """

    keys: tuple[tuple[str, Direction], ...]
    _: KW_ONLY
    name: str = ""
    unique: bool = False
    partial: Mapping[str, Any] | None = None
    collation: Mapping[str, Any] | None = None
    expire_after: int | None = None
    weights: Mapping[str, int] | None = None
    default_language: str | None = None
    language_override: str | None = None

    @property
    def full_name(self) -> str:
        """The name, or one made of the keys as MongoDB does."""
        return self.name or "_".join(f"{field}_{direction}" for field, direction in self.keys)

    @property
    def is_text(self) -> bool:
        """Whether it is a text index, of which a collection can have one."""
        return any(direction == "text" for _, direction in self.keys)

    def document(self) -> Document:
        """The index as the command `createIndexes` takes it."""
        return {"key": dict(self.keys), "name": self.full_name} | given(
            unique=self.unique or None,
            partialFilterExpression=self.partial,
            collation=self.collation,
            expireAfterSeconds=self.expire_after,
            weights=self.weights,
            default_language=self.default_language,
            language_override=self.language_override,
        )


@dataclass(frozen=True, slots=True)
class CollectionSpec:
    """A collection of a source; `validator` is a filter such as `{"$jsonSchema": {...}}` for every write.

    `shown` is False for what no answer is made of (inboxes, budgets): a write there leaves kept answers as
    they are, any other one takes back all kept answers that show something of the source.
    """

    name: str
    indexes: tuple[IndexSpec, ...] = ()
    validator: Mapping[str, Any] | None = None
    shown: bool = True
