"""The recorded answers of the reference folder, read only; absent elsewhere."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parents[4] / "shared" / "reference" / "social" / "samples"

needs_samples = pytest.mark.skipif(not FOLDER.is_dir(), reason="the reference folder is not here")


def sample(name: str) -> Any:
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))
