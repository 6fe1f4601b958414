"""Two sources of the benchmark only, written against gateway/source.py like any other."""
