"""Two sources of the benchmark only, written against gateway/source like any other."""
