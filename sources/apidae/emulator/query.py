"""The query of a search: its 29 keys, their types, the defaults that the echo shows."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import orjson

from .errors import bad_request, bad_text

Query = dict[str, Any]

PAGE = 20
LONGEST_PAGE = 200
ORDERS = ("PERTINENCE", "NOM", "DISTANCE", "IDENTIFIANT", "DATE_OUVERTURE", "RANDOM")
FIELDS = ("NOM", "NOM_DESCRIPTION", "NOM_DESCRIPTION_CRITERES")
DEFAULTS: Query = {
    "searchFields": "NOM_DESCRIPTION_CRITERES",
    "first": 0,
    "count": PAGE,
    "order": "IDENTIFIANT",
    "asc": True,
}


def _integer(value: Any) -> int:
    if isinstance(value, bool):
        raise TypeError
    if isinstance(value, float) and not value.is_integer():
        raise ValueError
    return int(value)


def _boolean(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    return {"true": True, "false": False}[value.lower()]


def _text(value: Any) -> str:
    if isinstance(value, (dict, list)):
        raise TypeError
    return str(value)


def _day(value: Any) -> str:
    return date.fromisoformat(value).isoformat()


def _point(value: Any) -> dict[str, Any]:
    if value["type"] != "Point":
        raise ValueError
    longitude, latitude = (float(number) for number in value["coordinates"])
    return {"type": "Point", "coordinates": [longitude, latitude]}


def _list_of(one: Callable[[Any], Any]) -> Callable[[Any], list[Any]]:
    def convert(value: Any) -> list[Any]:
        if not isinstance(value, list):
            raise TypeError
        return [one(item) for item in value]

    return convert


def _one_of(*names: str) -> Callable[[Any], str]:
    def convert(value: Any) -> str:
        if value not in names:
            raise ValueError
        return str(value)

    return convert


_INTEGERS, _TEXTS = _list_of(_integer), _list_of(_text)
KEYS: Mapping[str, Callable[[Any], Any]] = {
    "identifiants": _INTEGERS,
    "identifiers": _TEXTS,
    "identifiantsIgnores": _INTEGERS,
    "listeEnregistreeId": _integer,
    "selectionIds": _INTEGERS,
    "territoireIds": _INTEGERS,
    "communeCodesInsee": _TEXTS,
    "center": _point,
    "radius": _integer,
    "searchQuery": _text,
    "searchLocale": _text,
    "searchFields": _one_of(*FIELDS),
    "criteresQuery": _text,
    "dateDebut": _day,
    "dateFin": _day,
    "modifieApres": _day,
    "dureeMin": _integer,
    "dureeMax": _integer,
    "membreProprietaireIds": _INTEGERS,
    "membreProprietaireIdGmcs": _INTEGERS,
    "first": _integer,
    "count": _integer,
    "order": _one_of(*ORDERS),
    "asc": _boolean,
    "randomSeed": _text,
    "locales": _TEXTS,
    "responseFields": _TEXTS,
    "apiKey": _text,
    "projetId": _integer,
}
REFERENCE_KEYS: Mapping[str, Callable[[Any], Any]] = {
    "elementReferenceIds": _INTEGERS,
    "communeIds": _INTEGERS,
    "codesInsee": _TEXTS,
    "critereInterneIds": _INTEGERS,
    "selectionIds": _INTEGERS,
    "referenceIds": _INTEGERS,
    "locales": _TEXTS,
    "apiKey": _text,
    "projetId": _integer,
}


def parse(text: str, keys: Mapping[str, Callable[[Any], Any]] = KEYS) -> Query:
    """The typed query of a request; null values count as absent. Raises `ApiError` for what cannot be
    read.
    """
    try:
        raw = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise bad_text("Requête invalide : le paramètre query n'est pas du JSON") from error
    if not isinstance(raw, dict):
        raise bad_text("Requête invalide : le paramètre query n'est pas un objet JSON")
    return {name: _convert(name, value, keys) for name, value in raw.items() if value is not None}


def with_defaults(query: Query, *, cap: bool = True, **defaults: Any) -> Query:
    """The query as the server understood it: this is what the answer echoes. Credentials come last."""
    asked = {name: value for name, value in query.items() if name not in {"apiKey", "projetId"}}
    full = {**asked, **{name: value for name, value in {**DEFAULTS, **defaults}.items() if name not in asked}}
    if full["first"] < 0 or full["count"] < 0:
        raise bad_request("first and count must not be negative")
    if full["count"] > LONGEST_PAGE:
        if not cap:
            raise bad_request(f"count must not exceed {LONGEST_PAGE}")
        full["count"] = LONGEST_PAGE
    _check_order(full)
    return {**full, **{name: query[name] for name in ("apiKey", "projetId") if name in query}}


def _convert(name: str, value: Any, keys: Mapping[str, Callable[[Any], Any]]) -> Any:
    if name not in keys:
        raise bad_request(
            f'Unrecognized field "{name}" ({len(keys)} known properties), not marked as ignorable'
        )
    try:
        return keys[name](value)
    except (TypeError, ValueError, KeyError, AttributeError, OverflowError) as error:
        raise bad_request(f'Cannot deserialize the value of field "{name}"') from error


def _check_order(query: Query) -> None:
    if query["order"] == "DISTANCE" and not ("center" in query and "radius" in query):
        raise bad_request("order DISTANCE needs center and radius")
    if query["order"] == "PERTINENCE" and not query.get("searchQuery"):
        raise bad_request("order PERTINENCE needs searchQuery")
    if ("center" in query) != ("radius" in query):
        raise bad_request("center and radius go together")
