"""Where the benchmark keeps its files."""

from pathlib import Path

BENCH = Path(__file__).parent
ROOT = BENCH.parent
PEERS = BENCH / "peers"
VAR = ROOT / "var" / "bench"
DATA = VAR / "data.json"
RESULTS = VAR / "results.json"
TRIED = BENCH / "tried.md"
"""What was tried for the figures that were hard to reach: a section of the page."""
PAGE = ROOT / "docs" / "performance.md"
