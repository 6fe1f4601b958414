"""Changes of objects from outside: published, hidden, edited, added, removed."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sources.apidae.emulator.errors import NOT_FOUND, ApiError, bad_request
from sources.apidae.emulator.generator.selections import EVERYTHING
from sources.apidae.emulator.store import Store

Object = dict[str, Any]

STATES = ("TRASH", "NEW", "HIDDEN", "PUBLISHED", "DELETED")


def merge(target: Any, patch: Any) -> Any:
    """The JSON merge patch of RFC 7386: null removes, objects merge, anything else replaces."""
    if not isinstance(patch, Mapping):
        return patch
    merged = dict(target) if isinstance(target, Mapping) else {}
    for name, value in patch.items():
        if value is None:
            merged.pop(name, None)
        else:
            merged[name] = merge(merged.get(name), value)
    return merged


def change(store: Store, number: int, patch: Object) -> Object:
    """Merge a patch into an object and date it now, unless the patch dates it itself.

    `selections`, which is no field of the object, replaces the selections it belongs to; an empty list
    puts it out
    of the project. The odd cases it was made with are forgotten once its content changes.
    """
    facts = _known(store, number)
    chosen = _selections(patch.pop("selections", facts.selections))
    if patch.get("id", number) != number:
        raise bad_request("The id of an object cannot change")
    _check_state(patch)
    dated = {"gestion": {"dateModification": now()}}
    item: Object = merge(merge(store.item(number), dated), patch)
    edges = facts.edges if set(patch) <= {"state", "gestion"} else ()
    _put(store, item, chosen, edges)
    return item


def insert(store: Store, item: Object) -> Object:
    """Add an object; without an id it gets the next one, without `selections` the one that holds
    everything.
    """
    chosen = _selections(item.pop("selections", (EVERYTHING.id,)))
    _check_state(item)
    number = item.setdefault("id", max(store.facts, default=0) + 1)
    if not isinstance(number, int) or number in store.facts:
        raise bad_request("The id must be a new integer")
    if not isinstance(item.get("type"), str):
        raise bad_request("The object needs a type")
    item.setdefault("state", "PUBLISHED")
    item.setdefault("gestion", {}).setdefault("dateModification", now())
    _put(store, item, chosen, ())
    return item


def remove(store: Store, number: int) -> None:
    """Remove an object altogether."""
    _known(store, number)
    store.drop(number)


def now() -> str:
    """The present moment as Apidae writes it: no colon in the offset."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "+0000")


def _put(store: Store, item: Object, selections: tuple[int, ...], edges: tuple[str, ...]) -> None:
    try:
        store.put(item, selections, edges)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise bad_request("The object is not in the shape of Apidae") from error


def _known(store: Store, number: int) -> Any:
    if number not in store.facts:
        raise ApiError(404, str(number), NOT_FOUND)
    return store.facts[number]


def _selections(value: Any) -> tuple[int, ...]:
    if not isinstance(value, (list, tuple)) or not all(isinstance(one, int) for one in value):
        raise bad_request("selections must be a list of numbers")
    return tuple(value)


def _check_state(patch: Object) -> None:
    if patch.get("state", "PUBLISHED") not in STATES:
        raise bad_request(f"state must be one of {', '.join(STATES)}")
