"""A source of the benchmark: offers of the upstream that `bench.upstream` serves."""
