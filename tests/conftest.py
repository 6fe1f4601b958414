"""Fixtures for all tests: one mongod, one browser, one filled gateway for the whole run."""

from __future__ import annotations

import functools
import logging
import os
import shutil
import signal
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

if TYPE_CHECKING:
    from gateway.testing.stage import Stage

pytest_plugins = ["gateway.testing.mongo", "gateway.testing.browser", "gateway.testing.stage"]

LONGEST = (
    "test_standard_sources.py",
    "test_standard_checks.py",
    "test_two_commands.py",
    "test_hidden_offers.py",
    "test_social_month.py",
    "test_scouts_rush.py",
    "test_embed_browser.py",
    "test_console_browser.py",
    "test_serve_workers.py",
    "test_mirror_decisions.py",
    "test_social_sync.py",
    "test_mirror_killed.py",
    "test_outages.py",
    "test_mirror_cut_off.py",
    "test_mirror_like_live.py",
    "test_new_source.py",
    "test_executors_agree.py",
)
"""Files that are dear begin first, so that no worker is left with one of them at the end."""


MEMORY = Path("/dev/shm")  # noqa: S108  # folders of their own are made below it
ROOM = 4_000_000_000


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Spare what costs the suite much of its time and tests nothing."""
    from gateway.testing.sparing import compose_once  # earlier than here pytest could not rewrite asserts

    # asyncio puts a handler of its own in the place of Python's for every fixture, and `signal` then
    # prints the task that it replaces, with the whole world that the fixture gave
    signal.signal(signal.SIGINT, _interrupt)
    # every client of httpx reads the world's certificates, though all that is asked is plain HTTP on loopback
    transports = httpx._transports.default
    transports.create_ssl_context = functools.cache(transports.create_ssl_context)
    compose_once()
    # a mongod waits for the disk whenever it makes a collection or an index, and tests make many
    if "TMPDIR" not in os.environ and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM:
        os.environ["TMPDIR"] = str(MEMORY)
        tempfile.tempdir = None
    # a worker tells of each test in small packets that it does not wait for: the kernel held each 40 ms back
    if known := getattr(getattr(config, "failures_db", None), "sock", None):
        known.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def pytest_collection_finish() -> None:
    """Let the collector pass over what all files imported, and over content that emulators hold, less often."""
    from gateway.http.collector import settle_collector

    settle_collector()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The dear files first; the Makefile asks pytest-xdist to keep this order."""
    rank = {name: number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: rank.get(item.path.name, len(rank)))


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


@pytest.fixture(autouse=True)
def _level_of_logs() -> None:
    """A command that some test calls in this process sets the level for all; the next test begins as if alone."""
    logging.getLogger().setLevel(logging.WARNING)


@pytest.fixture(scope="session")
def live_stage(stage: Stage) -> Iterator[Stage]:
    """The stage once more, its offers asked of Apidae each time instead of a mirror."""
    from gateway.testing.stage import Stage  # earlier than here pytest could not rewrite its asserts

    made = Stage({**stage.environ, "APIDAE_MODE": "live"}, emulators=stage.emulators)
    made.serve()
    yield made
    made.stop()
