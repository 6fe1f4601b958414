"""What a deployer may set for the scouts: `SCOUTS_<NAME>`."""

from __future__ import annotations

from pydantic import Field

from gateway.source import SourceSettings


class ScoutsSettings(SourceSettings):
    """The database is the gateway's own, so only the demo content can be tuned."""

    demo_contents: int = Field(
        480, ge=0, le=20_000, description="How many contents the demo writes, hidden ones included."
    )
    demo_seed: str = Field(
        "partir-ici", max_length=60, description="The same seed makes the same demo content again."
    )
