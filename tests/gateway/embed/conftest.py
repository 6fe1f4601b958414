"""A partner's page, a gateway that lies, the accessibility checker, a folder for pictures."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from embed_host import FalseGateway, HostPage

ROOT = Path(__file__).parents[3]
AXE = ROOT / "gateway/embed/audit/node_modules/axe-core/axe.min.js"


@pytest.fixture(scope="session")
def host_server() -> Iterator[HostPage]:
    page = HostPage()
    page.server.start()
    yield page
    page.server.stop()


@pytest.fixture
def host(host_server: HostPage) -> HostPage:
    return host_server


@pytest.fixture(scope="session")
def false_gateway_server() -> Iterator[FalseGateway]:
    made = FalseGateway()
    made.server.start()
    yield made
    made.server.stop()


@pytest.fixture
def false_gateway(false_gateway_server: FalseGateway) -> FalseGateway:
    false_gateway_server.answer = {}
    return false_gateway_server


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core; the test is skipped where it is not installed."""
    if not AXE.is_file():
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail("axe-core is absent: `python -m gateway.console.build gateway/embed/audit`.")
        pytest.skip("axe-core is absent: `python -m gateway.console.build gateway/embed/audit`.")
    return AXE.read_text("utf-8")


@pytest.fixture(scope="session")
def screenshots() -> Path:
    folder = ROOT / "var" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
