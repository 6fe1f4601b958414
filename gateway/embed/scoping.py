"""Holds a partner's key to its scope: questions are narrowed before, answers looked through after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from gateway.embed.operations import MOST_CARDS, OPERATIONS, STORY_RESERVE, WidgetOperation
from gateway.partners.scope import ContentKind, Scope, narrowed, refused

KINDS: Mapping[str, ContentKind] = {
    "offers": ContentKind.OFFERS,
    "offer": ContentKind.OFFERS,
    "stories": ContentKind.STORIES,
    "map": ContentKind.MAP,
}
"""Which kind of content an operation shows; another one is for keys of all kinds alone."""

FACTS: Mapping[str, WidgetOperation] = {
    name: replace(OPERATIONS[name], documents=(f"{name}_facts",)) for name in ("offer", "stories")
}
"""What must be known of objects that no filter can hold to a scope."""

MOST_READ = MOST_CARDS * STORY_RESERVE

Variables = dict[str, Any]


def check_kind(operation: str, scope: Scope) -> None:
    """`Problem` when the key may not show what an operation shows."""
    kind = KINDS.get(operation)
    if scope.kinds if kind is None else not scope.allows_kind(kind):
        raise refused()


def narrow(operation: str, variables: Variables, scope: Scope) -> Variables:
    """The variables within the scope; `Problem` when nothing of what was asked lies in it."""
    check_kind(operation, scope)
    if scope.is_open or "filter" not in variables:
        return variables
    if operation == "stories":
        # more than are shown: only afterwards it is known which of them lie in a department
        read = MOST_READ if scope.departments else variables["limit"]
        return variables | {"filter": _stories(variables["filter"], scope), "limit": read}
    return variables | {"filter": _offers(variables["filter"], scope)}


def within(operation: str, data: Any, facts: Any, scope: Scope) -> Any:
    """An answer without what lies outside the scope, by what `FACTS` told of the same objects.

    A single offer outside is null, as if there were none.
    """
    if operation == "offer":
        found = facts["offer"]
        return {"offer": data["offer"] if found and _holds(found, scope) else None}
    nodes = (edge["node"] for edge in facts["scoutContents"]["edges"])
    inside = {node["id"] for node in nodes if _tells_of(node, scope)}
    connection = data["scoutContents"]
    edges = [edge for edge in connection["edges"] if edge["node"]["id"] in inside]
    # a filter cannot hold posts to a place: keys of some places show none
    posts = {} if scope.communes or scope.departments else {"socialPosts": data.get("socialPosts")}
    return {"scoutContents": connection | {"edges": edges}, **posts}


def _offers(filter: Variables, scope: Scope) -> Variables:
    parts = {
        "departments": narrowed(filter.get("departments", ()), scope.departments),
        "insee": narrowed(filter.get("insee", ()), scope.communes),
        "territories": narrowed(filter.get("territories", ()), scope.territories),
    }
    kept = filter | {name: values for name, values in parts.items() if values}
    if families := narrowed(filter.get("families", {}).get("any", ()), scope.families):
        kept["families"] = {"any": families}
    return kept


def _stories(filter: Variables, scope: Scope) -> Variables:
    communes = narrowed(filter.get("communes", ()), scope.communes)
    return filter | ({"communes": communes} if communes else {})


def _holds(offer: Mapping[str, Any], scope: Scope) -> bool:
    place = offer["place"] or {}
    commune = place.get("commune") or {}
    return scope.holds(
        families=[one["key"] for one in offer["families"]],
        commune=commune.get("insee"),
        department=(commune.get("department") or {}).get("code"),
        territories=[one["id"] for one in place.get("territories", ())],
    )


def _tells_of(story: Mapping[str, Any], scope: Scope) -> bool:
    """Whether a place that a story names lies in the scope; families and territories are of offers alone."""
    if not (scope.communes or scope.departments):
        return True
    return any(
        scope.holds(commune=commune["insee"], department=commune["department"]["code"])
        for commune in story["communes"] or ()
    )
