"""Executing operations: documents prepared once, limits, and the executor."""
