"""Composing the graph: types, links, loaders, ids, connections and localized text."""
