"""Where the benchmark keeps its files."""

from pathlib import Path

BENCH = Path(__file__).parent
ROOT = BENCH.parent
PEERS = BENCH / "peers"
VAR = ROOT / "var" / "bench"
DATA = VAR / "data.json"
RESULTS = VAR / "results.json"
PAGE = ROOT / "docs" / "performance.md"
