"""Conditions on practical matters: access, price, booking, ages, animals, languages, weather, pictures."""

from __future__ import annotations

import numpy as np

from sources.apidae.catalogue import OfferQuery
from sources.apidae.index.columns import Mask, Numbers, Tags, Wholes
from sources.apidae.index.condition import Around, Condition, all_of, one_of, yes_or_no
from sources.apidae.index.table import Table


def _price(table: Table, query: OfferQuery, _: Around) -> Mask:
    assert query.price  # noqa: S101  # the condition is only asked with it
    return table.column("price", Numbers).between(query.price.least, query.price.most, table.size)


def _age(table: Table, query: OfferQuery, _: Around) -> Mask:
    """Offers that exclude the age are left out; those that say nothing about ages stay."""
    age = query.age or 0
    too_young = table.column("ageMin", Numbers).of(table.size) > age
    too_old = table.column("ageMax", Numbers).of(table.size) < age
    found: Mask = ~(too_young | too_old)
    return found


def _has_locale(table: Table, query: OfferQuery, _: Around) -> Mask:
    return table.column("locales", Tags).has(query.has_locale or "", table.size)


def _updated_since(table: Table, query: OfferQuery, _: Around) -> Mask:
    assert query.updated_since  # noqa: S101  # as above
    found: Mask = table.column("modified", Wholes).of(table.size) >= round(
        query.updated_since.timestamp() * 1000
    )
    return found


def _has_scout_content(table: Table, query: OfferQuery, around: Around) -> Mask:
    found = table.rows(around.marked)
    return found if query.has_scout_content else np.logical_not(found)


PRACTICE: tuple[Condition, ...] = (
    all_of("accessible_for", "accessibleFor", "accessible", live=True),
    Condition(arguments={"price": "price"}, keep=_price),
    yes_or_no("free", "free", "free"),
    yes_or_no("bookable", "bookable", "bookable"),
    Condition(arguments={"age": "age"}, keep=_age),
    yes_or_no("pets", "pets", "pets"),
    one_of("spoken_languages", "spokenLanguages", "spoken"),
    one_of("weather", "weather", "weather", live=True),
    one_of("picture_licences", "pictureLicences", "licences"),
    Condition(arguments={"has_locale": "hasLocale"}, keep=_has_locale),
    Condition(arguments={"updated_since": "updatedSince"}, keep=_updated_since),
    Condition(arguments={"has_scout_content": "hasScoutContent"}, keep=_has_scout_content),
)
