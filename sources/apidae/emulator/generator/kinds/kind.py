"""What a kind of offer is made of: names, texts, reference elements, ways of opening, prices."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Some:
    """A few elements out of several: between `least` and `most` of `ids`."""

    ids: tuple[int, ...]
    least: int = 1
    most: int = 2


Spec = int | tuple[int, ...] | Some
"""One element, a list of elements, or a few drawn from several."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of offer. Texts may hold {lieu} {du_lieu} {au_lieu} {commune} {de_commune} {a_commune}
    {qui} {nature}.

    `noun` is the kind in other languages, by locale; `block` are the elements of the type's own block by key;
    `criteria` always come as promotion criteria, `maybe` now and then; `minutes` are usual durations of a
    session.
    """

    key: str
    type: str
    weight: int
    names: tuple[str, ...]
    short: tuple[str, ...]
    details: tuple[str, ...]
    noun: Mapping[str, str]
    block: Mapping[str, Spec]
    openings: tuple[str, ...]
    prices: str
    criteria: tuple[int, ...] = ()
    maybe: tuple[int, ...] = ()
    minutes: tuple[int, ...] = ()
    guests: tuple[int, ...] = field(default=(513, 519, 593))
