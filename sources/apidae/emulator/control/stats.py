"""Numbers of what the store holds, with the ids of each odd case so that tests can find them."""

from collections import Counter
from typing import Any

from sources.apidae.emulator.store import Store


def stats_of(store: Store) -> dict[str, Any]:
    """Totals, numbers by type, by state and by odd case, and the ids of the odd cases, seen or not."""
    facts = store.facts.values()
    edges: dict[str, list[int]] = {}
    for one in sorted(facts, key=lambda fact: fact.id):
        for edge in one.edges:
            edges.setdefault(edge, []).append(one.id)
    return {
        "objects": len(store.facts),
        "visible": len(store.visible),
        "types": dict(Counter(one.type for one in facts)),
        "visible_types": dict(Counter(store.facts[number].type for number in store.visible)),
        "states": dict(Counter(one.state for one in facts)),
        "edges": {edge: len(ids) for edge, ids in sorted(edges.items())},
        "edge_ids": dict(sorted(edges.items())),
    }
