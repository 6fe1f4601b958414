"""From objects of Apidae to the types of the graph: pure functions, one module per part."""
