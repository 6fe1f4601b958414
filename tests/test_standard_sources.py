"""The standard tests on every source of the repository that does not bring them itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gateway.registry import find_sources
from gateway.testing.standard import SourceTests
from tests import source_samples

pytest_plugins = ["gateway.testing.standard.plugin"]

ROOT = Path(__file__).parents[1]

MORE: dict[str, dict[str, Any]] = {
    "apidae": {"samples": source_samples.APIDAE},
    "social": {"samples": source_samples.SOCIAL},
}

for _source in find_sources():
    if not (ROOT / "sources" / _source.name / "tests").is_dir():
        _parts = {
            "source": _source,
            "snapshots": ROOT / "tests" / "snapshots" / _source.name,
            "__module__": __name__,
            **MORE.get(_source.name, {}),
        }
        _class = type(f"Test{_source.name.title()}", (SourceTests,), _parts)
        globals()[_class.__name__] = _class
del _class
