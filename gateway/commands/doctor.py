"""Say what this machine lacks, in one sentence each."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from gateway.doctor import run_doctor
from gateway.registry import find_sources
from gateway.settings import read_gateway_settings

NAME = "doctor"


def configure(parser: argparse.ArgumentParser) -> None:
    """No options."""
    del parser


def run(_: argparse.Namespace) -> int:
    """Print every finding; 1 when something needed is missing."""
    settings = read_gateway_settings(os.environ)
    ports = [settings.port, *(source.emulator.port for source in find_sources() if source.emulator)]
    findings = run_doctor(ports, data_folder=Path(settings.data_dir), host=settings.host)
    for finding in findings:
        print(f"{'ok  ' if finding.ok else 'FAIL'}  {finding.sentence}")
    return 0 if all(finding.ok for finding in findings) else 1
