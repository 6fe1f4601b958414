"""What a deployer may say about partners and statistics."""

from __future__ import annotations

from pydantic import Field

from gateway.source import SourceSettings


class PartnersSettings(SourceSettings):
    """Settings `PARTNERS_<NAME>`."""

    enabled: bool = Field(
        True, description="Off: only the keys of GATEWAY_PARTNERS or the demo's work, and nothing is counted."
    )
    refresh_seconds: float = Field(
        2.0, ge=0, le=60, description="After how long a process sees keys that were changed elsewhere."
    )
    flush_seconds: float = Field(
        5.0, gt=0, le=60, description="How often counts are written; a killed process loses those since."
    )
    own_origins: str = Field(
        "",
        description="Origins whose visits are not counted, between commas: those of offices and the Region.",
    )
    beacons_per_minute: int = Field(
        120, ge=1, description="Most beacons of one address that are counted; loopback is not limited."
    )
