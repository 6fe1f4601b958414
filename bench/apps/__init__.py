"""Servers of the benchmark that are written in Python."""
