"""Commands of `python -m gateway`."""
